"""Plants that work against whoever looks for abuse: every strategy at every budget, on top."""

from __future__ import annotations

from collections.abc import Callable

from lab.makers.unseen import cover, framing
from lab.makers.unseen.stage import World

# How many acts of others, or of accounts to be thrown away, a plant costs.
BUDGETS = (3, 10, 30)
FRAMING: tuple[Callable[[World, int], None], ...] = (
    framing.puppet_chorus, framing.answer_wall, framing.false_demands, framing.name_thieves,
    framing.borrowed_principal, framing.crossfire,
)  # fmt: skip
MASKING: tuple[Callable[[World, int], None], ...] = (cover.rate_flood, cover.dilution)
EVASION: tuple[Callable[[World, int], None], ...] = (
    cover.split_accounts, cover.few_big, cover.laundering, cover.slow_drip,
)  # fmt: skip


def plots(world: World) -> None:
    """Each of the twelve strategies once with each budget. Their filers have a `strategy` in the
    truth; all other filers are as they were planned without them."""
    for budget in BUDGETS:
        for plot in FRAMING + MASKING + EVASION:
            plot(world, budget)
