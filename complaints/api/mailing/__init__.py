"""Letters, the links in them, and how they reach people."""
