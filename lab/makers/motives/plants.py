"""All plots of a market: each kind at least once, more of them in a larger one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lab.makers.motives import frames, masks
from lab.makers.motives.cases import founded

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# About how many complaints one round of plots files, for the size of the rest.
ROUND: Final = 320


def rounds(size: int) -> int:
    return max(1, size // 4000)


def sow(world: World) -> None:
    """Let the plots begin."""
    for _ in range(rounds(world.p.size)):
        for plot in (
            frames.mob,
            frames.neighbours,
            masks.masked,
            masks.split,
            masks.washed,
            masks.bought,
        ):
            world.plants.append(plot(world))
        world.plants.append(frames.puppets(world, "shadow", named=False))
        world.plants.append(frames.puppets(world, "name_used", named=True))
        world.plants.append(masks.turned(world))


def reap(world: World) -> None:
    """Write into each account's truth what was plotted with it or against it, and at what cost."""
    for plant in world.plants:
        if plant.by_truth:
            plant.acts = founded(x for x in world.cases if x.account in plant.plotters)
        framed = [account for actor in plant.framed for account in actor.accounts]
        for account in [*plant.plotters, *framed] if plant.acts else []:
            account.truth = replace(account.truth, strategy=plant.strategy, budget=plant.acts)
