"""From how much history on a fit is made, and how firmly it holds to the shipped shapes.

They bound the fit and no scan, so they are no thresholds of a policy.
"""

from __future__ import annotations

from typing import Final

# Ten of each outcome for each direction that labels can move the curves in, more evidence and less,
# is what logistic regression asks for (Peduzzi and others 1996, J. Clin. Epidemiol. 49).
LEAST_CONFIRMED: Final = 20
LEAST_CLEARED: Final = 20
# Confirmed, and cleared, on either side of the cut: of fewer than five, one more or less moves
# what is measured by a quarter.
LEAST_A_SIDE: Final = 5
# So many confirmed and so many cleared filers with a finding must be labelled after the cut for the
# levels to move: the same ten of each, for the one number that moves them and for its error.
LEAST_CALIBRATING: Final = 20

# No hand weighs more than this part of the confirmed, and of the cleared.
REVIEWER_SHARE: Final = 1 / 3
# A label that stands for many filers trains as so many at most: few must not outvote all others
# (Potter 1990, A study of procedures to identify and trim extreme sampling weights).
MOST_STOOD_FOR: Final = 3.0
# How firmly curves hold to the shipped ones, as a factor of the ridge (`abuse.fitting.monotone`):
# found on seeds 41 to 46 of the open makers among a third, one and three.
FIRMNESS: Final = 1.0
# How far the offset is expected to move with the levels, as a standard deviation: odds that are
# nearly three times as high or low.
OFFSET_DEVIATION: Final = 1.0

# A score of 0 for somebody confirmed costs as much as this; log loss would be infinite.
LEAST_PROBABILITY: Final = 0.001
# The share of labels, by time, that is fitted to unless a cut is given.
FITTED_SHARE: Final = 2 / 3
