"""The bars: what a scan must reach on such markets, as data, beside what it reached.

They judge a version of the scan, never a filer, and nothing reads them but the evaluation's tables.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass

from lab.evaluation.figures import LOST
from lab.evaluation.kinds import together
from lab.evaluation.outcome import CARELESS, ORDINARY
from lab.evaluation.strategies import FRAMED
from lab.evaluation.tallies import Tally
from lab.evaluation.whole import Evaluation

_SENSES = {"at least": operator.ge, "at most": operator.le}
# "Next to none" of the named innocents at warning: one in a hundred, of those framed two, of the
# ordinary honest one in five hundred.
NEXT_TO_NONE = 0.01
HARDLY_ANY = 0.002
FEW_FRAMED = 0.02
# Of honest filers, the careless apart, ever warned where a scan looks every day of a year.
EVER_WARNED = 1 / 2000
# Names of figures, or what they say of a kind of filers.
WARNED = "warned"
LOSING = f"ring, lost {LOST}+"
LONE = "lone abusers, warned"
EARLY = "abusers' claims before the warning"
NAMED = "named innocents"
TURNED = "turned, warned in time"


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
    """All bars in the order of the tables; figures carry the names that these show.

    Those of a pattern, a ring or an innocent ask nothing of filers with a strategy.
    """
    pooled, replayed = evaluation.pooled, evaluation.replayed
    return [
        Bar("average precision, mean", evaluation.mean("average_precision"), "at least", 0.97),
        Bar("precision at boycott review", pooled.precision, "at least", 0.98),
        Bar("rings named (F1)", pooled.ring_f1, "at least", 0.85),
        Bar("calibration error", pooled.calibration_error, "at most", 0.03),
        *_rings(evaluation),
        Bar(LONE, pooled.lone.value, "at least", 0.95),
        Bar(EARLY, replayed.before if replayed else None, "at most", 0.20),
        *_innocents(evaluation),
        *_framed(evaluation),
        Bar(TURNED, pooled.turned.value, "at least", 0.9),
        *_ever(evaluation),
    ]


def _rings(evaluation: Evaluation) -> Iterator[Bar]:
    for name, bound in (("plain", 0.95), ("camouflaged", 0.70)):
        members = evaluation.pooled.losing.get(name)
        reached = members.boycott_review / members.filers if members else None
        yield Bar(f"{LOSING}, {name}", reached, "at least", bound)


def _innocents(evaluation: Evaluation) -> Iterator[Bar]:
    kinds = evaluation.pooled.innocents
    named = {kind: tally for kind, tally in kinds.items() if kind != ORDINARY}
    reviewed = together(Tally, named.values()).boycott_review if named else None
    yield Bar(f"{NAMED}, at review", reviewed, "at most", 0)
    others = together(Tally, (tally for kind, tally in named.items() if kind != CARELESS))
    yield Bar(f"{NAMED}, {WARNED}", _warned_share(others), "at most", NEXT_TO_NONE)
    ordinary = kinds.get(ORDINARY)
    warned = _warned_share(ordinary) if ordinary else None
    yield Bar(f"{ORDINARY}, {WARNED}", warned, "at most", HARDLY_ANY)


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
