"""Which markets of which makers are evaluated together: a run is a maker with one base.

It makes nothing; each run's markets are measured and judged by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lab.evaluation.markets import Made
from lab.makers import FIRST, check, open_makers

ALL: Final = "all"


@dataclass(frozen=True)
class Run:
    """A maker, the share of filers that abuse (None: the maker's own), and whether some plot."""

    maker: str
    base: float | None = None
    strategies: bool = False

    @property
    def title(self) -> str:
        base = "" if self.base is None else f", base {self.base:g}"
        return f"maker {self.maker}{base}{', with strategies' if self.strategies else ''}"

    def sources(self, seeds: Sequence[int], size: int | None) -> list[Made]:
        return [Made(seed, size, self.maker, self.base, self.strategies) for seed in seeds]


def runs(names: Sequence[str], bases: Sequence[float], strategies: bool) -> list[Run]:
    """One run for each maker and base; of `all`, which means the open makers, our own runs once.

    Raises
    ------
    MakerError
        When a maker is not there, or one that is named takes no base or strategies.
    """
    together: list[Run] = []
    for name in names:
        some = open_makers() if name == ALL else [name]
        for maker in some:
            if name == ALL and maker == FIRST:
                together.append(Run(FIRST))
                continue
            for base in bases or (None,):
                check(maker, base=base, strategies=strategies)
                together.append(Run(maker, base, strategies))
    return list(dict.fromkeys(together))
