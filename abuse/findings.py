"""What a detector hands back: a `Finding` about one filer. Values only, no judgement of levels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Family = Literal["outcomes", "conduct", "structure", "authority"]
FAMILIES: Final[tuple[Family, ...]] = ("outcomes", "conduct", "structure", "authority")


@dataclass(frozen=True)
class Finding:
    """One line of evidence about one filer.

    Attributes
    ----------
    filer : int
        Position in the table's filers.
    detector, family : str
    strength : float
        0 to 1, how clear the pattern is; for people, not part of the score.
    log_odds : float
        Evidence in natural log-odds, before families are dampened and capped.
    summary : str
        One English sentence with its numbers, window and peer baseline; names nobody.
    numbers : dict
        The figures of the sentence, by name.
    complaints : tuple of int
        Positions of the complaints it rests on, the strongest first.
    partners : tuple of int
        Positions of the other filers that it speaks of.
    ceiling : str, optional
        Highest level that this finding may help to reach, where the facts are known to be thin.
    echo : str, optional
        Detector of another family that reads the same facts; beside that one alone this finding is
        no second family.
    """

    filer: int
    detector: str
    family: Family
    strength: float
    log_odds: float
    summary: str
    numbers: dict[str, float | int | str]
    complaints: tuple[int, ...]
    partners: tuple[int, ...] = ()
    ceiling: str | None = None
    echo: str | None = None


@dataclass(frozen=True)
class Relief:
    """Something that speaks for a filer: a sentence and the log-odds it takes away (<= 0)."""

    filer: int
    summary: str
    log_odds: float = 0.0


@dataclass(frozen=True)
class Link:
    """Two filers (positions, `a < b`) that seem to act as one.

    `weight` is in the unit of its source (rarity-weighted evidence, or log-odds of co-targeting);
    `kinds` says what they share, for people.
    """

    a: int
    b: int
    source: str
    weight: float
    kinds: tuple[str, ...]
    numbers: dict[str, float] = field(default_factory=dict)
    complaints: tuple[int, ...] = ()


def percent(share: float) -> str:
    """A share for a sentence.

    Examples
    --------
    >>> percent(0.634), percent(0.004)
    ('63 %', '0.4 %')
    """
    return f"{share:.1%}".replace("%", " %") if share < 0.095 else f"{share:.0%}".replace("%", " %")


def plural(count: int, noun: str) -> str:
    """A counted noun.

    Examples
    --------
    >>> plural(1, "claim"), plural(3, "claim")
    ('1 claim', '3 claims')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
