"""The one way in: `make` draws the stage, lets all plan, lets time run, tells the truth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from abuse.market.made import Market
from lab.makers.unseen import bystanders, calendar, company
from lab.makers.unseen.accounts import Account
from lab.makers.unseen.honest import ordinary
from lab.makers.unseen.niches import HOUSES
from lab.makers.unseen.plant import abusers
from lab.makers.unseen.plots import plots
from lab.makers.unseen.registry import Registry
from lab.makers.unseen.stage import World
from lab.makers.unseen.terrain import Terrain
from lab.makers.unseen.unfold import unfold

INNOCENTS: tuple[Callable[[World], list[Account]], ...] = (
    bystanders.careless, bystanders.embattled, bystanders.bulk_agency, bystanders.hard_patent,
    bystanders.unlucky, bystanders.festival_push, bystanders.newcomer, bystanders.double_sender,
    bystanders.frank_channel, bystanders.shopkeeper, company.same_copiers, company.one_office,
    company.shared_exit, company.bad_agency_client, company.heir, company.switched_agency,
    company.lawyer_clients, company.twin_names,
)  # fmt: skip
# Complaints a filer, on average. The most that innocents who look bad may be of all filers.
EACH = (4.0, 6.0)
REMARKABLE = 0.14


def make(
    seed: int, *, size: int | None = None, base: float | None = None, strategies: bool = False
) -> Market:
    """A market drawn from `seed`.

    Parameters
    ----------
    size : about so many complaints; drawn from 2,000 to 8,000 if left out
    base : the share of filers who abuse, at least one; drawn from 1 % to 8 % if left out
    strategies : whether plants that work against a detector come on top of `size` and `base`

    The same arguments give the same market, byte for byte.
    """
    first, _ = (np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(2))
    drawn_size, drawn_base = int(first.integers(2000, 8001)), float(first.uniform(0.01, 0.08))
    world = stage(seed, drawn_size if size is None else size)
    people(world, drawn_base if base is None else base)
    if strategies:
        plots(world)
    lines = unfold(world)
    filed = {line["filer"]["reference"] for line in lines}
    truth = {ref: world.truth[ref] for ref in sorted(world.truth) if ref in filed}
    return Market(seed, lines, truth, [])


def stage(seed: int, size: int) -> World:
    rng = np.random.default_rng(np.random.SeedSequence(seed).spawn(2)[1])
    return World(seed, size, rng, calendar.draw(rng), Terrain(rng, size), Registry(rng, HOUSES))


def people(world: World, base: float) -> None:
    """Fill the world with filers: a few ordinary ones first, so that there are brands to abuse."""
    filers = max(12, round(world.size / float(world.rng.uniform(*EACH))))
    bad = max(1, round(base * filers))
    early = max(4, filers // 5)
    ordinary(world, early, world.size // 6)
    abusers(world, bad)
    remarkable = innocents(world, min(round(REMARKABLE * filers), filers - bad - early))
    rest = filers - bad - early - remarkable
    if rest > 0:
        ordinary(world, rest, max(round(world.size * 1.04) - len(world.drafts), rest))


def innocents(world: World, most: int) -> int:
    """Kinds of innocents in an order drawn anew, again and again while filers are left for them."""
    count = 0
    while True:
        for index in world.rng.permutation(len(INNOCENTS)):
            if count + 4 > most:
                return count
            count += len(INNOCENTS[int(index)](world))
