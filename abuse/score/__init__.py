"""From findings to a level: findings and what speaks for a filer in, a verdict out."""
