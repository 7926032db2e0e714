"""Filers by kind of right and by size, and how well the score is calibrated among each.

A score may be right in the mean of all filers and wrong for those of one kind. It computes from
outcomes and reads no market.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from abuse.backtest.groups import SIZES, band
from abuse.record.view import View
from lab.evaluation.kinds import by_kind
from lab.evaluation.measures import calibration_error
from lab.evaluation.outcome import Filed, Outcome, columns

# Whose complaints are of no kind of right, or of several equally often.
UNKNOWN: Final = "unknown"


@dataclass(frozen=True)
class Calibration:
    """Filers of one stratum, how many of them abuse, their mean score, and the expected error.

    The error of few filers is above that of many by chance alone.
    """

    filers: int
    abusers: int
    mean_score: float
    error: float

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Calibration:
        true, score = columns(outcomes)
        error = calibration_error(true, score)
        return cls(len(outcomes), int(true.sum()), float(score.mean()), error)


def filed(view: View) -> dict[str, Filed]:
    """What each filer that filed anything filed, by its reference."""
    references = view.table.filers["reference"].to_pylist()
    kinds: dict[int, list[str]] = defaultdict(list)
    complaints = view.table.complaints
    claims = np.bincount(view.filer, minlength=view.n_filers)
    against = view.refused | view.graded_bad
    lost = np.bincount(view.filer[against], minlength=view.n_filers)
    for filer, kind in zip(
        complaints["filer"].to_pylist(), complaints["right_kind"].to_pylist(), strict=True
    ):
        kinds[filer].append(kind or UNKNOWN)
    return {
        references[filer]: Filed(_most(some), len(some), int(claims[filer]), int(lost[filer]))
        for filer, some in kinds.items()
    }


def _most(kinds: Sequence[str]) -> str:
    """The kind of most of them; `UNKNOWN` where two come equally often."""
    names, counts = np.unique(list(kinds), return_counts=True)
    most = names[counts == counts.max()].tolist()
    return str(most[0]) if len(most) == 1 else UNKNOWN


def by_right(outcomes: Sequence[Outcome]) -> dict[str, Calibration]:
    """Calibration among filers of each kind of right, by its name."""
    return _by(outcomes, lambda each: each.right)


def by_size(outcomes: Sequence[Outcome]) -> dict[str, Calibration]:
    """Calibration among filers of so many complaints, the smallest first."""
    strata = _by(outcomes, lambda each: band(each.complaints))
    return {name: strata[name] for _, name in SIZES if name in strata}


def _by(outcomes: Sequence[Outcome], stratum: Callable[[Filed], str]) -> dict[str, Calibration]:
    """Of filers that filed nothing there is nothing to say."""
    return by_kind(outcomes, lambda o: stratum(o.filed) if o.filed else None, Calibration.of)
