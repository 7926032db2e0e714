"""Graph algorithms as arrays: edges and pairs in, dense blocks, meetings and trusses out."""
