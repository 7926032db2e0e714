"""The fit: a graded history goes in, the `prior`, `slope` and `offset` that suit it come out.

Levels stay probabilities; what is refitted is the step from evidence to probability. It is tested
on labels later than those it was fitted to, and refuses where they are too few. It stores nothing
and puts no policy into force. `fit` begins it; `python -m abuse fit` is its command line.
"""
