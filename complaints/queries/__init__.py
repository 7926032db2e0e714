"""Questions: SELECT only. What an actor may not see is answered as what does not exist."""
