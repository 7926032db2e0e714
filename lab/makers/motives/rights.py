"""Rights: genuine ones of owners, and the pretexts of those who have none for what they do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from lab.makers.motives.draws import Chance, file_hash
from lab.makers.motives.names import CATEGORIES, Names, domain

# Weights of the check digit of a Chinese patent number, for 12 digits.
WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
# Numbers as each office forms them; {} is the year.
SHAPES: Final = {
    "trademark": {"CN": "5#######", "US": "6######", "EU": "018######"},
    "copyright": {"CN": "国作登字-{}-F-########", "US": "VA0002######"},
    "design": {"CN": "{}3#######", "US": "D9######", "EU": "00#######-0001"},
    "patent": {"CN": "{}2#######", "US": "11######", "EU": "EP3######"},
    "other": {"CN": "", "US": ""},
}


@dataclass(frozen=True)
class Right:
    """A right as a filer states it.

    `genuine` says whether it protects what its owner made, `looks` how good its papers look to a
    reviewer, from 0 to 1. `paper` is the hash of the certificate.
    """

    kind: str
    number: str | None
    office: str
    title: str
    applied: date | None
    registered: date | None
    published: date | None
    category: int
    genuine: bool
    looks: float
    paper: str
    url: str | None = None

    def body(self, chance: Chance, kept: float, today: date) -> dict[str, Any]:
        """The line's `right` on a day, details missing as the record leaves them out."""
        entered = self.registered if self.registered and self.registered <= today else None
        dates = (("applied_on", self.applied), ("registered_on", entered),
                 ("first_published_on", self.published))  # fmt: skip
        told = {key: at.isoformat() for key, at in dates if at} if chance.happens(kept) else {}
        made: dict[str, Any] = {"kind": self.kind, "jurisdiction": self.office, "title": self.title}
        if self.kind == "trademark" and chance.happens(kept):
            made["classes"] = [int(CATEGORIES[self.category][1])]
            made["status"] = "registered" if entered else "applied"
        known = {"number": self.number, "url": self.url}
        return made | told | {key: word for key, word in known.items() if word}


def registered(
    names: Names, kind: str, *, title: str, owner: str, category: int, on: date, looks: float = 0.9
) -> Right:
    """A right of its owner, applied for on this day; a copyright may be without a register."""
    chance = names.chance
    plain = kind in ("copyright", "other")
    office = chance.choices(list(SHAPES[kind]), [5, 3, 2][: len(SHAPES[kind])])[0]
    bare = kind == "other" or (kind == "copyright" and chance.happens(0.45))
    wait = {"design": chance.randint(25, 150)}.get(kind, 20 if plain else chance.randint(120, 420))
    number = None if bare else names.number(SHAPES[kind][office].format(on.year))
    if number and office == "CN" and not plain and kind != "trademark":
        check = sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=True)) % 11
        number = f"ZL{number}.{'X' if check == 10 else check}"
    return Right(
        kind=kind,
        number=number,
        office=office,
        title=title,
        applied=None if bare else on,
        registered=None if bare else on + timedelta(days=wait),
        published=on - timedelta(days=chance.randint(0, 300)) if plain else None,
        category=category,
        genuine=True,
        looks=looks - 0.15 * bare,
        paper=file_hash("right", owner, kind, title),
        url=f"https://www.{domain(owner)}/works" if bare else None,
    )


def pretext(right: Right, **changes: Any) -> Right:
    """The same right as one that protects nothing of what it is used against."""
    return replace(right, genuine=False, **changes)
