"""Makers of the tests' own: a folder of packages with a `make`, as `lab/makers` is one."""
