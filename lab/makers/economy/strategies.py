"""Plants that work against a detector, on top of a market that has been played to its end."""

from __future__ import annotations

from lab.makers.economy import evasion, framing, guests, masking, turning
from lab.makers.economy.things import Filer
from lab.makers.economy.world import World

BUDGETS = (3, 10, 30)
"""Acts of others, or of own throw-away accounts, that a plant costs."""


def plant(world: World) -> None:
    """Add each strategy with each budget once; victims are ordinary filers of 5 to 300 claims."""
    victims = suitable(world)
    for scheme in framing.SCHEMES:
        for budget in BUDGETS:
            if victims:
                chosen = fitting(victims, budget)
                victims.remove(chosen)
                framing.frame(world, chosen, scheme, budget)
    for budget in BUDGETS:
        masking.move_the_norm(world, budget)
        masking.dilute(world, budget)
        evasion.split(world, budget)
        evasion.few_big(world, budget)
        evasion.launder(world, budget)
        evasion.crawl(world, budget)


def plant_more(world: World) -> None:
    """Add what came later to this maker, on top of all else and after it."""
    guests.frame(world, suitable(world, least=1))
    for way in turning.WAYS:
        turning.turn(world, way)


def fitting(victims: list[Filer], budget: int) -> Filer:
    """The first with as many takedowns as acts are meant, else the one with most."""
    room = [
        sum(event.kind == "takedown" for sent in each.filed for event in sent.events)
        for each in victims
    ]
    large = [each for each, count in zip(victims, room, strict=True) if count >= budget]
    return large[0] if large else victims[room.index(max(room))]


def suitable(world: World, least: int = 5) -> list[Filer]:
    """Honest filers without remark, with `least` to 300 claims, in an order of chance."""
    found = [
        each
        for each in world.filers
        if not each.pattern
        and not each.innocent_kind
        and each.kind != "agent"
        and least <= sum(len(sent.claims) for sent in each.filed) <= 300
    ]
    return world.dice.some(found, len(found))
