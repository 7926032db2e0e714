"""What only studies the detector: markets whose truth is known, an evaluation, peers, benches.

It is no part of the service and of no wheel: `python -m lab` runs it from a checkout. It may use
`abuse`, and its benches `complaints` and the suite's big market; none of these imports it.
"""
