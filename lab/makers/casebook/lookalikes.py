"""Innocents who have something in common: an office, a lawyer, a text, a line, the copiers."""

from __future__ import annotations

from typing import Final

from abuse.market.made import Truth
from lab.makers.casebook import names
from lab.makers.casebook.accounts import Account
from lab.makers.casebook.acts import More
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.habits import Habit, files, pick_right, span, usual_errors
from lab.makers.casebook.letters import Hand
from lab.makers.casebook.listings import Listing
from lab.makers.casebook.rights import Brand

KINDS: Final = (
    "law_firm_client",
    "shared_office",
    "shared_line",
    "group_of_companies",
    "same_template",
    "free_mailbox",
    "second_account",
    "one_copier",
    "same_copiers",
)


def usual(stage: Stage, who: Account, brand: Brand, number: int) -> None:
    first, last = span(stage, number)
    files(stage, who, [brand], number, Habit(usual_errors(stage), first, last))


def in_common(stage: Stage, kind: str) -> More:
    """What the accounts of such a group have in common.

    law_firm_client: one firm keeps their accounts: its office, line and words. shared_office: young
    firms in one building. shared_line: strangers behind one exit, a carrier's or a seller's of
    private networks. group_of_companies: one domain, bank account and legal department.
    same_template: authors who fill in the form of their association, word by word, and enclose its
    leaflet.
    """
    dice, directory = stage.dice, stage.directory
    marks = {"address": names.address(dice, "US"), "phone": names.phone(dice, "US")}
    stem = names.slug(names.brand(dice))
    if kind == "law_firm_client":
        if dice.chance(0.4):
            marks["email"] = f"docket@{stem}-law.example"
        hand = Hand.of(dice, fixed=dice.choice((0.5, 0.9)))
        wires = [directory.office_wire()]
        common: More = {"domain": f"{stem}-law.example", "share": marks, "wires": wires}
        return common | {"hand": hand, "paper": f"opinion/{stem}" if dice.chance(0.4) else None}
    if kind == "shared_office":
        wire, address = dice.choice(directory.offices)
        return {"wires": [wire], "share": {"address": address} if dice.chance(0.7) else {}}
    if kind == "shared_line":
        return {"wires": [dice.choice(directory.carriers + directory.exits)]}
    if kind == "group_of_companies":
        marks["payment"] = f"acct-{dice.token(12)}"
        wires = [directory.office_wire()]
        return {"domain": f"{stem}-group.example", "share": marks, "wires": wires, "portal": True}
    if kind == "same_template":
        return {"hand": Hand.of(dice, fixed=0.97), "kind": "individual", "paper": f"form/{stem}"}
    return {}


def circle(stage: Stage, members: list[int], kind: str) -> None:
    """Holders of different brands with something in common, or true ones with a free mailbox."""
    dice = stage.dice
    common = in_common(stage, kind)
    for number in members:
        brand = stage.own_brand("copyright" if kind == "same_template" else None)
        if kind == "free_mailbox":  # a known brand that writes as an impostor would
            brand.fame = max(brand.fame, dice.uniform(0.4, 1.0))
            common["share"] = {"website": f"https://www.{brand.domain}"}
        if kind == "same_template":
            common["name"] = names.person(dice, brand.country)
        who = stage.open(30.0, Truth(innocent_kind=kind), brand=brand, **common)
        usual(stage, who, brand, number)


def second_account(stage: Stage, members: list[int], kind: str) -> None:
    """A holder with several accounts: a lost password, a colleague who opened another."""
    dice = stage.dice
    brand = stage.own_brand()
    head = stage.directory.open(10.0, country=brand.country, domain=brand.domain)
    for number in members[:4]:
        marks = ("phone", "address", "email") if dice.chance(0.5) else ("phone", "address")
        shared: More = {"share": {mark: head.marks[mark] for mark in marks}, "wires": head.wires}
        ending = dice.choice(("", "", "", " Ltd", " Shop", " EU"))
        shared |= {"name": brand.name + ending, "domain": brand.domain}
        who = stage.open(60.0, Truth(innocent_kind=kind), brand=brand, **shared)
        usual(stage, who, brand, number)
    if members[4:]:
        circle(stage, members[4:], "shared_office")


def coalition(stage: Stage, members: list[int], kind: str) -> None:
    """Brands of one trade that raid the same copiers in the same weeks.

    Most meet in the stores; on one listing they meet only where it copies two of them, as a shoe
    with the mark of one and the sole of another.
    """
    dice, hall = stage.dice, stage.hall
    category = dice.choice(sorted(hall.pirates))
    stores = dice.part(hall.pirates[category], dice.randrange(1, 5))
    raid = stage.world.any_day(dice, 0.1, 0.9)
    common = dice.uniform(0.0, 0.25)
    previous: list[Listing] = []
    for number in members:
        brand = stage.own_brand(trade=category)
        domain = brand.domain if dice.chance(0.6) else None
        who = stage.open(raid, Truth(innocent_kind=kind), brand=brand, domain=domain)
        joint = max(1, round(number * dice.uniform(0.4, 1.0)))
        for _ in range(joint):
            right = pick_right(dice, brand)
            at = raid + dice.about(6.0, 0.8) - 3.0
            if previous and dice.chance(common):
                listing = dice.choice(previous)
                listing.infringes |= {right.key}
            else:
                listing = hall.copied(dice.choice(stores), brand, right, at)
            previous.append(listing)
            stage.file(who, at, right, [listing])
        usual(stage, who, brand, number - joint)


def one_copier(stage: Stage, members: list[int], kind: str) -> None:
    """Holders whom one seller copies again and again: all their claims aim at one store."""
    dice, hall = stage.dice, stage.hall
    for number in members:
        brand = stage.own_brand()
        store = dice.choice(hall.pirates[brand.category])
        first, last = span(stage, number)
        who = stage.open(first, Truth(innocent_kind=kind), brand=brand)
        for _ in range(number):
            right, at = pick_right(dice, brand), dice.uniform(first, last)
            stage.file(who, at, right, [hall.copied(store, brand, right, at)])


def group(stage: Stage, members: list[int]) -> None:
    """Cast a group of a kind that chance decides."""
    kind = stage.dice.choice(KINDS)
    casts = {"second_account": second_account, "same_copiers": coalition, "one_copier": one_copier}
    casts.get(kind, circle)(stage, members, kind)
