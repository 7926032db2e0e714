"""How the lines of an evaluation's tables are set: heads, rows of a tally, values."""

from __future__ import annotations

from lab.evaluation.bars import Bar
from lab.evaluation.tallies import Tally


def head(title: str, bar: str) -> str:
    """The head of a table of tallies."""
    heads = "".join(f"{name:>16}" for name in ("watch or more", "warning or more", "review"))
    return f"{title:<24}{'filers':>8}{heads}  {bar}".rstrip()


def row(name: str, tally: Tally, bar: str) -> str:
    """A tally: counts and shares by level, and what is said beside them."""
    counts = (tally.watch, tally.warning, tally.boycott_review)
    cells = "".join(f"{part(count, tally.filers):>16}" for count in counts)
    return f"{counted(name, tally.filers)}{cells}  {bar}".rstrip()


def counted(name: str, filers: int) -> str:
    """A name and how many filers it has; one too long for its column takes of the next."""
    return f"{name} {filers:>{max(1, 31 - len(name))}}"


def part(count: int, whole: int) -> str:
    """A count and its share.

    Examples
    --------
    >>> part(1, 4)
    '1 (0.250)'
    """
    return f"{count} ({count / whole:.3f})"


def many(number: int, noun: str) -> str:
    """So many of a thing.

    Examples
    --------
    >>> many(1, "market"), many(1200, "ring")
    ('1 market', '1,200 rings')
    """
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def shown(value: float | None) -> str:
    """A figure, or that there is none.

    Examples
    --------
    >>> shown(0.5), shown(None)
    ('0.500', '-')
    """
    return "-" if value is None else f"{value:.3f}"


def verdict(judged: list[Bar]) -> str:
    """How many bars are met, and which are not."""
    measured = [bar for bar in judged if bar.met is not None]
    missed = [bar.figure for bar in measured if not bar.met]
    parts = f"{len(measured) - len(missed)} of {len(measured)} bars met"
    return f"{parts}; not met: {'; '.join(missed)}." if missed else f"{parts}."
