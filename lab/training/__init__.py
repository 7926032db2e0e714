"""Learns the shapes of a score from the open makers' markets, and says how well they do elsewhere.

`python -m lab learn` makes markets, collects what the detectors find in them, and fits one rising
curve a piece of evidence (`abuse.fitting.monotone`). Each open maker is left out in turn to see
what the shapes are worth where they were not learnt.
"""
