"""What the type checker is told beside the code."""
