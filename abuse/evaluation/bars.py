"""The bars: what a scan must reach on such markets, as data, beside what it reached.

They judge a version of the scan, never a filer, and nothing reads them but the evaluation's tables.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from abuse.evaluation.figures import Tally
from abuse.evaluation.outcome import IMPOSTOR, ORDINARY
from abuse.evaluation.whole import Evaluation

_SENSES = {"at least": operator.ge, "at most": operator.le, "under": operator.lt}
# "Next to none" of the named innocents at warning: one in a hundred.
NEXT_TO_NONE = 0.01
# A careless filer may be warned, and no more.
CARELESS = "careless"


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
        Bar("precision at boycott review", pooled.precision, "at least", 0.98),
        Bar("rings named (F1)", pooled.ring_f1, "at least", 0.85),
        Bar("calibration error", pooled.calibration_error, "under", 0.03),
        *_recalls(evaluation),
        *_innocents(evaluation),
    ]


def _recalls(evaluation: Evaluation) -> Iterator[Bar]:
    for name, bound in (("plain", 0.95), ("camouflaged", 0.85)):
        rings = evaluation.pooled.rings.get(name)
        reached = rings.members.boycott_review / rings.members.filers if rings else None
        yield Bar(f"ring, {name}", reached, "at least", bound)
    for pattern, tally in evaluation.pooled.patterns.items():
        if pattern != "ring":
            count = tally.impostor if pattern == IMPOSTOR else tally.boycott_review
            yield Bar(pattern, count / tally.filers, "at least", 0.75)


def _innocents(evaluation: Evaluation) -> Iterator[Bar]:
    named = {k: tally for k, tally in evaluation.pooled.innocents.items() if k != ORDINARY}
    for kind, tally in named.items():
        yield Bar(kind, float(tally.boycott_review), "at most", 0)
    others = together(tally for kind, tally in named.items() if kind != CARELESS)
    warned = others.warning / others.filers if others.filers else None
    yield Bar("all but careless", warned, "at most", NEXT_TO_NONE)


def together(tallies: Iterable[Tally]) -> Tally:
    """Some kinds counted as one."""
    some = list(tallies)
    return Tally(*(sum(getattr(t, f.name) for t in some) for f in fields(Tally)))
