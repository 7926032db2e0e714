"""Benches of the detector, run by `make bench-detector`; `make test-lab` runs a small sample of each.

Those of the service are in `tests/bench`, and so is the big market that both are measured on.
"""
