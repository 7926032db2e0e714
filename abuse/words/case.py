"""What a paragraph about one filer is made from: facts and sentences, already without names.

Values only; `english_case` and `chinese_case` put them into words.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A finding as the paragraph tells it: its sentence and the complaints that it rests on."""

    detector: str
    said: str
    complaints: tuple[str, ...]
    since: str
    until: str
    score_without: float


@dataclass(frozen=True)
class LeftOut:
    """A piece of evidence and what would stand without it."""

    kind: str
    what: str
    score: float
    level: str


@dataclass(frozen=True)
class Case:
    """One filer's case.

    Attributes
    ----------
    reference, kind : str
        Kind is ``rights_holder``, ``agent``, ``individual`` or "".
    since, until : str
        Days of its first and its last complaint.
    families, held_by, next_level, next_score, from_score
        As in `abuse.reasons.Reasons`.
    """

    reference: str
    kind: str
    score: float
    level: str
    ring: str | None
    since: str
    until: str
    complaints: int
    claims: int
    stores: int
    lines: tuple[Line, ...]
    speaks_for: tuple[str, ...]
    families: tuple[str, ...]
    from_score: float
    next_level: str | None
    next_score: float | None
    held_by: str | None
    left_out: tuple[LeftOut, ...]


MOST_LINES = 4
MOST_COMPLAINTS = 3


# From here on a score reads "over 0.99": two digits would say that there is no doubt.
ALMOST_SURE = 0.995


def of_hundred(score: float) -> int:
    """How many of 100 such filers would be confirmed, never all and never none.

    Examples
    --------
    >>> of_hundred(0.974), of_hundred(0.9999), of_hundred(0.001)
    (97, 99, 1)
    """
    return min(max(round(score * 100), 1), 99)
