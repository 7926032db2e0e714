"""What labels of a platform bring: shapes learnt elsewhere, refitted to what its people judged.

Each open maker is a platform in turn, whose markets the shapes were not learnt from. Some filers of
its first markets are judged: those that a score puts before people, and a random audit of the
others. Later markets of it say how well its filers are ranked before and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.fitting.fit import retrained
from abuse.fitting.labels import Label
from abuse.fitting.monotone import Rows
from abuse.fitting.parts import Labelled
from abuse.policy import Policy
from abuse.policy.shapes import Shapes
from lab.evaluation.measures import average_precision
from lab.training.examples import Examples, rows_of
from lab.training.learning import weights

# Of those who are judged so many at most are flagged ones: the rest is audited.
_FLAGGED: Final = 0.6
# People err: so many of a hundred labels are wrong.
_WRONG: Final = 0.03
_HANDS: Final = 3
# The log-odds of whoever has no finding: behind all others.
_BEHIND: Final = -1e9
_WHENEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Refitted:
    """Average precision on later markets of a maker, shipped and refitted to so many labels.

    `after` has an entry for each draw of the labels; `with_finding` is how many labelled filers
    have a finding, in the mean: the others train nothing.
    """

    maker: str
    labels: int
    with_finding: float
    before: float
    after: tuple[float, ...]


def refit_each(
    shapes: Shapes, judged: Sequence[Examples], later: Sequence[Examples], *,
    labels: Sequence[int], draws: int,
) -> list[Refitted]:  # fmt: skip
    """Refit shapes to so many labels of some markets, and measure on later ones."""
    before = _ranked(shapes, later)
    refitted = []
    for number in labels:
        drawn = [_draw(shapes, judged, number, np.random.default_rng(n)) for n in range(draws)]
        after = tuple(_ranked(retrained(shapes, rows), later) for rows in drawn)
        seen = float(np.mean([len(rows.abuse) for rows in drawn]))
        refitted.append(Refitted(judged[0].maker, number, seen, before, after))
    return refitted


def _ranked(shapes: Shapes, examples: Sequence[Examples]) -> float:
    return float(np.mean([_precision(shapes, each) for each in examples]))


def _precision(shapes: Shapes, each: Examples) -> float:
    odds = np.r_[weights(shapes, rows_of([each])), np.full(sum(each.silent), _BEHIND)]
    return average_precision(np.r_[each.abuse, np.repeat([False, True], each.silent)], odds)


def _draw(
    shapes: Shapes, judged: Sequence[Examples], number: int, draw: np.random.Generator
) -> Rows:
    """Rows of the filers that people judged and that have a finding, as labels weigh."""
    rows = rows_of(judged)
    flagged = 1 / (1 + np.exp(-weights(shapes, rows))) >= Policy().warning
    looked_at = draw.permutation(np.flatnonzero(flagged))[: int(_FLAGGED * number)]
    quiet = np.flatnonzero(~flagged)
    # Filers without a finding are among those who could be audited, and teach no curve anything.
    could_be = len(quiet) + sum(sum(each.silent) for each in judged)
    audits = min(number - len(looked_at), could_be)
    audited = draw.permutation(could_be)[:audits]
    silent = int((audited >= len(quiet)).sum())
    audited = quiet[audited[audited < len(quiet)]]
    which = np.r_[looked_at, audited]
    wrong: Bools = draw.random(len(which)) < _WRONG
    abuse = rows.abuse[which] ^ wrong
    stands_for = np.r_[np.ones(len(looked_at)), np.full(len(audited), could_be / max(audits, 1))]
    weight = _influence(abuse, stands_for, silent, could_be / max(audits, 1), draw)
    columns = {piece: column[which] for piece, column in rows.evidence.items()}
    return Rows(columns, abuse, rows.before[which], weight)


def _influence(
    abuse: Bools, stands_for: Floats, silent: int, of_silent: float, draw: np.random.Generator
) -> Floats:
    """What each label counts; those without a finding count as labels too."""
    truth = np.r_[abuse, np.zeros(silent, bool)]
    weight = np.r_[stands_for, np.full(silent, of_silent)]
    labels = [
        Label(spot, bool(bad), _WHENEVER, float(stands), int(draw.integers(_HANDS)))
        for spot, (bad, stands) in enumerate(zip(truth, weight, strict=True))
    ]
    return Labelled.of(labels).influence[: len(abuse)]
