"""What becomes of a claim: decided, reasoned, pending, appealed."""
