"""Fits the shapes to examples, and measures them on makers that they were not learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit

from abuse.arrays import Floats
from abuse.detectors import DETECTORS
from abuse.fitting.measures import calibration_error, log_loss
from abuse.fitting.monotone import Curves, Piece, Rows, fit_monotone
from abuse.policy.shapes import Shape, Shapes
from lab.evaluation.measures import average_precision
from lab.training.examples import Examples, rows_of

# Where learning begins: evidence counts by half.
_BEGIN: Final = Shape((0.0, 20.0), (0.0, 10.0))
# What no made market shows weighs what it is, up to here: nobody is warned there, and nobody is
# asked to prove a right.
_UNSEEN: Final = {"after_warning": 2.0, "unproven": 2.0}
# Leads say that somebody else is to be looked at too and end at *watch*: the truth about the filer
# says nothing of them. So much reaches *watch* beside some good record, and no more.
_LEADS: Final = {"client_record": 5.0, "right_record": 5.0, "victim_record": 5.0}
# Few filers of a market do very much of this, so the last bend lies below a warning. Beyond it the
# curve goes on as it began, up to here: to lose without end, and to let one seller after the other
# go when each says that it was asked for money, are reasons to warn by themselves.
_GOES_ON: Final = {("own", "unfounded_share"): 10.0, ("own", "demands"): 8.0}


@dataclass(frozen=True)
class LeftOut:
    """How shapes do on the markets of a maker that they were not learnt from."""

    maker: str
    markets: int
    average_precision: float
    calibration_error: float
    log_loss: float


def learn(examples: Sequence[Examples]) -> Shapes:
    """The shapes that make the truth of the examples likeliest."""
    rows = rows_of(examples)
    begin = {piece: _begin(piece) for piece in _pieces(rows)}
    curves = fit_monotone(rows, Curves(-1.0, begin), fixed=[p for p in begin if _most(p)])
    shapes = {piece: _going_on(piece, shape) for piece, shape in curves.shapes.items()}
    return Shapes.of_pieces(curves.offset, shapes)


def _going_on(piece: Piece, shape: Shape) -> Shape:
    """The curve, as steep beyond its last bend as where learning began, where it goes on."""
    top, end = _GOES_ON.get(piece, 0.0), shape.evidence[-1]
    if top <= end:
        return shape
    most = round(shape.weight[-1] + _BEGIN.at(top) - _BEGIN.at(end), 4)
    return Shape((*shape.evidence, top), (*shape.weight, most))


def _most(piece: Piece) -> float | None:
    """Up to where a piece that is not learnt weighs what it is."""
    return {**_UNSEEN, **_LEADS}.get(piece[1]) if piece[0] != "mitigating" else None


def _begin(piece: Piece) -> Shape:
    most = _most(piece)
    return Shape((0.0, most), (0.0, most)) if most else _BEGIN


def _pieces(rows: Rows) -> list[Piece]:
    """What has a curve: all that weighs in some row, and each detector that no market shows.

    Without one a detector would be left out: who was warned, and who was asked to prove its right,
    no market says.
    """
    seen = {piece for piece, column in rows.evidence.items() if column.any()}
    detectors = (*DETECTORS, "ring_record")
    return sorted(seen | {(part, name) for part in ("own", "others") for name in detectors})


def each_left_out(examples: Sequence[Examples]) -> list[LeftOut]:
    """Learn without each maker in turn, and measure on that one."""
    makers = sorted({each.maker for each in examples})
    figures = []
    for maker in makers if len(makers) > 1 else []:
        shapes = learn([each for each in examples if each.maker != maker])
        figures.append(measured(maker, shapes, [each for each in examples if each.maker == maker]))
    return figures


def measured(maker: str, shapes: Shapes, examples: Sequence[Examples]) -> LeftOut:
    """Rank and calibrate the filers of some markets; those without a finding are last."""
    precision, abuse, score = [], [], []
    for each in examples:
        # Filers without a finding come behind all others, and are as likely as each other.
        chances = np.r_[expit(weights(shapes, rows_of([each]))), np.zeros(sum(each.silent))]
        truth = np.r_[each.abuse, np.repeat([False, True], each.silent)]
        precision.append(average_precision(truth, chances))
        abuse.append(truth)
        score.append(chances)
    truth, chance = np.concatenate(abuse), np.concatenate(score)
    one = np.ones(len(truth))
    return LeftOut(
        maker, len(examples), float(np.mean(precision)),
        calibration_error(truth, chance, one), log_loss(truth, chance, one),
    )  # fmt: skip


def weights(shapes: Shapes, rows: Rows) -> Floats:
    """The log-odds of each row."""
    total = rows.before + shapes.offset
    for (part, name), column in rows.evidence.items():
        shape = getattr(shapes, part).get(name)
        if shape:
            sign = -1.0 if part == "mitigating" else 1.0
            total = total + sign * np.interp(column, shape.evidence, shape.weight)
    return np.asarray(total, np.float64)
