"""How many abusers and look-alikes a market has, and the order in which they enter it.

Abusers are planted until they have filed the market's share of complaints: a ring, which needs most
room, then each other pattern once, then at random by the market's own weights.
"""

from __future__ import annotations

from types import ModuleType

from abuse.market import (
    agency,
    competitor,
    extortion,
    holders,
    impostor,
    lookalikes,
    neighbours,
    ring,
    shotgun,
    squatter,
)
from abuse.market.stage import Stage

# Each pattern with its usual weight among abusers.
_ABUSE = (
    (agency, 2.0),
    (ring, 3.0),
    (competitor, 4.0),
    (squatter, 4.0),
    (shotgun, 1.5),
    (extortion, 4.0),
    (impostor, 4.0),
)
# How many of each look-alike in a market of the usual size, from and to.
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
    (neighbours.market_hall, 1, 1),
    (neighbours.one_lawyer, 1, 1),
    (holders.changed_agency, 1, 2),
    (holders.small_brand, 1, 1),
    (holders.own_shop, 1, 2),
    (holders.patent_field, 1, 2),
)
PATTERNS = tuple(pattern.PATTERN for pattern, _ in _ABUSE)


def plant_innocents(stage: Stage) -> None:
    """Those whom a hasty rule would accuse."""
    draw = stage.draw("innocents")
    for plant, low, high in _INNOCENT:
        for number in range(stage.traits.innocents(draw, low, high)):
            plant(stage, number)


def plant_abuse(stage: Stage, budget: int) -> None:
    """Abusers who file `budget` complaints together, or a few less."""
    draw = stage.draw("abuse")
    weights = [(pattern, weight * draw.delay(1.0)) for pattern, weight in _ABUSE]
    waiting = draw.some([pattern for pattern, _ in _ABUSE if pattern is not ring], len(_ABUSE))
    waiting.append(ring)
    planted = {pattern.PATTERN: 0 for pattern, _ in _ABUSE}
    while (room := budget - stage.docket.abusive) >= impostor.LEAST:
        pattern: ModuleType = waiting.pop() if waiting else draw.weighted(weights)
        if room < pattern.LEAST:
            continue
        if waiting:
            # The others shall have room as well.
            room = max(pattern.LEAST, round((0.6 if pattern is ring else 0.4) * room))
        pattern.plant(stage, planted[pattern.PATTERN], room)
        planted[pattern.PATTERN] += 1
