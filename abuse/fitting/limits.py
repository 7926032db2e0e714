"""From how much history on a fit is made, and how firmly it holds to the defaults.

They bound the fit and no scan, so they are no thresholds of a policy.
"""

from __future__ import annotations

from typing import Final

# Of fewer filers the calibration error of a good fit and of a bad one cannot be told apart.
LEAST_LABELLED: Final = 200
# Ten of each outcome for each fitted number, slope and offset, is what logistic regression asks for
# (Peduzzi and others 1996, J. Clin. Epidemiol. 49).
LEAST_CONFIRMED: Final = 20
# On each side of the cut: of fewer than five, one more or less moves recall by a quarter.
LEAST_CONFIRMED_A_SIDE: Final = 5

# The default prior counts as so many filers: a platform with fewer labels leans on it.
PRIOR_FILERS: Final = 100.0
# How far from the default slope and offset are expected, as a standard deviation: half an evidence
# more or less, and odds that are nearly three times as high or low.
SLOPE_DEVIATION: Final = 0.5
OFFSET_DEVIATION: Final = 1.0

# A score of 0 for somebody confirmed costs as much as this; log loss would be infinite.
LEAST_PROBABILITY: Final = 0.001
# The share of labels, by time, that is fitted to unless a cut is given.
FITTED_SHARE: Final = 2 / 3
