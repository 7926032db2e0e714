"""What filers of each kind met with when some markets were replayed: counts and shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from lab.evaluation.kinds import by_kind, innocent_of, pattern_of
from lab.evaluation.walk import Met, RingMet, Walk


@dataclass(frozen=True)
class Walked:
    """Filers of one kind, how many were ever warned, boycotted, at review, and that in the term."""

    filers: int
    warned: int
    boycotted: int
    reviewed: int
    in_term: int

    @classmethod
    def of(cls, some: Sequence[Met]) -> Walked:
        return cls(
            len(some),
            sum(one.warned for one in some),
            sum(one.boycotted for one in some),
            sum(one.reviewed for one in some),
            sum(one.in_term for one in some),
        )


@dataclass(frozen=True)
class RingsWalked:
    """Planted rings, those of which a member or half of them were warned, and when (medians)."""

    rings: int
    warned: int
    half_warned: int
    before_first: float | None
    before_half: float | None

    @classmethod
    def of(cls, rings: Sequence[RingMet]) -> RingsWalked:
        first = [ring.before_first for ring in rings if ring.before_first is not None]
        half = [ring.before_half for ring in rings if ring.before_half is not None]
        return cls(len(rings), len(first), len(half), _median(first), _median(half))


@dataclass(frozen=True)
class Replayed:
    """All markets that were replayed.

    `patterns` are plants without a strategy, and of all their claims the share `before` was filed
    before their filer was warned; `innocents` everybody who is honest, those framed among them.
    """

    term_days: int
    patterns: dict[str, Walked]
    innocents: dict[str, Walked]
    rings: RingsWalked
    before: float | None = None

    @classmethod
    def of(cls, walks: Sequence[Walk]) -> Replayed:
        filers = [met for walk in walks for met in walk.filers]
        abusers = [met for met in filers if _pattern(met)]
        claims = sum(met.claims for met in abusers)
        return cls(
            walks[0].term_days,
            by_kind(filers, _pattern, Walked.of),
            by_kind(filers, innocent_of, Walked.of),
            RingsWalked.of([ring for walk in walks for ring in walk.rings]),
            sum(met.before for met in abusers) / claims if claims else None,
        )


def _pattern(one: Met) -> str | None:
    return pattern_of(one) if one.truth.strategy is None else None


def _median(shares: Sequence[float]) -> float | None:
    return median(shares) if shares else None
