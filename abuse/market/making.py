"""Puts a market together: sellers, abusers, look-alikes, and the honest majority around them."""

from __future__ import annotations

from abuse.market import (
    agency,
    calendar,
    competitor,
    extortion,
    honest,
    lookalikes,
    neighbours,
    ring,
    shotgun,
    squatter,
)
from abuse.market.docket import Docket
from abuse.market.draw import Draw
from abuse.market.made import Market
from abuse.market.names import Names
from abuse.market.people import People
from abuse.market.stage import Stage
from abuse.market.trade import Trade
from abuse.market.traits import DEFAULT_SIZE, Traits

SMALLEST = 800
# How many of each in a market of the default size, from and to.
_ABUSE = (
    (agency, 1, 2),
    (ring, 1, 2),
    (competitor, 2, 3),
    (squatter, 2, 3),
    (shotgun, 1, 1),
    (extortion, 2, 3),
)
_INNOCENT = (
    (lookalikes.large_agency, 1, 1),
    (lookalikes.unlucky, 1, 1),
    (lookalikes.careless, 1, 2),
    (lookalikes.young_brand, 1, 2),
    (lookalikes.festival_campaign, 1, 1),
    (neighbours.brand_and_agency, 1, 2),
    (neighbours.same_hunt, 1, 1),
    (neighbours.coalition, 1, 1),
    (neighbours.shared_line, 1, 1),
    (neighbours.one_lawyer, 1, 1),
)
PATTERNS = tuple(pattern.PATTERN for pattern, _, _ in _ABUSE)


def make_market(seed: int, *, complaints: int = DEFAULT_SIZE) -> Market:
    """Make a market of exactly so many complaints.

    Parameters
    ----------
    seed : int
        Not negative. The same seed and size give the same market, byte for byte.
    complaints : int
        At least `SMALLEST`, because the planted filers need room.

    Returns
    -------
    Market

    Raises
    ------
    ValueError
        When the seed is negative or the market too small.

    Examples
    --------
    >>> len(make_market(7, complaints=800).lines)
    800
    """
    if seed < 0:
        raise ValueError("a seed is not negative")
    if complaints < SMALLEST:
        raise ValueError(f"a market has at least {SMALLEST} complaints")
    stage = _empty(seed, complaints)
    draw = stage.draw("how many")
    for pattern, low, high in _ABUSE:
        for number in range(stage.traits.abusers(draw, low, high)):
            pattern.plant(stage, number)
    for plant, low, high in _INNOCENT:
        for number in range(stage.traits.innocents(draw, low, high)):
            plant(stage, number)
    honest.fill_up(stage, complaints)
    listings = [
        listing.facts()
        for store in stage.trade.stores
        for listing in store.listings
        if listing.listed <= calendar.DAYS
    ]
    listings.sort(key=lambda row: (row["marketplace"], row["listing_id"]))
    return Market(seed, stage.docket.lines(), stage.docket.truth, listings)


def _empty(seed: int, complaints: int) -> Stage:
    traits = Traits.of(seed, complaints)
    names = Names(Draw(seed, "names"))
    trade = Trade(Draw(seed, "trade"), names, operators=max(160, complaints // 9))
    people = People(Draw(seed, "people"), names)
    return Stage(seed, traits, trade, people, Docket(seed, traits))
