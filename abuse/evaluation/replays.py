"""What filers of each kind met with when some markets were replayed: counts and shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from statistics import median

from abuse.evaluation.outcome import ORDINARY
from abuse.evaluation.walk import Met, RingMet, Walk


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

    `patterns` are plants without a strategy; `innocents` everybody who is honest, those framed
    among them.
    """

    term_days: int
    patterns: dict[str, Walked]
    innocents: dict[str, Walked]
    rings: RingsWalked

    @classmethod
    def of(cls, walks: Sequence[Walk]) -> Replayed:
        filers = [met for walk in walks for met in walk.filers]
        return cls(
            walks[0].term_days,
            _by(filers, _pattern),
            _by(filers, _innocent),
            RingsWalked.of([ring for walk in walks for ring in walk.rings]),
        )


def together(several: Iterable[Walked]) -> Walked:
    """Some kinds counted as one."""
    some = list(several)
    return Walked(*(sum(getattr(one, f.name) for one in some) for f in fields(Walked)))


def _by(filers: Sequence[Met], kind: Callable[[Met], str | None]) -> dict[str, Walked]:
    groups: dict[str, list[Met]] = defaultdict(list)
    for one in filers:
        if name := kind(one):
            groups[name].append(one)
    return {name: Walked.of(groups[name]) for name in sorted(groups)}


def _pattern(one: Met) -> str | None:
    return one.truth.pattern if one.truth.strategy is None else None


def _innocent(one: Met) -> str | None:
    return None if one.truth.pattern else one.truth.innocent_kind or ORDINARY


def _median(shares: Sequence[float]) -> float | None:
    return median(shares) if shares else None
