"""What labels of a platform bring: shapes learnt elsewhere, refitted to what its people judged.

Each open maker is a platform in turn, whose markets the shapes were not learnt from. Some filers of
its first markets are judged: those that a score puts before people, and a random audit of the
others, or a smaller one beside some of whom the score is unsure. Later markets of it say how well
its filers are ranked before and after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
from scipy.special import expit

from abuse.arrays import Bools, Floats
from abuse.fitting.audits import chance_of_either, doubt_chances, draw_by_chance
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
# Of the audit so many are drawn by how unsure the score is: one beside four, as a platform draws.
_BY_DOUBT: Final = 0.2
# People err: so many of a hundred labels are wrong.
_WRONG: Final = 0.03
_HANDS: Final = 3
# The log-odds of whoever has no finding: behind all others.
_BEHIND: Final = -1e9
_WHENEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Refitted:
    """Average precision on later markets of a maker, shipped and refitted to so many labels.

    `after` has an entry for each draw of the labels, and `by_doubt` for each where some of the
    audit are drawn by how unsure the score is; `with_finding` is how many labelled filers have a
    finding then, in the mean: the others train nothing.
    """

    maker: str
    labels: int
    with_finding: float
    before: float
    after: tuple[float, ...]
    by_doubt: tuple[float, ...]


def refit_each(
    shapes: Shapes, judged: Sequence[Examples], later: Sequence[Examples], *,
    labels: Sequence[int], draws: int,
) -> list[Refitted]:  # fmt: skip
    """Refit shapes to so many labels of some markets, and measure on later ones."""
    before = _ranked(shapes, later)
    refitted = []
    for number in labels:
        plain, doubtful = (
            [_draw(shapes, judged, number, share, np.random.default_rng(n)) for n in range(draws)]
            for share in (0.0, _BY_DOUBT)
        )
        after, by_doubt = (
            tuple(_ranked(retrained(shapes, rows), later) for rows in drawn)
            for drawn in (plain, doubtful)
        )
        seen = float(np.mean([len(rows.abuse) for rows in doubtful]))
        refitted.append(Refitted(judged[0].maker, number, seen, before, after, by_doubt))
    return refitted


def _ranked(shapes: Shapes, examples: Sequence[Examples]) -> float:
    return float(np.mean([_precision(shapes, each) for each in examples]))


def _precision(shapes: Shapes, each: Examples) -> float:
    odds = np.r_[weights(shapes, rows_of([each])), np.full(sum(each.silent), _BEHIND)]
    return average_precision(np.r_[each.abuse, np.repeat([False, True], each.silent)], odds)


def _draw(
    shapes: Shapes,
    judged: Sequence[Examples],
    number: int,
    share: float,
    draw: np.random.Generator,
) -> Rows:
    """Rows of the filers that people judged and that have a finding, as labels weigh."""
    rows = rows_of(judged)
    score = expit(weights(shapes, rows))
    flagged = score >= Policy().warning
    looked_at = draw.permutation(np.flatnonzero(flagged))[: int(_FLAGGED * number)]
    quiet = draw.permutation(np.flatnonzero(~flagged))
    # Filers without a finding are among those who could be audited, and teach no curve anything.
    could_be = len(quiet) + sum(sum(each.silent) for each in judged)
    audits = min(number - len(looked_at), could_be)
    doubtful = int(share * audits)
    at_random = (audits - doubtful) / could_be
    audited = draw.permutation(could_be)[: audits - doubtful]
    silent = int((audited >= len(quiet)).sum())
    unsure = doubt_chances(score[quiet], doubtful)
    spots = np.union1d(audited[audited < len(quiet)], draw_by_chance(unsure, draw.random()))
    which = np.r_[looked_at, quiet[spots]]
    wrong: Bools = draw.random(len(which)) < _WRONG
    abuse = rows.abuse[which] ^ wrong
    chance = chance_of_either(at_random, unsure[spots])
    stands_for = np.r_[np.ones(len(looked_at)), 1 / chance]
    weight = _influence(abuse, stands_for, silent, 1 / max(at_random, 1e-9), draw)
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
