"""What each detector's findings are worth: about whom they are, whatever level they lead to.

The precision of a detector is not that of a level: a detector may speak of innocents as long as the
sum of all does not. It computes from outcomes and reads no market.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lab.evaluation.outcome import ORDINARY, Outcome


@dataclass(frozen=True)
class Named:
    """Filers with a finding of one detector.

    `abuse` and `innocents` count them by pattern and by innocent kind, leaving out what has none.
    """

    filers: int
    precision: float
    abuse: dict[str, int]
    innocents: dict[str, int]


def by_detector(outcomes: Sequence[Outcome]) -> dict[str, Named]:
    """Each detector that named anybody, by name."""
    names = sorted({name for outcome in outcomes for name in outcome.detectors})
    return {name: _named([o for o in outcomes if name in o.detectors]) for name in names}


def _named(outcomes: Sequence[Outcome]) -> Named:
    truths = [outcome.truth for outcome in outcomes]
    abuse = Counter(truth.pattern for truth in truths if truth.pattern)
    honest = Counter(truth.innocent_kind or ORDINARY for truth in truths if not truth.pattern)
    return Named(
        len(outcomes),
        abuse.total() / len(outcomes),
        dict(abuse.most_common()),
        dict(honest.most_common()),
    )
