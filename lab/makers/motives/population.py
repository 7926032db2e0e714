"""Who there is at the start: brands and their owners, agents, sellers, those who hunt together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from abuse.market.made import Truth
from lab.makers.motives.agents import Agent, Coalition
from lab.makers.motives.contacts import shared
from lab.makers.motives.goods import Brand, Operator
from lab.makers.motives.owners import Owner, Traits, contact_of
from lab.makers.motives.rights import registered
from lab.makers.motives.sellers import offer
from lab.makers.motives.world import STOCK

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# The rights that each kind of brand holds, and how often.
RIGHTS: Final = {
    "label": (("trademark", 1.0), ("copyright", 0.4), ("design", 0.15)),
    "designer": (("copyright", 1.0), ("design", 0.2), ("other", 0.1), ("trademark", 0.1)),
    "inventor": (("patent", 1.0), ("trademark", 0.35), ("design", 0.15)),
    "shape": (("design", 1.0), ("trademark", 0.6)),
}
# Why an owner is not the ordinary one. What is left over is ordinary.
KINDS: Final = {
    "careless": 0.045, "new_brand": 0.06, "free_mailbox": 0.06, "sale_guard": 0.05,
    "selling_owner": 0.05, "licensor": 0.025, "channel": 0.03, "each_alone": 0.03, None: 0.655,
}  # fmt: skip
SELLERS: Final = {"copier": 0.25, "follower": 0.22, "reseller": 0.25, "maker": 0.28}


def brands(world: World) -> None:
    """Brands with their rights and owners."""
    chance, names, start = world.chance, world.names, world.p.start
    for _ in range(max(30, int(0.55 * world.scale))):
        kind = chance.weighted(world.p.brands)
        category = chance.randrange(world.p.categories)
        word = names.word()
        holder = names.person() if kind == "designer" and chance.happens(0.6) else names.firm(word)
        trait = chance.weighted(KINDS)
        open_day = chance.randint(20, world.p.days - 30) if trait == "new_brand" else 0
        age = -open_day + chance.randint(0, 60) if open_day else chance.randint(300, 4000)
        on = start - timedelta(days=age)
        rights = [
            registered(names, each, title=word, owner=word, category=category, on=on)
            for each, share in RIGHTS[kind]
            if chance.happens(share)
        ]
        fame = chance.heavy(1, 1.15, 1500)
        brand = Brand(
            word, kind, category, fame, chance.spread(45, 0.7), holder, names.town()[0], rights
        )
        if open_day:
            brand.born = open_day - chance.randint(0, 15)
        world.brands.append(brand)
        owner(world, brand, trait, open_day)


def owner(world: World, brand: Brand, trait: str | None, open_day: int) -> Owner:
    """The owner of a brand, as careful and as busy as one of its size."""
    chance = world.chance
    care = min(0.99, max(0.3, chance.gauss(world.p.care, 0.08)))
    if trait == "careless":
        care = chance.between(0.15, 0.45)
    if brand.kind == "inventor" and trait is None:
        trait = "hard_right"
    free = trait == "free_mailbox" or (brand.kind == "designer" and chance.happens(0.5))
    habit = chance.choices(["own", "sample", f"Letter of {brand.holder}."], [5, 3, 2])[0]
    traits = Traits(
        kind=trait,
        care=care,
        hours=0.4 + brand.fame**0.5 * chance.between(0.3, 1.2),
        habit=habit,
        each_alone=trait == "each_alone" or chance.happens(0.15),
        open_day=open_day,
    )
    made = Owner(world, brand, traits, contact_of(world, brand, free=free))
    if trait == "selling_owner":
        made.store = operator(world, "maker", brand.category)
    if trait == "new_brand":
        world.later(open_day + chance.between(1, 30), made.wake)
    return made


def operator(world: World, kind: str, category: int) -> Operator:
    """A seller with its stores."""
    chance = world.chance
    made = Operator(
        name=world.names.firm(world.names.word()),
        kind=kind,
        category=category,
        knowledge=min(0.95, max(0.05, chance.gauss(world.p.knowledge, 0.2))),
        temper=min(1.0, max(0.0, chance.gauss(world.p.temper, 0.25))),
        forger=kind == "copier" and chance.happens(world.p.forgers),
        activity=chance.heavy(1, 1.4, 60),
    )
    for _ in range(1 if made.activity < 3 else chance.randint(1, 4)):
        world.store(made)
    world.operators.append(made)
    return made


def sellers(world: World) -> None:
    """Sellers, and what they have on sale when the history begins."""
    chance = world.chance
    for _ in range(max(40, int(0.3 * world.scale))):
        operator(world, chance.weighted(SELLERS), chance.randrange(world.p.categories))


def stock(world: World) -> None:
    """Fill the shelves with what has been on sale for a while."""
    chance = world.chance
    for _ in range(int(world.scale * 1.1 * STOCK / 365)):
        offer(world, chance.choice(world.operators), -chance.randint(1, 700))


def hunts(brand: Brand) -> bool:
    """Whether a brand is in a coalition, which does what an agent would."""
    return isinstance(brand.owner, Owner) and brand.owner.traits.kind == "coalition"


def agents(world: World) -> None:
    """Agencies with many clients and law firms with some, each with real powers."""
    chance = world.chance
    for number in range(max(2, int(world.p.agencies * world.scale / 350))):
        law = number % 2 == 1
        free = [
            x
            for x in world.brands
            if not x.served and x.kind != "designer" and not hunts(x) and x.born < 0
        ]
        many = chance.randint(2, 12) if law else int(chance.heavy(5, 1.1, 60))
        clients = sorted(chance.some(free, 3 * many), key=lambda x: -x.fame)[:many]
        for brand in clients:
            brand.served = chance.happens(0.9)
        made = Agent(
            world,
            clients,
            Truth(innocent_kind="law_firm" if law else "agency"),
            care=min(0.97, chance.gauss(world.p.care, 0.06)),
            hours=chance.log_between(0.6, 3) if law else chance.log_between(1.5, 14),
            staff=1 if law or chance.happens(0.6) else 2,
        )
        world.later(chance.randint(1, 90), made.wake)


def houses(world: World) -> None:
    """Offices that unrelated small owners share, and concerns whose daughters each have an account."""
    chance = world.chance
    plain = [
        x.owner for x in world.brands if isinstance(x.owner, Owner) and x.owner.traits.kind is None
    ]
    chance.shuffle(plain)
    for _ in range(max(2, int(world.scale / 220))):
        group = [plain.pop() for _ in range(chance.randint(3, 9)) if plain]
        if not group:
            return
        concern = chance.happens(0.3)
        marks = ("phone", "address", "ip", "payment") if concern else ("address", "ip", "phone")
        for each in group[1:]:
            kinds = tuple(kind for kind in marks if chance.happens(0.75))
            each.contact = shared(each.contact, group[0].contact, kinds)
            each.contact.country = group[0].contact.country
        for each in group:
            each.traits = Traits(
                **{**vars(each.traits), "kind": "concern" if concern else "shared_office"}
            )


def coalitions(world: World) -> None:
    """Famous brands of one trade that share an investigator."""
    chance = world.chance
    for _ in range(max(1, int(world.scale / 600))):
        category = chance.randrange(world.p.categories)
        known = [x.owner for x in world.brands if x.category == category and x.kind == "label"
                 and not x.served and isinstance(x.owner, Owner) and x.owner.traits.kind is None]  # fmt: skip
        known.sort(key=lambda each: -each.brand.fame)
        members = known[: chance.randint(3, 7)]
        for each in members:
            each.traits = Traits(**{**vars(each.traits), "kind": "coalition"})
        world.later(chance.randint(5, 60), Coalition(world, members).wake)
