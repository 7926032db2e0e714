"""The fit: a graded history goes in, shapes that suit it come out.

Levels stay probabilities; what is refitted is how much each kind of evidence weighs, drawn to the
shipped shapes. It is tested on labels later than those it was fitted to, and refuses where they are
too few or from one hand. It stores nothing and puts no policy into force. `fit` begins it;
`python -m abuse fit` is its command line.
"""
