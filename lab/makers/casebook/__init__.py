"""A maker of markets out of documented cases; docs/makers/casebook.md tells what it makes."""

from __future__ import annotations

from abuse.market.made import Market
from lab.makers.casebook import honest, plants, programme
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.world import draw

LEAST, MOST = 800, 60_000


def make(
    seed: int, *, size: int | None = None, base: float | None = None, strategies: bool = False
) -> Market:
    """Make a market of about `size` complaints in which a share `base` of the filers abuses.

    Raises
    ------
    ValueError
        When the seed is negative, or the size or the base outside its bounds.
    """
    if seed < 0:
        raise ValueError("a seed is not negative")
    if size is not None and not LEAST <= size <= MOST:
        raise ValueError(f"a market has {LEAST} to {MOST} complaints")
    if base is not None and not 0 < base < 1:
        raise ValueError("a base is a share between 0 and 1")
    world = draw(seed, size, base)
    stage = Stage(seed, world)
    filers = max(40, round(world.size / world.per_filer))
    abusers = max(1, round(filers * world.base))
    planted = plants.plant(stage, abusers) if strategies else 0
    programme.give(stage, max(1, abusers - planted))
    honest.people(stage, max(10, filers - abusers), max(100, world.size - stage.count))
    stage.run()
    named = {target["listing_id"] for line in stage.lines for target in line["targets"]}
    truth = {ref: stage.truth[ref] for ref in sorted(stage.filed)}
    return Market(seed=seed, lines=stage.lines, truth=truth, listings=stage.hall.catalogue(named))
