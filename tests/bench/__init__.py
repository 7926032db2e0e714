"""Benchmarks: run by `make bench-detector`, never by the suite but for a small sample of each."""
