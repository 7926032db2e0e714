"""Makes rights with the numbers and dates that their registers would give."""

from __future__ import annotations

from typing import Any

from lab.makers.lifetimes import words
from lab.makers.lifetimes.clock import Clock
from lab.makers.lifetimes.dice import Dice
from lab.makers.lifetimes.parties import Holder, Right


def grant(
    dice: Dice,
    clock: Clock,
    holder: Holder,
    kind: str,
    since: float,
    *,
    void: bool = False,
    title: str | None = None,
) -> Right:
    """A right of this kind that exists since the day `since`, added to its holder's.

    Formats of the numbers: research part 5.4 (USPTO, EUTM, CNIPA, ZL and the Chinese copyright
    registers).
    """
    facts = _MAKERS[kind](dice, clock, holder, since)
    if title is not None:
        facts["title"] = title
    right = Right(holder, kind, facts, dice.sha256(), since, void)
    holder.rights.append(right)
    return right


def _trademark(dice: Dice, clock: Clock, holder: Holder, since: float) -> dict[str, Any]:
    office = dice.pick(("CN", "US", "EU", holder.country))
    number = {"CN": dice.digits(8), "US": dice.digits(7), "EU": "01" + dice.digits(7)}
    nice = words.CATEGORIES[holder.category][0]
    more = [dice.whole(1, 45)] if dice.chance(0.3) else []
    return {
        "kind": "trademark",
        "jurisdiction": office,
        "number": number.get(office, dice.digits(7)),
        "title": holder.mark.upper() if dice.chance(0.5) else holder.mark,
        "applied_on": clock.written(since - dice.between(150, 420)),
        "registered_on": clock.written(since),
        "classes": sorted({nice, *more}),
        "status": "registered",
    }


def _copyright(dice: Dice, clock: Clock, holder: Holder, since: float) -> dict[str, Any]:
    good = dice.pick(words.CATEGORIES[holder.category][2])
    facts: dict[str, Any] = {
        "kind": "copyright",
        "title": f"{holder.mark} {good} picture {dice.whole(1, 90)}",
        "first_published_on": clock.written(since),
        "url": f"https://{holder.domain}/works/{dice.digits(5)}",
    }
    if dice.chance(0.45):
        year = clock.moment(since).year
        facts |= {
            "number": f"国作登字-{year}-F-{dice.digits(8)}",
            "jurisdiction": "CN",
            "registered_on": clock.written(since + dice.between(5, 60)),
        }
    return facts


def _patent(dice: Dice, clock: Clock, holder: Holder, since: float) -> dict[str, Any]:
    good = dice.pick(words.CATEGORIES[holder.category][2])
    year = clock.moment(since - 300).year
    chinese = dice.chance(0.6)
    number = f"ZL{year}2{dice.digits(7)}.{dice.whole(0, 9)}" if chinese else dice.digits(8)
    return {
        "kind": "patent",
        "jurisdiction": "CN" if chinese else "US",
        "number": number,
        "title": f"Improved {good}",
        "applied_on": clock.written(since - dice.between(240, 700)),
        "registered_on": clock.written(since),
        "status": "registered",
    }


def _design(dice: Dice, clock: Clock, holder: Holder, since: float) -> dict[str, Any]:
    good = dice.pick(words.CATEGORIES[holder.category][2])
    year = clock.moment(since - 120).year
    european = dice.chance(0.4)
    return {
        "kind": "design",
        "jurisdiction": "EU" if european else "CN",
        "number": f"00{dice.digits(7)}-0001" if european else f"ZL{year}3{dice.digits(7)}.1",
        "title": f"Shape of a {good}",
        "applied_on": clock.written(since - dice.between(20, 200)),
        "registered_on": clock.written(since),
        "status": "registered",
    }


_MAKERS = {
    "trademark": _trademark,
    "copyright": _copyright,
    "patent": _patent,
    "design": _design,
}
