"""How many abusers of which pattern there are, and how much each of them files."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lab.makers.unseen.accounts import Account
from lab.makers.unseen.holders_gone_bad import half_genuine, patent_troll
from lab.makers.unseen.masks import agency, impostor, squatter
from lab.makers.unseen.rings import ring
from lab.makers.unseen.rogues import competitor, extortion, shotgun
from lab.makers.unseen.stage import World
from lab.makers.unseen.words import pick

LONE: dict[str, Callable[[World, int], list[Account]]] = {
    "shotgun": shotgun, "agency": agency, "extortion": extortion, "competitor": competitor,
    "squatter": squatter, "impostor": impostor, "patent_troll": patent_troll,
    "half_genuine": half_genuine,
}  # fmt: skip
# How much a pattern files, against the others.
SCALE = {
    "shotgun": 2.0, "agency": 3.0, "extortion": 2.0, "competitor": 1.3, "squatter": 1.0,
    "impostor": 0.8, "patent_troll": 0.9, "half_genuine": 1.4, "ring": 0.9,
}  # fmt: skip


def abusers(world: World, number: int) -> None:
    """Exactly `number` abusing accounts: rings of 3 to 7 for about a third of them, then each lone
    pattern in turn, in an order drawn anew."""
    rng, left = world.rng, number
    in_rings = 0
    while left >= 6 and in_rings < number * 0.33:
        members = min(int(rng.integers(3, 8)), left - 2)
        ring(world, members, amount(rng, "ring", world.size))
        in_rings += members
        left -= members
    order = [list(LONE)[int(index)] for index in rng.permutation(len(LONE))]
    for place in range(left):
        pattern = order[place] if place < len(order) else pick(rng, order)
        LONE[pattern](world, amount(rng, pattern, world.size))


def amount(rng: np.random.Generator, pattern: str, size: int) -> int:
    """Complaints of one abuser: half file fewer than a dozen, some hundreds (5,862 accounts hit six
    million listings in 2016, W1: about a thousand each)."""
    drawn = int(SCALE[pattern] * float(np.exp(rng.normal(2.4, 0.9))))
    return min(max(drawn, 3), int(8 + 0.02 * size))
