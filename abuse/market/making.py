"""Puts a market together: sellers, look-alikes, abusers, and the honest majority around them."""

from __future__ import annotations

from abuse.market import calendar, honest, origins
from abuse.market.copies import Copies
from abuse.market.docket import Docket
from abuse.market.draw import Draw
from abuse.market.made import Market
from abuse.market.names import Names
from abuse.market.people import People
from abuse.market.planting import plant_abuse, plant_innocents
from abuse.market.shared import Hall
from abuse.market.stage import Stage
from abuse.market.tastes import Tastes
from abuse.market.trade import Trade
from abuse.market.traits import Traits, usual_size

SMALLEST = 800


def make_market(seed: int, *, complaints: int | None = None) -> Market:
    """Make a market.

    Parameters
    ----------
    seed : int
        Not negative. The same seed and size give the same market, byte for byte.
    complaints : int, optional
        Exactly so many, at least `SMALLEST`, because the planted filers need room. Left out: the
        seed decides, from 1,500 to 6,000.

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
    size = usual_size(seed) if complaints is None else complaints
    if size < SMALLEST:
        raise ValueError(f"a market has at least {SMALLEST} complaints")
    stage = _empty(seed, size)
    budget = round(size * stage.traits.abuse)
    plant_innocents(stage)
    # Impostors pose as holders who are known by then, so most of the honest come first.
    honest.fill_up(stage, round(0.85 * (size - budget)), "first")
    plant_abuse(stage, budget)
    honest.fill_up(stage, size, "last")
    listings = [
        listing.facts()
        for store in stage.trade.stores
        for listing in store.listings
        if listing.listed <= calendar.DAYS
    ]
    listings.sort(key=lambda row: (row["marketplace"], row["listing_id"]))
    lines = stage.docket.lines()
    # An account that was planted and never filed is no filer.
    filed = {line["filer"]["reference"] for line in lines}
    truth = {name: entry for name, entry in stage.docket.truth.items() if name in filed}
    origins.state(lines, truth, origins.PRACTICE, seed, "first")
    return Market(seed, lines, truth, listings)


def _empty(seed: int, complaints: int) -> Stage:
    traits, tastes = Traits.of(seed, complaints), Tastes.of(seed)
    names = Names(Draw(seed, "names"))
    trade = Trade(Draw(seed, "trade"), names, tastes, operators=max(160, complaints // 9))
    people = People(Draw(seed, "people"), names, tastes)
    halls = [Hall.of(names, people.country()) for _ in range(max(1, round(traits.size)))]
    copies = Copies(Draw(seed, "copies"), trade)
    return Stage(seed, traits, trade, copies, people, Docket(seed, traits), halls)
