"""The bars: what a scan must reach on such markets, as data, beside what it reached.

They judge a version of the scan, never a filer, and nothing reads them but the evaluation's tables.
Two sets: of our own and given markets (`bars`), and of any maker's by name (`maker_bars`).
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass

from lab.evaluation.kinds import together
from lab.evaluation.outcome import IMPOSTOR, ORDINARY
from lab.evaluation.strategies import FRAMED
from lab.evaluation.tallies import Tally
from lab.evaluation.whole import Evaluation

_SENSES = {"at least": operator.ge, "at most": operator.le, "under": operator.lt}
# "Next to none" of the named innocents at warning: one in a hundred, of those framed two.
NEXT_TO_NONE = 0.01
FEW_FRAMED = 0.02
# Of honest filers, the careless apart, ever warned where a scan looks every day of a year.
EVER_WARNED = 1 / 2000
# A careless filer may be warned, and no more.
CARELESS = "careless"
# What a figure's name says of a pattern, where a set of bars asks two things of it.
WARNED = "warned"
REPLAYED = "at review in the replay"


@dataclass(frozen=True)
class Bar:
    """A figure's name, its value (None where there is nothing to measure), sense and bound."""

    figure: str
    value: float | None
    sense: str
    bound: float

    @property
    def met(self) -> bool | None:
        return None if self.value is None else bool(_SENSES[self.sense](self.value, self.bound))

    def __str__(self) -> str:
        verdict = {None: "nothing to measure", True: "met", False: "NOT MET"}[self.met]
        return f"{self.sense} {self.bound:g}: {verdict}"


def bars(evaluation: Evaluation) -> list[Bar]:
    """All bars in the order of the tables; figures carry the names that these show."""
    pooled = evaluation.pooled
    return [
        Bar("average precision, mean", evaluation.mean("average_precision"), "at least", 0.97),
        Bar("average precision, worst", evaluation.worst("average_precision")[1], "at least", 0.95),
        *_review(evaluation),
        Bar("calibration error", pooled.calibration_error, "under", 0.03),
        *_rings(evaluation),
        *_recalls(evaluation),
        *_innocents(evaluation),
        *_framed(evaluation),
        *_ever(evaluation),
    ]


def maker_bars(evaluation: Evaluation) -> list[Bar]:
    """The bars of one maker's markets at one base, in the order of the tables.

    A pattern is asked for its warnings, and in the replay for its boycott reviews within the term.
    Those of filers with a strategy are none of a pattern's.
    """
    pooled = evaluation.pooled
    return [
        Bar("average precision, mean", evaluation.mean("average_precision"), "at least", 0.97),
        *_review(evaluation),
        Bar("calibration error", pooled.calibration_error, "at most", 0.03),
        *_rings(evaluation),
        *_warned(evaluation),
        *_replayed(evaluation),
        *_innocents(evaluation),
        *_framed(evaluation),
        *_ever(evaluation),
    ]


def _review(evaluation: Evaluation) -> Iterator[Bar]:
    yield Bar("precision at boycott review", evaluation.pooled.precision, "at least", 0.98)
    yield Bar("rings named (F1)", evaluation.pooled.ring_f1, "at least", 0.85)


def _rings(evaluation: Evaluation) -> Iterator[Bar]:
    for name, bound in (("plain", 0.95), ("camouflaged", 0.85)):
        rings = evaluation.pooled.rings.get(name)
        reached = rings.members.boycott_review / rings.members.filers if rings else None
        yield Bar(f"ring, {name}", reached, "at least", bound)


def _recalls(evaluation: Evaluation) -> Iterator[Bar]:
    for pattern, tally in evaluation.pooled.patterns.items():
        if pattern != "ring":
            count = tally.impostor if pattern == IMPOSTOR else tally.boycott_review
            yield Bar(pattern, count / tally.filers, "at least", 0.75)


def _warned(evaluation: Evaluation) -> Iterator[Bar]:
    pooled = evaluation.pooled
    for pattern, tally in pooled.patterns.items():
        count = pooled.impostors_met if pattern == IMPOSTOR else tally.warning
        yield Bar(f"{pattern}, {WARNED}", count / tally.filers, "at least", 0.90)


def _replayed(evaluation: Evaluation) -> Iterator[Bar]:
    """An impostor is to be checked before a takedown, not boycotted: it has none."""
    for pattern in evaluation.pooled.patterns:
        if pattern != IMPOSTOR:
            walked = evaluation.replayed and evaluation.replayed.patterns.get(pattern)
            share = walked.in_term / walked.filers if walked else None
            yield Bar(f"{pattern}, {REPLAYED}", share, "at least", 0.75)


def _innocents(evaluation: Evaluation) -> Iterator[Bar]:
    named = {k: tally for k, tally in evaluation.pooled.innocents.items() if k != ORDINARY}
    for kind, tally in named.items():
        yield Bar(kind, float(tally.boycott_review), "at most", 0)
    others = together(Tally, (tally for kind, tally in named.items() if kind != CARELESS))
    yield Bar("all but careless", _warned_share(others), "at most", NEXT_TO_NONE)


def _framed(evaluation: Evaluation) -> Iterator[Bar]:
    framed = together(Tally, (s.tally for s in evaluation.pooled.strategies if s.innocent))
    if framed.filers:
        yield Bar(FRAMED, float(framed.boycott_review), "at most", 0)
        yield Bar(f"{FRAMED}, {WARNED}", _warned_share(framed), "at most", FEW_FRAMED)


def _ever(evaluation: Evaluation) -> Iterator[Bar]:
    """Nothing where nobody looked."""
    if evaluation.looks is None:
        return
    honest = evaluation.looks.honest(CARELESS)
    share = honest.warned / honest.filers if honest.filers else None
    yield Bar("honest, ever warned", share, "at most", EVER_WARNED)
    reviewed = sum(ever.reviewed for ever in evaluation.looks.innocents.values())
    yield Bar("honest, ever at review", float(reviewed), "at most", 0)


def _warned_share(tally: Tally) -> float | None:
    return tally.warning / tally.filers if tally.filers else None
