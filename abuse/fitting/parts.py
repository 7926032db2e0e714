"""Labels as columns, parted by time, and whether they are enough on each side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import numpy as np

from abuse.arrays import Bools, Floats, Ints
from abuse.fitting.labels import FitError, Label
from abuse.fitting.limits import (
    FITTED_SHARE,
    LEAST_CONFIRMED,
    LEAST_CONFIRMED_A_SIDE,
    LEAST_LABELLED,
)
from abuse.fitting.results import CutPart
from abuse.words import fitting as words


@dataclass(frozen=True)
class Labelled:
    """Labels as columns."""

    filer: Ints
    abuse: Bools
    weight: Floats

    @classmethod
    def of(cls, labels: Sequence[Label]) -> Labelled:
        return cls(
            np.array([each.filer for each in labels], np.int64),
            np.array([each.abuse for each in labels], bool),
            np.array([each.weight for each in labels], float),
        )

    @property
    def part(self) -> CutPart:
        return CutPart(len(self.filer), int(self.abuse.sum()))


def effective(weight: Floats) -> Floats:
    """Scale weights so that they sum to how many equal ones would say as much.

    So shrinkage, smoothing and ridge give way to what was seen, not to how many a few stand for.

    References
    ----------
    Kish (1965), Survey Sampling.

    Examples
    --------
    >>> effective(np.array([3.0, 3.0])).tolist(), effective(np.array([3.0, 1.0])).sum().item()
    ([1.0, 1.0], 1.6)
    """
    scaled: Floats = weight * weight.sum() / (weight**2).sum() if len(weight) else weight
    return scaled


def two_thirds(labels: Sequence[Label]) -> datetime | None:
    """When two thirds of the labels, in the order of time, are known; None where there are none."""
    return labels[ceil(len(labels) * FITTED_SHARE) - 1].at if labels else None


def require_enough(earlier: Labelled, later: Labelled) -> None:
    """Raise FitError, with the counts and what is needed, where there are too few labels."""
    before, after = earlier.part, later.part
    labelled = before.labelled + after.labelled
    confirmed = before.confirmed + after.confirmed
    if (
        labelled < LEAST_LABELLED
        or confirmed < LEAST_CONFIRMED
        or min(before.confirmed, after.confirmed) < LEAST_CONFIRMED_A_SIDE
    ):
        raise FitError(
            words.too_thin(
                (labelled, LEAST_LABELLED),
                (confirmed, LEAST_CONFIRMED),
                (before.confirmed, after.confirmed, LEAST_CONFIRMED_A_SIDE),
            )
        )
