"""Brings the honest filers in: the look-alikes that a hasty rule would accuse, then the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lab.makers.lifetimes import circles, hardships, honest
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.world import World

KINDS: dict[str, tuple[int, Callable[[World], list[Account]]]] = {
    "careless": (1, hardships.careless),
    "all_answer": (1, hardships.all_answer),
    "same_copiers": (3, circles.same_copiers),
    "big_agency": (1, hardships.big_agency),
    "hard_patent": (1, hardships.hard_patent),
    "house_agency": (2, circles.house_agency),
    "shared_ip": (4, circles.shared_ip),
    "new_client": (1, circles.new_client),
    "unlucky": (1, hardships.unlucky),
    "festival_campaign": (1, hardships.festival_campaign),
    "new_company": (1, hardships.new_company),
    "peacemaker": (1, hardships.peacemaker),
    "robbed_shop": (1, hardships.robbed_shop),
    "one_template": (4, circles.one_template),
}
"""Kind: the most accounts it makes, and its maker, whose list may be empty if nothing fits."""

SHARE = 0.16
"""Share of the honest who are look-alikes, where the market is large enough for all kinds."""


def bring(world: World, count: int) -> None:
    """So many honest filers. Each kind comes once in a market of usual size, then again while
    look-alikes are fewer than their share; a small market has some of the kinds only."""
    names = world.dice.some(list(KINDS), len(KINDS))
    left, allowed = count, max(round(SHARE * count), min(count // 2, 25))
    turn = 0
    while turn < 4 * len(names):
        kind = names[turn % len(names)]
        most, maker = KINDS[kind]
        if most <= left and most <= allowed:
            made = maker(world)
            for each in made:
                each.truth = replace(each.truth, innocent_kind=kind)
            left, allowed = left - len(made), allowed - len(made)
        turn += 1
    for _ in range(left):
        honest.ordinary(world)
