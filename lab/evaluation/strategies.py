"""Plants that work against the detector itself, by strategy and by what it cost them.

They are counted apart from all other filers: a bar for a pattern asks nothing of them. It computes
from outcomes and reads no market.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lab.evaluation.outcome import Outcome
from lab.evaluation.tallies import Tally

# The innocent kind of a filer whom others' acts are to bring before staff.
FRAMED = "framed"


@dataclass(frozen=True)
class Strategic:
    """Filers of one pattern or innocent kind whose strategy cost as many acts of others."""

    strategy: str
    budget: int | None
    kind: str
    innocent: bool
    tally: Tally


def by_strategy(outcomes: Sequence[Outcome]) -> list[Strategic]:
    """Count those that have a strategy, by its name, cheapest first."""
    groups: dict[tuple[str, int, str, bool], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        truth = outcome.truth
        if truth.strategy is not None:
            budget = -1 if truth.budget is None else truth.budget
            kind = truth.pattern or truth.innocent_kind or FRAMED
            groups[truth.strategy, budget, kind, truth.pattern is None].append(outcome)
    return [
        Strategic(strategy, None if budget < 0 else budget, kind, innocent, Tally.of(some))
        for (strategy, budget, kind, innocent), some in sorted(groups.items())
    ]
