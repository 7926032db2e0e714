"""Questions, asked of real databases."""
