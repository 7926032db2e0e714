"""The replay's part of an evaluation's tables: who was warned and at review in any month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lab.evaluation.bars import EARLY, Bar
from lab.evaluation.kinds import together
from lab.evaluation.layout import part, shown
from lab.evaluation.outcome import CARELESS, ORDINARY
from lab.evaluation.replays import Replayed, Walked
from lab.evaluation.strategies import FRAMED


def replay_lines(replayed: Replayed | None, by_name: Mapping[str, Bar]) -> Iterator[str]:
    """Nothing where nothing was replayed."""
    if replayed is None:
        return
    yield _head("replay, abuse", f"in {replayed.term_days} days", "")
    for name, walked in replayed.patterns.items():
        yield _row(name, walked, "")
    if replayed.before is not None:
        yield f"{EARLY}: {shown(replayed.before)}; {by_name[EARLY]}"
    yield _head("replay, innocents", f"in {replayed.term_days} days", "")
    for name, walked in replayed.innocents.items():
        yield _row(name, walked, "")
    apart = (ORDINARY, CARELESS, FRAMED)
    named = together(
        Walked, (walked for kind, walked in replayed.innocents.items() if kind not in apart)
    )
    if named.filers:
        yield _row("named, careless apart", named, "")
    yield from _rings(replayed)


def _rings(replayed: Replayed) -> Iterator[str]:
    rings = replayed.rings
    if rings.rings:
        yield (
            f"rings: {rings.rings}; a member warned in {rings.warned}, with "
            f"{shown(rings.before_first)} of the ring's claims filed before (median); "
            f"half of them in {rings.half_warned}, with {shown(rings.before_half)}"
        )


def _head(title: str, term: str, bar: str) -> str:
    heads = "".join(f"{name:>16}" for name in ("ever warned", "boycotted", "ever at review", term))
    return f"{title:<24}{'filers':>8}{heads}  {bar}".rstrip()


def _row(name: str, walked: Walked, bar: str) -> str:
    counts = (walked.warned, walked.boycotted, walked.reviewed, walked.in_term)
    cells = "".join(f"{part(count, walked.filers):>16}" for count in counts)
    return f"{name:<24}{walked.filers:>8}{cells}  {bar}".rstrip()
