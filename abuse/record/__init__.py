"""What happened, as columns: lines, Parquet or rows in, a `ClaimTable` and its `View` out."""
