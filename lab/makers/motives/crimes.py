"""Sets up those who abuse: how many accounts each hand opens, and what it saves on hiding."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.agents import Agent
from lab.makers.motives.draws import file_hash
from lab.makers.motives.goods import Brand
from lab.makers.motives.hands import Hand, Temper
from lab.makers.motives.rights import registered
from lab.makers.motives.schemes import SCHEMES, Scheme, claim
from lab.makers.motives.seasons import DAY

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# What costs money or hours to have twice, dearest first: a thrifty hand shares from the front.
DEAR = ("payment", "device", "phone", "address", "ip", "email", "paper")


def cover_brand(world: World, category: int, fame: float) -> Brand:
    """A small brand of its own that is really copied."""
    word = world.names.word()
    start = world.p.start
    on = start - timedelta(days=world.chance.randint(500, 2500))
    right = registered(world.names, "trademark", title=word, owner=word, category=category, on=on)
    made = Brand(word, "label", category, fame, world.chance.spread(50, 0.5), world.names.firm(word),
                 world.names.town()[0], [right], served=True)  # fmt: skip
    world.brands.append(made)
    return made


def temper(world: World, scheme: Scheme, accounts: int) -> Temper:
    """How a hand works, by what it has to lose and to do."""
    chance = world.chance
    fear = min(1.0, max(0.05, chance.gauss(world.p.fear, 0.25)))
    pace = chance.log_between(4, 90) if accounts < 3 else chance.log_between(4, 40)
    cover = scheme.cover
    if not cover and accounts > 2 and chance.happens(0.2 + 0.6 * fear):
        cover = chance.between(0.35, 0.65)
    elif not cover and scheme.wants != "fee" and chance.happens(0.3 * fear):
        cover = chance.between(0.2, 0.5)
    return Temper(
        pace=pace,
        hours=chance.between(0.5, 2.5),
        fear=fear,
        waits=chance.choice([0.0, 0.2, 0.5, 0.95]) if scheme.wants == "sales" else 0.0,
        slow=accounts > 2 and chance.happens(0.15 + 0.4 * fear),
        cover=cover,
        habit=chance.choice(["own", "own", "sample", f"Notice of {world.names.word()}."]),
    )


def hand(
    world: World,
    pattern: str,
    accounts: int,
    *,
    how: Temper | None = None,
    saves: tuple[str, ...] | None = None,
) -> Hand:
    """A hand of this pattern with its accounts; it begins at some day."""
    chance, scheme = world.chance, SCHEMES[pattern]
    category = chance.randrange(world.p.categories)
    how = how or temper(world, scheme, accounts)
    made = Hand(world, pattern, scheme, how, category)
    word = f"{pattern}-{len(world.accounts)}" if accounts > 1 else None
    seller = pattern in (
        "competitor",
        "ring",
        "forger",
        "half_genuine",
        "young_design",
        "retaliator",
    )
    if seller and (world.operators and (accounts == 1 or chance.happens(0.6))):
        kinds = (
            ("copier", "follower") if pattern == "retaliator" else ("reseller", "maker", "follower")
        )
        rivals = [x for x in world.operators if x.category == category and x.kind in kinds]
        made.store = chance.choice(rivals) if rivals else None
    if scheme.claim == "posed":
        known = [x for x in world.brands if x.category == category and x.kind == "label"]
        made.brand = max(chance.some(known, 4), key=lambda x: x.fame) if known else None
        made.principal = made.brand.holder if made.brand else None
    elif how.cover or scheme.claim == "genuine":
        made.brand = cover_brand(world, category, chance.spread(60, 0.6))
        made.brand.owner = made
    late = 0.75 if saves is None else 0.15
    begins = chance.randint(0, max(1, int(world.p.days * late)))
    kinds = saved(world, how) if saves is None else saves
    crowded = accounts > 1 and "ip" not in kinds and chance.happens(0.35)
    doors = chance.choice(world.names.exits)
    if "paper" in kinds:
        made.evidence = file_hash("preserved", len(world.accounts), category)
    base = None
    for number in range(accounts):
        firm = chance.happens(0.5) or scheme.claim == "genuine"
        name = world.names.firm(world.names.word()) if firm else world.names.person()
        domain = None
        if scheme.claim == "genuine" and made.brand:
            name, domain = made.brand.holder, f"{made.brand.name.lower().replace(' ', '')}.example"
        elif made.principal and made.brand:
            name = made.principal if chance.happens(0.5) else world.names.firm(world.names.word())
            domain = f"{made.brand.name.lower().replace(' ', '')}-{chance.choice(['ip', 'legal', 'brands'])}.example"
        elif firm and chance.happens(0.35):
            domain = f"{name.lower().split()[0]}{number or ''}.example"
        own = contacts.made(world.names, name, domain=domain)
        if base is not None:
            # Even a thrifty hand has a second telephone: some members share some marks only.
            own = contacts.shared(
                own, base, tuple(k for k in kinds if k != "paper" and chance.happens(0.75))
            )
        base = base or own
        if crowded:
            own.lines = [doors, *own.lines[1:2]]
        kind = "agent" if made.principal else "rights_holder" if firm else "individual"
        truth = Truth(pattern=pattern, ring=word, slow=how.slow, crowded=crowded,
                      hidden=accounts > 1 and not set(kinds) - {"paper"})  # fmt: skip
        opened = (
            begins - chance.randint(0, 25 if chance.happens(0.6) else 300)
        ) * DAY + chance.randrange(DAY)
        account = world.account(
            made, name, kind, own, truth, opened=opened, office=chance.happens(0.4)
        )
        right = claim(world, scheme, category, name, made.brand)
        if "paper" in kinds and made.claims and chance.happens(0.7):
            # The same scan with another name in it.
            right = replace(right, paper=made.claims[made.accounts[0]].paper)
        made.claims[account] = right
    world.at((begins + 1) * DAY, made.wake)
    return made


def saved(world: World, how: Temper) -> tuple[str, ...]:
    """Which marks its accounts share: thrift against fear, mark by mark."""
    chance = world.chance
    careless = max(0.0, min(1.0, world.p.thrift * 1.3 - 0.7 * how.fear + chance.gauss(0, 0.2)))
    if chance.happens(0.3 * how.fear):
        return ()
    return tuple(kind for kind in DEAR if chance.happens(careless))


def agency(world: World, staff: int) -> Agent:
    """An agency paid by the piece: it holds real powers, reports genuine goods too, and backs off."""
    chance = world.chance
    labels = [x for x in world.brands if x.kind in ("label", "shape") and not x.served]
    many = chance.randint(6, 30)
    clients = sorted(chance.some(labels, 2 * many), key=lambda x: -x.fame)[:many]
    for brand in clients:
        brand.served = True
    word = f"agency-{len(world.accounts)}" if staff > 1 else None
    made = Agent(
        world, clients, Truth(pattern="withdrawing_agency", ring=word),
        care=chance.between(0.4, 0.7), hours=chance.between(1, 5), staff=staff,
        greed=chance.between(0.3, 0.95), backs_off=chance.between(0.6, 0.92),
    )  # fmt: skip
    world.later(chance.randint(1, 200), made.wake)
    return made


def abusers(world: World, wanted: int) -> None:
    """Hands until so many accounts are there."""
    chance = world.chance
    while wanted > 0:
        pattern = chance.weighted(world.p.schemes)
        low, high = SCHEMES[pattern].hands if pattern in SCHEMES else (1, 2)
        accounts = chance.randint(low, high)
        if pattern == "ring" and wanted < 3:
            pattern, accounts = "competitor", 1
        accounts = min(accounts, wanted)
        if pattern == "withdrawing_agency":
            agency(world, accounts)
        else:
            hand(world, pattern, accounts)
        wanted -= accounts
