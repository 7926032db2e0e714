"""Who acts together: a view and outcomes in, links of filers, dense blocks and rings out."""
