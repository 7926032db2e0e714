"""Rights and their register numbers, written as the offices write them (research, part 5.4)."""

from __future__ import annotations

from lab.makers.economy import params
from lab.makers.economy.dice import Dice
from lab.makers.economy.things import Brand, Right


def check_digit(twelve: str) -> str:
    """The check digit of a Chinese patent number (weights 2..9, 2..5 mod 11; X18)."""
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(digit) * weight for digit, weight in zip(twelve, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def number(dice: Dice, kind: str, office: str, year: int) -> str | None:
    """A number as its office would give it; an unregistered work has none."""
    if kind == "trademark":
        return {"CN": dice.digits(8), "US": str(dice.whole(3200000, 7400000))}.get(
            office, f"01{dice.digits(7)}"
        )
    if kind == "copyright":
        if dice.chance(0.4):
            return None
        return f"国作登字-{year}-F-{dice.digits(8)}" if office == "CN" else f"VA000{dice.digits(7)}"
    if office == "CN":
        stem = f"{year}{dice.pick('12') if kind == 'patent' else '3'}0{dice.digits(6)}"
        return f"ZL{stem}.{check_digit(stem)}"
    if kind == "patent":
        return str(dice.whole(8200000, 12100000))
    return f"D{dice.digits(6)}" if office == "US" else f"00{dice.digits(7)}-0001"


def draw(dice: Dice, kind: str, category: int, name: str, land: str, age: float) -> Right:
    """A right that is `age` days old when the market begins (negative: it comes later)."""
    office = {"GB": "EU", "DE": "EU"}.get(land, land)
    if dice.chance(0.2):
        office = dice.pick(("CN", "US", "EU"))
    applied = -round(age)
    wait = {"trademark": 270, "copyright": 30, "patent": 600, "design": 150}[kind]
    granted = applied + round(dice.spread(wait, 0.3))
    found = number(dice, kind, office, 2023 - max(0, round(age / 365)))
    what = {"trademark": name, "copyright": f"{name} pictures"}.get(kind, f"{name} {kind}")
    return Right(
        kind=kind,
        number=found,
        jurisdiction=office,
        title=what,
        applied=applied if found and kind != "copyright" and dice.chance(0.8) else None,
        registered=granted if found else None,
        published=applied if kind == "copyright" else None,
        classes=(params.TRADES[category].nice,) if kind == "trademark" else (),
        status=("registered" if granted < 0 else "applied") if found else None,
        paper=dice.paper("registration", kind, found, name, applied),
    )


def brand(dice: Dice, reference: str, category: int, name: str, land: str, domain: str) -> Brand:
    """A brand with one to six rights of the kinds that its trade fights over, mostly old."""
    shares = params.RIGHTS[params.TRADES[category].fights]
    found = Brand(reference, name, category, land, domain, pull=dice.spread(1.0, 1.0))
    kinds = [dice.weighted(tuple(shares), tuple(shares.values())) for _ in range(1 + dice.count(1))]
    for kind in kinds[:6]:
        age = 400 + dice.spread(1500, 0.7)
        found.rights.append(draw(dice, kind, category, name, land, age))
    return found
