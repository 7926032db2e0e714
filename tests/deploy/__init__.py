"""The wheel, and what `deploy/` holds."""
