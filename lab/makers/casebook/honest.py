"""The honest: holders in all sizes, and those who alone look guilty to a hasty rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from abuse.market.made import Truth
from lab.makers.casebook.accounts import Account
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.habits import Habit, files, span, usual_errors
from lab.makers.casebook.letters import Hand
from lab.makers.casebook.lookalikes import group
from lab.makers.casebook.rights import Brand, make_brand, make_right
from lab.makers.casebook.world import Dice

# How often each kind is among those who are no agency and in no group.
KINDS: Final = {
    None: 0.64,
    "patentee": 0.05,
    "careless": 0.035,
    "before_sales": 0.04,
    "new_brand": 0.07,
    "settler": 0.025,
    "corrector": 0.03,
    "channel_keeper": 0.03,
    "shopkeeper": 0.06,
}


def sizes(dice: Dice, filers: int, total: int) -> list[int]:
    """How many complaints each files, largest first: most one or two, few hundreds."""
    shares = ((1, 0.46), (2, 0.2), (3, 0.1), (5, 0.08), (0, 0.16))
    drawn = [dice.weighed(shares) for _ in range(filers)]
    tail = [min(dice.about(9.0, 1.15), 160.0) for each in drawn if not each]
    small = [each for each in drawn if each]
    room = max(0.0, total * 1.04 - sum(small))  # some find nothing left when they come to file
    scale = room / sum(tail) if tail else 0.0
    return sorted([*(max(1, round(each * scale)) for each in tail), *small], reverse=True)


def habit_of(dice: Dice, kind: str | None, usual: Habit) -> Habit:
    """How an honest holder of that kind files."""
    if kind == "patentee":  # most of its claims are refused: a third succeeds
        return replace(usual, errors=0.1, only="patent", manner=Manner(yields=0.25, again=0.12))
    if kind == "careless":  # lets a search word decide: in good faith, mostly wrong, unashamed
        return replace(
            usual,
            errors=dice.uniform(0.35, 0.7),
            bundle=dice.uniform(1.5, 6.0),
            wild=dice.uniform(0.1, 0.5),
            blind=True,
            manner=Manner(yields=0.5, rues=0.05, again=0.06, care=0.4),
        )
    if kind == "before_sales":  # clears the shelves before the sales
        return replace(usual, first=0.0, last=1e6, bundle=2.5, before_sales=0.8)
    if kind == "settler":  # copiers pay a licence fee and are let go: as lawful as a contract
        licenses = dice.uniform(0.2, 0.5)
        return replace(usual, manner=Manner(licenses=licenses, settles=0.5, yields=0.6, asks=0.04))
    if kind == "corrector":  # errs, sees it, and takes the claim back before anybody answers
        manner = Manner(rues=0.6, yields=0.95, again=0.0)
        return replace(usual, errors=dice.uniform(0.2, 0.45), manner=manner)
    if kind == "channel_keeper":  # goes after genuine goods, and says that this is what they are
        return replace(usual, errors=dice.uniform(0.2, 0.5), only="trademark", grey=True)
    return usual


def holder(stage: Stage, number: int, kind: str | None) -> None:
    """A holder of a brand; one with a shop is a rival of each seller that it accuses."""
    dice, hall = stage.dice, stage.hall
    first, last = span(stage, number)
    only = {"patentee": "patent", "channel_keeper": "trademark"}.get(kind or "")
    brand = stage.own_brand(only)
    shop = None
    if kind == "shopkeeper":
        shop = hall.open_shop(brand.category, dice.count(4.0), brand)
    free = 0.4 if number < 8 else 0.08
    domain = None if dice.chance(free) else brand.domain
    who = stage.open(first, Truth(innocent_kind=kind), brand=brand, domain=domain)
    if shop and dice.chance(0.8):
        who.operates = [shop.code]
    usual = Habit(usual_errors(stage), first, last, bundle=1.4 if number < 20 else 2.5)
    if kind == "careless":
        who.hand = Hand.of(dice, fixed=0.9)
    files(stage, who, [brand], number, habit_of(dice, kind, usual))


def new_brand(stage: Stage, number: int) -> None:
    """Young right, young account, many copies at once: what success on a platform looks like."""
    dice, world = stage.dice, stage.world
    at = world.any_day(dice, 0.1, 0.95)
    brand = make_brand(dice, world, stage.directory.country(), young=True)
    truth = Truth(innocent_kind="new_brand")
    who = stage.open(at, truth, brand=brand, age=dice.uniform(0, 12))
    habit = Habit(usual_errors(stage) * 1.3, at, at + dice.about(40), before_sales=0.0)
    files(stage, who, [brand], number, habit)


def author(stage: Stage, number: int) -> None:
    """A person who draws or photographs and files about copies of the work."""
    first, last = span(stage, number)
    who = stage.open(first, Truth(), kind="individual")
    brand = works_of(stage, who)
    files(stage, who, [brand], number, Habit(usual_errors(stage) * 1.4, first, last, bundle=1.2))


def works_of(stage: Stage, who: Account) -> Brand:
    """The works of a person, who has no mark and no domain."""
    dice, world = stage.dice, stage.world
    brand = make_brand(dice, world, who.country, who.name)
    brand.category = dice.choice(("pictures", "clothing", "jewellery"))
    title, trade = f"work {dice.token(4)}", brand.category
    brand.rights = [make_right(dice, world, "copyright", who.name, title, trade, who.country)]
    return brand


def agency(stage: Stage, number: int) -> None:
    """An agency with true mandates of many holders; its errors differ by client."""
    dice = stage.dice
    first, last = (0.0, float(stage.world.days)) if number > 30 else span(stage, number)
    domain = f"ipr-{dice.token(6)}.example"
    truth = Truth(innocent_kind="agency")
    who = stage.open(first, truth, kind="agent", domain=domain, portal=True)
    clients = [stage.brand() for _ in range(dice.count(2.0 + number / 6, 0.6, 2, 120))]
    who.hand = Hand.of(dice, fixed=dice.choice((0.6, 0.95)))
    habit = Habit(usual_errors(stage), first, last, bundle=dice.uniform(1.5, 5.0), agent=True)
    files(stage, who, clients, number, habit)


def people(stage: Stage, filers: int, total: int) -> None:
    """Cast the honest: agencies take the largest sizes, groups 18 to 40 % of the rest."""
    dice = stage.dice
    wanted = sizes(dice, filers, total)
    for _ in range(round(filers * stage.world.agencies)):
        agency(stage, wanted.pop(int(len(wanted) * 0.12 * dice.random() ** 2)))
    dice.shuffle(wanted)
    kinds = [(kind, share * dice.uniform(0.4, 1.8)) for kind, share in KINDS.items()]
    grouped = round(len(wanted) * dice.uniform(0.18, 0.4))
    while grouped > 0 and len(wanted) > 8:
        members = [wanted.pop() for _ in range(dice.randrange(2, 8))]
        grouped -= len(members)
        group(stage, members)
    for number in wanted:
        kind = dice.weighed(kinds)
        if kind == "new_brand":
            new_brand(stage, number)
        elif kind is None and number < 8 and dice.chance(0.35):
            author(stage, number)
        else:
            holder(stage, number, kind)
