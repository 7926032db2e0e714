"""Benches of the detector: `make bench-detector` runs them, `make test-lab` a small sample of each.

Those of the service are in `tests/bench`, and so is the big market that both are measured on.
"""
