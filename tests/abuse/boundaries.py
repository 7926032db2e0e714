"""How a threshold is tested: what it turns, and the value in a small market at which it does.

A `Turn` plants a market and sets the threshold to just below, to, and just above the value that the
market has; the filer is found on one side and spared on the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal, TypeVar

import pytest

from abuse import Policy
from abuse.detectors import DETECTORS
from abuse.findings import Finding
from abuse.policy.thresholds import thresholds
from tests.abuse.makers import Lines, event, honest, line
from tests.abuse.planted import PLANTED, read_market, seen

# Of a number that is no whole one.
STEP = 1e-6
Number = int | float


BOUND: set[str] = set()
Test = TypeVar("Test", bound=Callable[..., None])


def bounds(*names: str) -> Callable[[Test], Test]:
    """Say of a test by hand which thresholds it tries just below, at and above."""

    def note(test: Test) -> Test:
        BOUND.update(names)
        return test

    return note


def ring(members: int = 6, stores: int = 3) -> Lines:
    """Guilty filers that hit the same few stores within days, the last of them always last."""
    lines = honest(filers=60)
    for c in range(stores):
        for m in range(members):
            day, store = c * 30 + m * 1.3, f"shop-{c * 20}"
            bad = event("rejection", day)
            lines.append(line(f"G{m}-{c}", f"guilty-{m}", day, bad, store=store))
    return lines


@dataclass(frozen=True)
class Turn:
    """A threshold of one detector and where it turns.

    `at` is the market's own value, or how it is read off the finding's numbers. `rough` is for what
    a finding only tells rounded: the threshold itself is not tried. A constant beside its
    equation is named by its module within `abuse`. `needs` says what the market
    must have: at least the threshold (`least`), more than it (`over`), at most it (`most`), or less
    than it (`under`). `beside` are other thresholds, set out of the way.
    """

    threshold: str
    at: Number | Callable[[Any], Number]
    needs: Literal["least", "over", "most", "under"] = "least"
    detector: str = ""
    market: Callable[[], Lines] | None = None
    filer: str = "guilty"
    beside: dict[str, Number] = field(default_factory=dict)
    rough: float = 0.0

    @property
    def by(self) -> str:
        return self.detector or _owner(self.threshold)

    def found(self, **policy: Number) -> Finding | None:
        made = self.market or PLANTED[self.by]
        return find(self.by, made, self.filer, **{**self.beside, **policy})

    def value(self) -> Number:
        if not callable(self.at):
            return self.at
        finding = self.found()
        assert finding is not None
        return self.at(finding.numbers)

    def tried(self) -> list[tuple[Number, bool]]:
        """Values of the threshold, and whether the filer is then found."""
        at = self.value()
        if self.rough:
            low, high = at * (1 - self.rough), at * (1 + self.rough)
            return [(value, passes(self.needs, value, at)) for value in (low, high)]
        return [(value, passes(self.needs, value, at)) for value in around(self.threshold, at)]


def find(
    detector: str, market: Callable[[], Lines], filer: str, **policy: Number
) -> Finding | None:
    """What a detector says of one filer of a market under this policy."""
    read = read_market(market)
    names = read.filers["reference"].to_pylist()
    with under(**policy) as given:
        findings = DETECTORS[detector](seen(detector, read), given)
    for finding in findings:
        if names[finding.filer] == filer:
            return finding
    return None


@contextmanager
def under(**values: Any) -> Iterator[Policy]:
    """A policy of these thresholds; constants, by their module within `abuse`, hold meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            if "." in name:
                patch.setattr(f"abuse.{name}", value)
        yield Policy(**{name: value for name, value in values.items() if "." not in name})


def around(threshold: str, at: Number) -> tuple[Number, Number, Number]:
    """Just below, at, and just above."""
    if isinstance(stated(threshold), int):
        return int(at) - 1, int(at), int(at) + 1
    step = max(abs(at), 1e-9) * STEP
    return at - step, at, at + step


def stated(threshold: str) -> Number:
    """The default of a threshold, or the value of a constant."""
    if "." not in threshold:
        return thresholds()[threshold].value
    module, _, name = threshold.rpartition(".")
    value: Number = getattr(import_module(f"abuse.{module}"), name)
    return value


def passes(needs: str, threshold: Number, at: Number) -> bool:
    """Whether a market of this value passes the threshold."""
    same = math.isclose(threshold, at, rel_tol=STEP / 10)
    if needs in ("least", "over"):
        return threshold < at or (same and needs == "least")
    return threshold > at or (same and needs == "most")


def _owner(threshold: str) -> str:
    if "." in threshold:
        module = threshold.split(".")[-2]
        return {
            "blocks": "dense_block",
            "campaigns": "campaign",
            "identifiers": "shared_hands",
        }.get(module, module)
    starts = {
        "identifiers": "shared_hands",
        "young": "young_right",
        **{n.split("_")[0]: n for n in DETECTORS},
    }
    return starts[threshold.split("_")[0]]
