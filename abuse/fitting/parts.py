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
    LEAST_A_SIDE,
    LEAST_CLEARED,
    LEAST_CONFIRMED,
    MOST_STOOD_FOR,
)
from abuse.fitting.results import CutPart
from abuse.fitting.reviewers import are_of_one, as_numbers, count_unknown, shared_out
from abuse.words import fitting as words


@dataclass(frozen=True)
class Labelled:
    """Labels as columns."""

    filer: Ints
    abuse: Bools
    weight: Floats
    reviewer: Ints
    graded: Bools

    @classmethod
    def of(cls, labels: Sequence[Label]) -> Labelled:
        return cls(
            np.array([each.filer for each in labels], np.int64),
            np.array([each.abuse for each in labels], bool),
            np.array([each.weight for each in labels], float),
            as_numbers([each.by for each in labels]),
            np.array([each.graded for each in labels], bool),
        )

    @property
    def part(self) -> CutPart:
        return CutPart(len(self.filer), int(self.abuse.sum()))

    @property
    def influence(self) -> Floats:
        """What each label counts where something is learnt from it.

        It stands for as many filers as its chance to be looked at says, up to a bound; all together
        count as many as equal ones that say as much; and no reviewer weighs more than its part of
        the confirmed, nor of the cleared.
        """
        weight = effective(np.minimum(self.weight, MOST_STOOD_FOR))
        for kind in (self.abuse, ~self.abuse):
            weight[kind] = shared_out(self.reviewer[kind], weight[kind])
        return weight

    def __getitem__(self, which: slice | Bools) -> Labelled:
        return Labelled(
            self.filer[which], self.abuse[which], self.weight[which], self.reviewer[which],
            self.graded[which],
        )  # fmt: skip


def effective(weight: Floats) -> Floats:
    """Scale weights so that they sum to how many equal ones would say as much.

    So what labels are drawn to gives way to what was seen, not to how many a few stand for.

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
    """Raise FitError, with the counts, where labels are too few."""
    before, after = earlier.part, later.part
    sides = (before.confirmed, after.confirmed, before.cleared, after.cleared)
    if (
        before.confirmed + after.confirmed < LEAST_CONFIRMED
        or before.cleared + after.cleared < LEAST_CLEARED
        or min(sides) < LEAST_A_SIDE
    ):
        raise FitError(
            words.too_thin(
                (before.confirmed, after.confirmed, LEAST_CONFIRMED),
                (before.cleared, after.cleared, LEAST_CLEARED),
                LEAST_A_SIDE,
            )
        )


def require_reviewers(earlier: Labelled, later: Labelled) -> None:
    """Raise FitError, with the counts, where labels of a kind may all be from one reviewer."""
    reviewer, abuse = np.r_[earlier.reviewer, later.reviewer], np.r_[earlier.abuse, later.abuse]
    for confirmed in (True, False):
        which = abuse == confirmed
        if are_of_one(reviewer[which]) or are_of_one(earlier.reviewer[earlier.abuse == confirmed]):
            of_nobody = count_unknown(reviewer[which])
            raise FitError(words.one_hand(int(which.sum()), of_nobody, confirmed=confirmed))
