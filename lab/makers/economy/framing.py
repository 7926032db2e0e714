"""Framing: an honest filer is made to look bad by accounts and sellers that others control."""

from __future__ import annotations

from copy import copy

from lab.makers.economy.cast import abusers, honest
from lab.makers.economy.hands import holders
from lab.makers.economy.things import Brand, Claim, Complaint, Draft, Event, Filer, Listing
from lab.makers.economy.world import World

SCHEMES = (
    "puppets_in_lockstep",
    "answered_in_vain",
    "false_demand_reports",
    "filed_in_its_name",
    "sellers_crossfire",
)


def frame(world: World, victim: Filer, scheme: str, budget: int) -> None:
    """Frame `victim`, at the cost of `budget` acts."""
    victim.innocent_kind, victim.strategy, victim.budget = "framed", scheme, budget
    if scheme == "puppets_in_lockstep":
        lockstep(world, victim, budget)
    elif scheme == "answered_in_vain":
        answer(world, victim, budget)
    elif scheme == "false_demand_reports":
        report(world, victim, budget)
    elif scheme == "filed_in_its_name":
        in_its_name(world, victim, budget)
    else:
        crossfire(world, victim, budget)


def puppet(world: World, victim: Filer, at: float) -> Filer:
    """A throw-away account opened shortly before it files."""
    return abusers.person(
        world,
        "framer",
        strategy=victim.strategy,
        budget=victim.budget,
        opened=at - world.dice.between(0.3, 25),
        plain=0.45,
    )


def lockstep(world: World, victim: Filer, budget: int) -> None:
    """Puppets copy what the public knows of the victim and file where it files, days later."""
    dice = world.dice
    shown = victim.identity
    local, host = shown.email.split("@")
    for _ in range(budget):
        model = dice.pick(victim.filed)
        at = min(world.end - 0.3, model.at + dice.between(0.05, 3))
        filer = puppet(world, victim, at)
        own = filer.identity
        own.phone, own.website = shown.phone or own.phone, shown.website or own.website
        own.email = f"{local}{dice.digits(2)}@{host}" if dice.chance(0.7) else own.email
        filer.wording = victim.wording
        right = copy(model.right)
        chosen = [dice.pick(model.claims).listing]
        chosen += [each for each in _beside(world, chosen[0]) if dice.chance(0.5)][:3]
        claims = [
            Claim(each, each is chosen[0] and model.claims[0].founded, 0.45) for each in chosen
        ]
        world.send(filer, Draft(right, None, model.basis, claims, 1, 0), at)


def _beside(world: World, listing: Listing) -> list[Listing]:
    """Honest offers of the same trade, of the same shop where it has some."""
    trade = listing.store.category
    same = [each for each in world.trade.honest[trade] if each.store is listing.store]
    return [*same, *world.trade.victims(trade, 4)]


def answer(world: World, victim: Filer, budget: int) -> None:
    """Sellers who agreed on it answer, in vain for the most part; the victim stands its ground."""
    dice = world.dice
    open_to = [
        (sent, event)
        for sent in victim.filed
        for event in sent.events
        if event.kind == "takedown" and not _has(sent, event.listing_id, "counter_notice")
    ]
    for sent, event in dice.some(open_to, budget):
        when = event.at + dice.spread(1.5, 0.6)
        ident = event.listing_id
        sent.events.append(Event(when, "counter_notice", ident, "seller"))
        back = "reinstatement" if dice.chance(0.15) else "takedown"
        after = when + dice.spread(3.0, 0.6)
        sent.events.append(Event(after, back, ident, "staff"))


def _has(sent: Complaint, ident: str, kind: str) -> bool:
    """Did such an event befall the listing?"""
    return any(each.kind == kind and each.listing_id == ident for each in sent.events)


def report(world: World, victim: Filer, budget: int) -> None:
    """Sellers say that the victim asked for money; nobody verified it."""
    dice = world.dice
    claims = [(sent, claim) for sent in victim.filed for claim in sent.claims]
    for number in range(budget):
        sent, claim = claims[number % len(claims)] if budget > len(claims) else dice.pick(claims)
        note = dice.pick(("they want money", f"asked for {dice.whole(50, 900)} USD", "pay or else"))
        when = sent.at + dice.between(0.5, 20)
        ident = claim.listing.listing_id
        sent.events.append(Event(when, "demand_report", ident, "seller", note=note))


def in_its_name(world: World, victim: Filer, budget: int) -> None:
    """Fakes file in the victim's name and on its right, before it does itself."""
    dice = world.dice
    brand, first = victim.brands[0], victim.filed[0].at
    for _ in range(budget):
        at = (
            max(0.02, first - dice.between(0.5, 40))
            if first > 1
            else first * dice.between(0.1, 0.9)
        )
        filer = puppet(world, victim, at)
        filer.name = victim.name
        filer.brands, filer.kind = [brand], dice.pick(("agent", "rights_holder"))
        _file_badly(world, filer, brand, at)


def _file_badly(world: World, filer: Filer, brand: Brand, at: float) -> None:
    """File one or two claims against the innocent in a brand's name."""
    victims = world.trade.victims(brand.category, 8, taste=0.5)
    claims = [Claim(each, False, 0.5) for each in world.dice.some(victims, world.dice.whole(1, 2))]
    right = brand.rights[0]
    world.send(filer, Draft(right, brand, holders.basis(world, filer, right), claims, 1, 0), at)


def crossfire(world: World, victim: Filer, budget: int) -> None:
    """Sellers report each other in the victim's name and words, and take it back when answered.

    It makes the victim look like the cause of a war among sellers, with shops on both sides.
    """
    dice = world.dice
    brand = victim.brands[0]
    sellers = []
    for _ in range(budget):
        at = min(world.end - 1.0, dice.pick(victim.filed).at + dice.between(0, 10))
        filer = puppet(world, victim, at)
        filer.trade, filer.wording, filer.retreat = brand.category, victim.wording, (0.8, 0.95)
        honest.world_stores(world, filer, shown=True)
        sellers.append((filer, at))
    for number, (filer, at) in enumerate(sellers):
        other = sellers[(number + 1) % budget][0].stores[0]
        offers = [each for each in world.trade.honest[brand.category] if each.store is other]
        claims = [Claim(each, False, 0.3) for each in offers[: dice.whole(1, 2)]]
        right = brand.rights[0]
        accused = holders.basis(world, filer, right)
        world.send(filer, Draft(right, brand, accused, claims, 1, 0), at)
