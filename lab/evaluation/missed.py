"""Cases that a scan missed, so that a person can look at them: abusers passed by, innocents hit.

Values only. They show what stands in the record and the truth, and judge nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from lab.evaluation.figures import is_lone, losing_rings
from lab.evaluation.outcome import CARELESS, ORDINARY, Outcome

# Of each sort so many are shown.
MOST: Final = 10


@dataclass(frozen=True)
class Missed:
    """One filer, why it counts as missed, what it is, and what the scan said of it."""

    why: str
    market: str
    reference: str
    what: str
    score: float
    level: str
    detectors: tuple[str, ...]
    claims: int
    lost: int
    ring_size: int


def missed(outcomes: Sequence[Outcome]) -> list[Missed]:
    """Ten of each sort: of abusers those that lost most, of innocents those that score highest."""
    sizes = Counter((o.market, o.truth.ring) for o in outcomes)
    rings = losing_rings([o for o in outcomes if o.truth.strategy is None])
    sorts: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if why := _why(outcome, rings):
            sorts.setdefault(why, []).append(outcome)
    cases = []
    for why in sorted(sorts):
        worst = sorted(sorts[why], key=_worst)[:MOST]
        cases += [_case(why, o, sizes[o.market, o.truth.ring]) for o in worst]
    return cases


def _why(o: Outcome, rings: Container[tuple[str, str | None]]) -> str | None:
    """Which bar it misses; None of a filer that misses none."""
    truth = o.truth
    if truth.pattern is None:
        bad = o.at_least("boycott_review" if truth.innocent_kind == CARELESS else "warning")
        return "innocent, hit" if bad else None
    if o.in_time is not None:
        return None if o.in_time else "turned, not warned in time"
    if truth.strategy is not None:
        return None
    if (o.market, truth.ring) in rings:
        return None if o.at_least("boycott_review") else "member of a ring, not at review"
    return "lone abuser, not warned" if is_lone(truth) and not o.met else None


def _worst(o: Outcome) -> tuple[float, str, str]:
    return (-o.lost if o.truth.pattern else -o.score), o.market, o.reference


def _case(why: str, o: Outcome, ring_size: int) -> Missed:
    what = o.truth.pattern or o.truth.innocent_kind or ORDINARY
    claims = o.filed.claims if o.filed else 0
    ring_size = ring_size if o.truth.ring else 0
    return Missed(
        why, o.market, o.reference, what, o.score, o.level, o.detectors, claims, o.lost, ring_size
    )
