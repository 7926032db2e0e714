"""Sets up those who abuse: how many accounts each hand opens, and what it saves on hiding."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.agents import Agent
from lab.makers.motives.draws import DAY, file_hash
from lab.makers.motives.goods import Brand
from lab.makers.motives.hands import Hand, Temper
from lab.makers.motives.names import domain
from lab.makers.motives.rights import registered
from lab.makers.motives.schemes import SCHEMES, Scheme, claim

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# What costs money or hours to have twice.
DEAR: Final = ("payment", "device", "phone", "address", "ip", "email", "paper")
# Which sellers take up which trade; others have no store that anybody knows.
SELLERS: Final = {"retaliator": ("copier", "follower")} | dict.fromkeys(
    ("competitor", "ring", "forger", "half_genuine", "young_design"),
    ("reseller", "maker", "follower"),
)


def own_brand(world: World, category: int, fame: float) -> Brand:
    """A small brand of its own that is really copied."""
    word, on = world.names.word(), world.p.start - timedelta(days=world.chance.randint(500, 2500))
    right = registered(world.names, "trademark", title=word, owner=word, category=category, on=on)
    price, holder = world.chance.spread(50, 0.5), world.names.firm(word)
    made = Brand(word, "label", category, fame, price, holder,
                 world.names.country(), [right], served=True)  # fmt: skip
    world.brands.append(made)
    return made


def temper(world: World, scheme: Scheme, accounts: int) -> Temper:
    """How a hand works, by what it has to lose and to do."""
    chance, ring, cover = world.chance, accounts > 2, scheme.cover
    fear = chance.about(world.p.fear, 0.25)
    if (
        not cover
        and scheme.wants != "fee"
        and chance.happens((0.2 * ring) + (0.3 + 0.3 * ring) * fear)
    ):
        cover = chance.uniform(0.25, 0.6)
    return Temper(
        pace=chance.log_between(4, 40 if ring else 90),
        hours=chance.uniform(0.5, 2.5),
        fear=fear,
        waits=chance.choice([0.0, 0.2, 0.5, 0.95]) if scheme.wants == "sales" else 0.0,
        slow=ring and chance.happens(0.15 + 0.4 * fear),
        cover=cover,
        habit=chance.choice(["own", "own", "sample", f"Notice of {world.names.word()}."]),
    )


def saved(world: World, fear: float) -> tuple[str, ...]:
    """Which marks its accounts share: thrift against fear, mark by mark."""
    chance = world.chance
    careless = world.p.thrift * 1.3 - 0.7 * fear + chance.gauss(0, 0.2)
    if chance.happens(0.3 * fear):
        return ()
    return tuple(kind for kind in DEAR if chance.happens(careless))


def hand(
    world: World, pattern: str, accounts: int, how: Temper | None = None, *, plotted: bool = False
) -> Hand:
    """A hand of this pattern with its accounts, which begins at some day.

    One that plots shares no mark between its accounts, and begins early.
    """
    chance, names, scheme = world.chance, world.names, SCHEMES[pattern]
    category = chance.randrange(world.p.categories)
    how = how or temper(world, scheme, accounts)
    made = Hand(world, scheme, how, category)
    rivals = [
        x for x in world.operators if x.category == category and x.kind in SELLERS.get(pattern, ())
    ]
    if rivals and chance.happens(1 if accounts == 1 else 0.6):
        made.store = chance.choice(rivals)
    labels = [x for x in world.brands if x.category == category and x.kind == "label"]
    if scheme.claim == "posed" and labels:
        made.brand = max(chance.some(labels, 4), key=lambda x: x.fame)
        made.principal = made.brand.holder
    elif how.cover or scheme.claim == "genuine":
        made.brand = own_brand(world, category, chance.spread(60, 0.6))
        made.brand.owner = made
    begins = chance.randint(1, max(2, int(world.p.days * (0.15 if plotted else 0.75))))
    kinds = saved(world, how.fear) if accounts > 1 and not plotted else ()
    crowded = accounts > 1 and "ip" not in kinds and chance.happens(0.35)
    door, base = chance.choice(names.exits), None
    if "paper" in kinds:
        made.evidence = file_hash("preserved", len(world.accounts), category)
    truth = Truth(
        pattern=pattern, ring=f"{pattern}-{len(world.accounts)}" if accounts > 1 else None,
        slow=how.slow, crowded=crowded, hidden=accounts > 1 and not set(kinds) - {"paper"},
    )  # fmt: skip
    for number in range(accounts):
        name, host, kind = names.person(), None, "individual"
        if made.principal and made.brand:
            name, kind = chance.choice([made.principal, names.firm()]), "agent"
            host = f"{chance.choice(['ip', 'legal', 'brands'])}-{domain(made.brand.name)}"
        elif scheme.claim == "genuine" and made.brand:
            name, host, kind = made.brand.holder, domain(made.brand.name), "rights_holder"
        elif chance.happens(0.5):
            name, kind = names.firm(), "rights_holder"
            host = f"shop{number}.{domain(name)}" if chance.happens(0.35) else None
        own = contacts.made(names, name, host=host)
        # Even a thrifty hand has a second telephone: some members share some marks only.
        some = tuple(each for each in kinds if each != "paper" and chance.happens(0.75))
        own = contacts.shared(own, base, some) if base else own
        base = base or own
        if crowded:
            own.lines = [door, *own.lines[:1]]
        age = chance.randint(0, 25 * DAY if chance.happens(0.6) else 300 * DAY)
        account = world.account(made, name, kind, own, truth, opened=begins * DAY - age,
                                office=chance.happens(0.4))  # fmt: skip
        right = claim(world, scheme.claim, category, name, made.brand)
        if "paper" in kinds and number and chance.happens(0.7):
            # The same scan with another name in it.
            right = replace(right, paper=made.claims[made.accounts[0]].paper)
        made.claims[account] = right
    world.later(begins, made.wake)
    return made


def agency(world: World, staff: int) -> None:
    """An agency paid by the piece: it has real powers, reports genuine goods too, and backs off."""
    chance, many = world.chance, world.chance.randint(6, 30)
    labels = [x for x in world.brands if x.kind in ("label", "shape") and not x.served]
    clients = sorted(chance.some(labels, 2 * many), key=lambda x: -x.fame)[:many]
    for brand in clients:
        brand.served = True
    truth = Truth("withdrawing_agency", ring=f"agency-{len(world.accounts)}" if staff > 1 else None)
    Agent(world, clients, truth, staff=staff, care=chance.uniform(0.4, 0.7),
          hours=chance.uniform(1, 5), greed=chance.uniform(0.3, 0.95),
          backs_off=chance.uniform(0.6, 0.92))  # fmt: skip


def abusers(world: World, wanted: int) -> None:
    """Hands until so many accounts are there."""
    while wanted > 0:
        pattern = world.chance.weighted(world.p.schemes)
        accounts = min(wanted, world.chance.randint(*SCHEMES[pattern].hands))
        if pattern == "ring" and accounts < 3:
            pattern, accounts = "competitor", 1
        if pattern == "withdrawing_agency":
            agency(world, accounts)
        else:
            hand(world, pattern, accounts)
        wanted -= accounts
