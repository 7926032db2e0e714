"""Makes a whole market: lays the trade out, brings the filers in, and lets time run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from abuse.market import origins
from abuse.market.made import Market
from lab.makers.lifetimes import desk, honest, innocents, plants, rogues, shops, words
from lab.makers.lifetimes.clock import Clock
from lab.makers.lifetimes.dice import Dice
from lab.makers.lifetimes.world import MARKETS, World

PER_FILER = 8.5
"""Mean complaints of a filer; the median is about three."""

FULL = 1.15
"""Complaints meant for each that is filed: some accounts find too few copies."""

ORIGINS = origins.Practice(
    confirmed={"email": 0.85, "phone": 0.2, "device": 0.4, "payment": 0.4},
    register={"address": 0.25, "phone": 0.03},
    late=0.1,
    free=words.FREE_MAIL,
)
"""How often a mark is confirmed, or stands in the register of its owner's right. Portals send a
code to the mailbox (A7); of all else, and of the shares, the sources say nothing."""


def make(
    seed: int, *, size: int | None = None, base: float | None = None, strategies: bool = False
) -> Market:
    """A market of about `size` complaints in which the share `base` of filers abuses.

    Parameters
    ----------
    seed
        The same seed and arguments give the same market, byte for byte.
    size
        About so many complaints; left out, it is drawn between 2,000 and 8,000.
    base
        Share of filers who abuse, at least one of them; left out, it is drawn between 1 % and 8 %.
    strategies
        Whether plants that work against a detector are added, on top of size and base.
    """
    dice = Dice(seed)
    drawn_size, drawn_base = dice.whole(2000, 8000), dice.between(0.01, 0.08)
    size = drawn_size if size is None else size
    base = drawn_base if base is None else base
    world = _lay(dice, size)
    filers = max(24, round(size / PER_FILER))
    abusers = max(1, round(base * filers))
    rogues.bring(world, abusers)
    innocents.bring(world, filers - abusers)
    _fit(world, size)
    if strategies:
        plants.plant(world)
    for each in world.beginnings:
        each()
    world.clock.run()
    if strategies:
        _play_on(world, Dice(seed, 1), size)
    return _market(seed, world)


def _lay(dice: Dice, size: int) -> World:
    """An empty market of one to two years with its decent shops and its desks."""
    span = dice.between(400, 680)
    start = datetime(2023, 1, 2, tzinfo=UTC) + timedelta(days=dice.whole(0, 330))
    world = World(dice, Clock(start, span), span)
    for market in MARKETS:
        world.desks[market] = desk.open_desk(world, size, len(MARKETS))
        world.clock.at(0, world.desks[market].start)
    categories = honest.categories()
    for turn in range(max(60, size // 14)):
        shops.decent_store(world, categories[turn % len(categories)])
    return world


def _play_on(world: World, dice: Dice, size: int) -> None:
    """Play the same time once more for what is added to a finished market and must change nothing
    in it: with other dice, desks and copiers, among the decent shops that stood all the time."""
    world.dice, world.clock = dice, Clock(world.clock.start, world.span)
    world.beginnings, world.copiers = [], {}
    world.stores = [each for each in world.stores if each.born <= 0 and not each.dead]
    for category, listings in world.honest.items():
        stood = [each for each in listings if each.listed <= 0 and not (each.gone or each.down)]
        world.honest[category] = stood
    for market in MARKETS:
        world.desks[market] = desk.open_desk(world, size, len(MARKETS))
        world.clock.at(0, world.desks[market].start)
    plants.plant_more(world)
    world.clock.run()


def _fit(world: World, size: int) -> None:
    """Scale what the busier accounts mean to file, so that all together file about `size`."""
    few = sum(each.quota for each in world.accounts if each.quota <= 4)
    many = sum(each.quota for each in world.accounts if each.quota > 4)
    factor = max(0.3, (FULL * size - few) / max(1, many))
    for each in world.accounts:
        if each.quota > 4:
            each.quota = max(4, round(each.quota * factor))


def _market(seed: int, world: World) -> Market:
    lines = sorted(world.lines, key=lambda each: (each["filed_at"], each["reference"]))
    filed = {each["filer"]["reference"] for each in lines}
    truth = {each.reference: each.truth for each in world.accounts if each.reference in filed}
    origins.state(lines, truth, ORIGINS, seed, "lifetimes")
    return Market(seed, lines, truth, [])
