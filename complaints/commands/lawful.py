"""Drives what gives earlier claims their regimes and clocks: batch after batch, each a
transaction, until the end."""

from __future__ import annotations

from complaints.rules.actors import SYSTEM
from complaints.services.law import laws
from complaints.storage.context import Context
from complaints.work import begin_work

PARTS = (
    laws.give_regimes,
    laws.give_restoring_clocks,
    laws.give_lane_clocks,
    laws.give_terms,
    laws.give_judges_clocks,
)


def give_laws(context: Context) -> None:
    """Give claims without regimes and clocks theirs; nothing where all have them."""
    for give in PARTS:
        after: int | None = 0
        while after is not None:
            with begin_work(context, SYSTEM) as work:
                after = give(work, after=after)
