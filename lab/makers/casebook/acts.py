"""What the plays have in common: false rights, attacks, and true claims among the false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from abuse.market.made import Truth
from lab.makers.casebook import names
from lab.makers.casebook.accounts import Account, Wire
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.habits import Habit, files
from lab.makers.casebook.listings import Listing
from lab.makers.casebook.rights import GOODS, Brand, Right, make_brand, make_right
from lab.makers.casebook.world import Dice

More = dict[str, Any]
# Most of those who know that a claim is false stay silent when the seller answers.
SILENT: Final = Manner(yields=0.2, settles=0.0, rues=0.0, again=0.1, care=0.8)


@dataclass(frozen=True)
class Part:
    """What a play is given: how many accounts, how many complaints together, whose word it is."""

    accounts: int
    complaints: int
    hand: str  # the word of truth for all accounts of this play
    amateur: bool
    group: int = 1  # accounts of the same hand in other parts of the play

    def truth(self, pattern: str, *, grouped: bool = True, **more: Any) -> Truth:
        ring = self.hand if grouped and max(self.accounts, self.group) > 1 else None
        return Truth(pattern=pattern, ring=ring, **more)


def shares(dice: Dice, total: int, parts: int, *, uneven: float = 0.5) -> list[int]:
    """Divide a number; as uneven as said, at least one each."""
    weights = [dice.about(1.0, uneven) for _ in range(parts)]
    return [max(1, round(total * each / sum(weights))) for each in weights]


def category_of(dice: Dice) -> str:
    return dice.choice(sorted(GOODS))


def false_right(
    stage: Stage,
    how: str,
    category: str,
    who: Account,
    day: float,
    *,
    of: Brand | None = None,
    owner: str | None = None,
) -> Right:
    """A right that a court would not uphold, as it is on `day`.

    squatted: registered over what others made. mine: a certificate of copyright over the victim's
    picture, weeks old. weak: a utility model or design that nobody examined. forged: a paper that
    no office gave. dead: cancelled or only applied for. back_dated: a page made up days ago.
    """
    dice = stage.dice
    owner = owner or who.name
    if how == "forged" and of and dice.chance(0.6):  # the true number on a false paper
        paper, face = f"forged/{dice.token(12)}", dice.uniform(0.6, 0.9)
        true = of.rights[0]
        return replace(true, owner=of.name, paper=paper, sound=False, face=face, forged=True)
    kinds = {
        "squatted": dice.weighed((("trademark", 0.7), ("copyright", 0.2), ("design", 0.1))),
        "weak": dice.choice(("patent", "design", "patent")),
        "dead": "trademark",
    }
    ages = {"squatted": (60, 900), "weak": (60, 700), "mine": (5, 90)}
    faces = {"forged": 0.85, "dead": 0.6, "back_dated": 0.8}
    kind = kinds.get(how, "copyright")
    sign = of.name if of else dice.choice((owner, owner, names.brand(dice)))
    work = f"{sign} {dice.choice(GOODS[category][2])}"
    if who.kind == "individual" and kind == "copyright" and not of:
        work = f"work {dice.token(4)}"
    return make_right(
        dice,
        stage.world,
        kind,
        of.name if how == "forged" and of else owner,
        sign if kind == "trademark" else work,
        category,
        who.country,
        age=dice.uniform(*ages.get(how, (100, 1500))) - day,
        sound=False,
        face=faces.get(how, 0.97),
        forged=how == "forged",
        status=dice.choice(("cancelled", "applied", "expired")) if how == "dead" else "registered",
    )


def attack(
    stage: Stage,
    who: Account,
    right: Right,
    goods: Sequence[Listing],
    number: int,
    first: float,
    last: float,
    *,
    bundle: float = 1.0,
    manner: Manner = SILENT,
    **more: Any,
) -> None:
    """File so many complaints against the goods between two days, each a few listings."""
    dice = stage.dice
    last = min(last, stage.world.days - 1.0)
    first = max(0.0, min(first, last - 1.0))
    order = list(goods)
    dice.shuffle(order)
    place = 0
    for _ in range(number):
        count = min(len(order), dice.count(bundle, 0.7, 1, 200))
        chosen = [order[(place + step) % len(order)] for step in range(count)]
        place += count
        stage.file(who, dice.uniform(first, last), right, chosen, manner=manner, **more)


def true_claims(stage: Stage, who: Account, number: int, first: float, last: float) -> Brand:
    """File claims that are well-founded, for a small brand that the filer really owns."""
    brand = make_brand(stage.dice, stage.world, who.country, who.name)
    habit = Habit(0.04, first, last, bundle=1.0, manner=Manner(yields=0.5))
    files(stage, who, [brand], number, habit)
    return brand


def strike(
    stage: Stage,
    part: Part,
    pattern: str,
    how: str,
    goods: Sequence[Listing],
    first: float,
    last: float,
    *,
    account: More | None = None,
    of: Brand | None = None,
    owner: str | None = None,
    shop: float | None = None,
    camouflage: float = 0.0,
    grouped: bool = True,
    **more: Any,
) -> None:
    """The plain play: open the accounts, get a false right for each, and file against the goods.

    With `shop` each has a shop of its own, which the platform knows to be his in that share of
    cases; `camouflage` is the share of true claims among all. Two in three hands with several
    accounts use one line for all.
    """
    dice = stage.dice
    category = goods[0].category
    account = account or {}
    many = grouped and part.accounts > 1
    if many and "wires" not in account and dice.chance(0.65):
        account = account | {"wires": [Wire((names.network(dice),))]}
    hidden = many and "wires" not in account
    for number in shares(dice, part.complaints, part.accounts):
        true = round(number * camouflage)
        flags: More = {"camouflaged": true > number * 0.2, "hidden": hidden}
        who = stage.open(first, part.truth(pattern, grouped=grouped, **flags), **account)
        if shop is not None:
            own = stage.hall.open_shop(category, dice.count(3.0))
            who.operates = [own.code] if dice.chance(shop) else []
        if true:
            true_claims(stage, who, true, first, last)
        right = false_right(stage, how, category, who, first, of=of, owner=owner)
        attack(stage, who, right, goods, max(1, number - true), first, last, **more)


def season(stage: Stage, length: float) -> tuple[float, float]:
    """A stretch of days; two in five end at a sale, when a day off the shelf costs most."""
    dice, days = stage.dice, float(stage.world.days)
    length = min(length, days - 2.0)
    if stage.world.sales and dice.chance(0.4):
        last = min(days - 1.0, float(dice.choice(stage.world.sales)))
        return max(0.0, last - length), last
    first = dice.uniform(0.0, days - 1.0 - length)
    return first, first + length
