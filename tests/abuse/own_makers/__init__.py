"""Makers of the tests' own: a folder of packages with a `make`, as `abuse/market` is one."""
