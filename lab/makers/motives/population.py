"""Who there is at the start: brands and their owners, agents, sellers, those who hunt together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from abuse.market.made import Truth
from lab.makers.motives import contacts
from lab.makers.motives.agents import Agent, Coalition
from lab.makers.motives.goods import Brand, Operator
from lab.makers.motives.names import domain
from lab.makers.motives.owners import Owner, Traits
from lab.makers.motives.rights import registered
from lab.makers.motives.sellers import offer

if TYPE_CHECKING:
    from lab.makers.motives.world import World

# The rights that each kind of brand holds, and how often.
RIGHTS: Final = {
    "label": {"trademark": 1.0, "copyright": 0.4, "design": 0.15},
    "designer": {"copyright": 1.0, "design": 0.2, "other": 0.1, "trademark": 0.1},
    "inventor": {"patent": 1.0, "trademark": 0.35, "design": 0.15},
    "shape": {"design": 1.0, "trademark": 0.6},
}
# Why an owner is not the ordinary one. What is left over is ordinary.
KINDS: Final = {
    "careless": 0.045, "new_brand": 0.06, "free_mailbox": 0.06, "sale_guard": 0.05,
    "selling_owner": 0.05, "licensor": 0.025, "channel": 0.03, "each_alone": 0.03, None: 0.655,
}  # fmt: skip
SELLERS: Final = {"copier": 0.25, "follower": 0.22, "reseller": 0.25, "maker": 0.28}
# Days of listings that are on sale when the history begins.
STOCK: Final = 150


def brands(world: World) -> None:
    """Brands with their rights and owners."""
    chance, names = world.chance, world.names
    for _ in range(max(30, int(0.55 * world.scale))):
        kind, trait = chance.weighted(world.p.brands), chance.weighted(KINDS)
        category, word = chance.randrange(world.p.categories), names.word()
        person = kind == "designer" and chance.happens(0.6)
        open_day = chance.randint(20, world.p.days - 30) if trait == "new_brand" else 0
        age = chance.randint(0, 60) - open_day if open_day else chance.randint(300, 4000)
        on = world.p.start - timedelta(days=age)
        rights = [registered(names, each, title=word, owner=word, category=category, on=on)
                  for each, share in RIGHTS[kind].items() if chance.happens(share)]  # fmt: skip
        holder = names.person() if person else names.firm(word)
        fame, price = min(1500.0, chance.paretovariate(1.15)), chance.spread(45, 0.7)
        made = Brand(word, kind, category, fame, price, holder, names.country(), rights)
        if open_day:
            made.born = open_day - chance.randint(0, 15)
        world.brands.append(made)
        owner(world, made, trait, open_day)


def owner(world: World, brand: Brand, trait: str | None, open_day: int) -> None:
    """The owner of a brand, as careful and as busy as one of its size."""
    chance = world.chance
    if brand.kind == "inventor" and trait is None:
        trait = "hard_right"
    free = trait == "free_mailbox" or (brand.kind == "designer" and chance.happens(0.5))
    host = None if free else domain(brand.name)
    traits = Traits(
        kind=trait,
        care=chance.uniform(0.15, 0.45)
        if trait == "careless"
        else chance.about(world.p.care, 0.08),
        hours=0.4 + brand.fame**0.5 * chance.uniform(0.3, 1.2),
        habit=chance.choices(["own", "sample", f"Letter of {brand.holder}."], [5, 3, 2])[0],
        each_alone=trait == "each_alone" or chance.happens(0.15),
        open_day=open_day,
    )
    contact = contacts.made(world.names, brand.holder, host=host, country=brand.country)
    made = Owner(world, brand, traits, contact)
    if trait == "selling_owner":
        made.store = operator(world, "maker", brand.category)
    if trait == "new_brand":
        world.later(open_day + chance.uniform(1, 30), made.wake)


def operator(world: World, kind: str, category: int) -> Operator:
    """A seller with its stores."""
    chance, p = world.chance, world.p
    made = Operator(
        world.names.firm(), kind, category,
        knowledge=chance.about(p.knowledge, 0.2), temper=chance.about(p.temper, 0.25),
        forger=kind == "copier" and chance.happens(p.forgers),
        activity=min(60, chance.paretovariate(1.4)),
    )  # fmt: skip
    for _ in range(1 if made.activity < 3 else chance.randint(1, 4)):
        world.store(made)
    world.operators.append(made)
    return made


def sellers(world: World) -> None:
    for _ in range(max(40, int(0.3 * world.scale))):
        category = world.chance.randrange(world.p.categories)
        operator(world, world.chance.weighted(SELLERS), category)


def stock(world: World) -> None:
    """Fill the shelves with what has been on sale for a while."""
    for _ in range(int(world.scale * 1.1 * STOCK / 365)):
        offer(world, world.chance.choice(world.operators), -world.chance.randint(1, 700))


def ordinary(world: World, *kinds: str) -> list[Owner]:
    """Owners of brands of these kinds that have no trait of their own and no agent."""
    return [x.owner for x in world.brands if x.kind in kinds and not x.served
            and isinstance(x.owner, Owner) and x.owner.traits.kind is None]  # fmt: skip


def agents(world: World) -> None:
    """Agencies with many clients and law firms with some, each with real powers."""
    chance = world.chance
    free = [each.brand for each in ordinary(world, "label", "inventor", "shape")]
    for number in range(max(2, int(world.p.agencies * world.scale / 350))):
        law = number % 2 == 1
        free = [each for each in free if not each.served]
        many = chance.randint(2, 12) if law else int(min(60, 5 * chance.paretovariate(1.1)))
        clients = sorted(chance.some(free, 3 * many), key=lambda x: -x.fame)[:many]
        for brand in clients:
            brand.served = chance.happens(0.9)
        world.agents.append(Agent(
            world, clients, Truth(innocent_kind="law_firm" if law else "agency"),
            care=chance.about(world.p.care, 0.06), staff=1 if law or chance.happens(0.6) else 2,
            hours=chance.log_between(0.6, 3) if law else chance.log_between(1.5, 14)))  # fmt: skip


def houses(world: World) -> None:
    """Offices that unrelated owners share, and concerns whose daughters each have an account."""
    chance = world.chance
    plain = ordinary(world, "label", "designer", "shape")
    chance.shuffle(plain)
    for number in range(min(len(plain) // 12, max(2, int(world.scale / 220)))):
        concern = number > 0 and chance.happens(0.3)
        group = [plain.pop() for _ in range(chance.randint(3, 9))]
        marks = ["phone", "address", "ip"] + ["payment", "device"] * concern
        for each in group:
            kinds = (
                tuple(kind for kind in marks if chance.happens(0.75))
                if each is not group[0]
                else ()
            )
            each.contact = contacts.shared(each.contact, group[0].contact, kinds)
            each.contact.country = group[0].contact.country
            each.traits = replace(each.traits, kind="concern" if concern else "shared_office")


def coalitions(world: World) -> None:
    """Famous brands of one trade that share an investigator."""
    chance = world.chance
    for _ in range(max(1, int(world.scale / 600))):
        category = chance.randrange(world.p.categories)
        known = [x for x in ordinary(world, "label") if x.brand.category == category]
        members = sorted(known, key=lambda x: -x.brand.fame)[: chance.randint(3, 7)]
        for each in members:
            each.traits = replace(each.traits, kind="coalition")
        world.later(chance.randint(5, 60), Coalition(world, members).wake)
