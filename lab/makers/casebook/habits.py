"""How somebody files over the year: how much, when, and how often in error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lab.makers.casebook.accounts import Account
from lab.makers.casebook.cases import Manner
from lab.makers.casebook.filings import Stage
from lab.makers.casebook.listings import Listing
from lab.makers.casebook.rights import Brand, Right
from lab.makers.casebook.world import Dice


@dataclass(frozen=True)
class Habit:
    errors: float
    first: float = 0.0
    last: float = 10**6
    bundle: float = 1.5  # listings a complaint, at the median
    before_sales: float = 0.08  # share filed in the weeks before a sale
    wild: float = 0.0  # share of errors that hit something unrelated
    only: str | None = None  # one kind of right
    grey: bool = False  # goes after genuine goods outside its channel and says so
    agent: bool = False
    blind: bool = False
    manner: Manner = field(default_factory=Manner)


def pick_right(dice: Dice, brand: Brand, only: str | None = None) -> Right:
    """The first right is the one that is used most."""
    fitting = [each for each in brand.rights if each.kind == only] or brand.rights
    return fitting[0] if dice.chance(0.65) else dice.choice(fitting)


def found(stage: Stage, brand: Brand, right: Right, habit: Habit, at: float) -> Listing:
    """A listing that the filer takes for an infringement; patents are misjudged more often."""
    dice = stage.dice
    wrong = min(0.95, habit.errors * (3.0 if right.kind == "patent" else 1.0))
    if not dice.chance(wrong):
        return stage.hall.copy(brand, right, at)
    if dice.chance(habit.wild):
        return dice.choice(stage.hall.trade[dice.choice(sorted(stage.hall.trade))])
    if habit.grey:
        return stage.hall.stock(brand, "grey", at)
    return stage.hall.mistaken(brand, at)


def files(
    stage: Stage,
    who: Account,
    brands: Sequence[Brand],
    number: int,
    habit: Habit,
) -> None:
    """Plan `number` complaints for the brands; most are for the first ones."""
    dice, world = stage.dice, stage.world
    last = min(habit.last, world.days - 1.0)
    first = min(max(habit.first, 0.0), last)
    for _ in range(number):
        at = dice.uniform(first, last)
        if world.sales and dice.chance(habit.before_sales):
            at = min(max(world.before_sale(dice), first), last)
        brand = brands[int(len(brands) * dice.random() ** 1.6)]
        right = pick_right(dice, brand, habit.only)
        bundle = dice.count(habit.bundle, 0.8, 1, 300)
        listings = [found(stage, brand, right, habit, at) for _ in range(bundle)]
        basis = None
        if right.kind == "trademark" and listings[0].nature == "grey":
            basis = "unauthorised_channel" if habit.grey or dice.chance(0.25) else None
        more = {"holder": brand.name if habit.agent else None, "blind": habit.blind}
        stage.file(who, at, right, listings, basis=basis, manner=habit.manner, **more)


def span(stage: Stage, number: int) -> tuple[float, float]:
    """From when to when an account that files so often is active: small ones for a short while."""
    dice, days = stage.dice, float(stage.world.days)
    length = min(days, dice.about(12.0 * number**0.9, 0.8))
    first = dice.uniform(0.0, days - min(length, days - 1.0))
    return first, first + length


def usual_errors(stage: Stage) -> float:
    """The share of wrong claims of an honest holder."""
    return min(0.4, stage.dice.about(stage.world.errors, 0.6))
