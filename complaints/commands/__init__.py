"""The operator's door: one noun a file; `complaints.cli` assembles them."""
