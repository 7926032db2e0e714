"""From a seed to a market: the world, its people, the run of the process, the lines."""

from __future__ import annotations

from abuse.market.made import Market
from lab.makers.cascades.abusers import cast_abuser
from lab.makers.cascades.aftermath import Aftermath
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import SCHEMES
from lab.makers.cascades.filings import Filings
from lab.makers.cascades.goods import Bazaar
from lab.makers.cascades.honest import cast_honest
from lab.makers.cascades.hunting import Hunt
from lab.makers.cascades.lines import catalogue_row, lines_of
from lab.makers.cascades.plants import plant
from lab.makers.cascades.record import Stream
from lab.makers.cascades.rings import cast_ring
from lab.makers.cascades.studio import Studio
from lab.makers.cascades.worlds import LEAST, MOST, world_of

RING_WEIGHT = 6.0  # of a ring against the weights of the lone schemes
LISTED = 0.8  # share of listings with a row in the catalogue


def make(
    seed: int, *, size: int | None = None, base: float | None = None, strategies: bool = False
) -> Market:
    """Make a market.

    Parameters
    ----------
    seed : int
        Not negative.
    size : int, optional
        About how many complaints, 800 to 60,000; left out, the seed decides.
    base : float, optional
        The share of filers that abuse, plants not counted; left out, the seed decides.
    strategies : bool
        Whether some plants work against any detector.

    Raises
    ------
    ValueError
        For a negative seed, or a size or base out of range.
    """
    if seed < 0:
        raise ValueError("a seed is not negative")
    if size is not None and not LEAST <= size <= MOST:
        raise ValueError(f"a market has {LEAST:,} to {MOST:,} complaints")
    if base is not None and not 0 < base < 1:
        raise ValueError("a base is a share between 0 and 1")
    world = world_of(Draws(f"cascades/{seed}/world"), size, base)
    bazaar = Bazaar(Draws(f"cascades/{seed}/goods"), world)
    studio = Studio(Draws(f"cascades/{seed}/people"), world, bazaar)
    cast(studio)
    if strategies:
        plant(studio)
    stream = Stream(float(world.clock.days))
    hunt = Hunt(Draws(f"cascades/{seed}/hunt"), bazaar)
    filings = Filings(Draws(f"cascades/{seed}/filings"), world, stream, hunt)
    aftermath = Aftermath(Draws(f"cascades/{seed}/aftermath"), world, stream, filings)
    for filer in studio.filers:
        if filer.avenges is not None:
            aftermath.avengers.setdefault(filer.avenges.name, []).append(filer)
    filings.immigrate(studio.filers)
    stream.run()
    truth = {filer.reference: filer.truth for filer in studio.filers if filer.filed}
    draws = Draws(f"cascades/{seed}/lines")
    lines = lines_of(draws, world, filings.complaints)
    rows = [catalogue_row(world, each) for each in bazaar.listings if draws.chance(LISTED)]
    return Market(seed, lines, truth, rows)


def cast(studio: Studio) -> None:
    """Add filers until the expected complaints make the size; abusers as their share falls behind.

    The next kind of abuse is drawn before its turn and waits until there is room for all of its
    accounts, so that rings are as common at any base that can hold one.
    """
    draws, world = studio.draws, studio.world
    weights: dict[str, float] = {name: sketch.weight for name, sketch in SCHEMES.items()}
    most = int(min(12, world.base * world.size / 10))
    if most >= 3:
        weights["ring"] = RING_WEIGHT
    expected, abusers, name, room = 0.0, 0, "", 0
    while expected < world.size:
        if not name:
            name = draws.among(weights)
            room = min(most, 3 + draws.poisson(draws.choice([0.7, 2, 4]))) if name == "ring" else 1
        known = len(studio.filers)
        if world.base * (known + room) - abusers >= room - 0.5:
            if name == "ring":
                cast_ring(studio, room)
            else:
                cast_abuser(studio, name)
            abusers, name = abusers + room, ""
        else:
            cast_honest(studio)
        expected += sum(filer.tempo.mean for filer in studio.filers[known:])
