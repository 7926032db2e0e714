"""Numbered Alembic revisions; `complaints.migration` runs them."""
