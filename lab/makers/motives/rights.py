"""Rights: genuine ones of owners, and the pretexts of those who have none for what they do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from lab.makers.motives.draws import Chance, file_hash
from lab.makers.motives.names import CLASSES, Names

# Weights of the check digit of a Chinese patent number, for 12 digits.
WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


@dataclass(frozen=True)
class Right:
    """A right as a filer states it.

    `genuine` says whether it protects what its owner made, `looks` how good its papers look to a
    reviewer, from 0 to 1. `paper` is the hash of the certificate.
    """

    kind: str
    number: str | None
    jurisdiction: str
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
        made: dict[str, Any] = {"kind": self.kind, "jurisdiction": self.jurisdiction}
        if self.number:
            made["number"] = self.number
        made["title"] = self.title
        registered = self.registered if self.registered and self.registered <= today else None
        dates = {
            "applied_on": self.applied,
            "registered_on": registered,
            "first_published_on": self.published,
        }
        if chance.happens(kept):
            made |= {key: at.isoformat() for key, at in dates.items() if at}
        if self.kind == "trademark" and chance.happens(kept):
            made["classes"] = [CLASSES[self.category]]
            made["status"] = "registered" if registered else "applied"
        if self.url:
            made["url"] = self.url
        return made


def number(names: Names, kind: str, office: str, year: int) -> str:
    """A number as the office of this country forms it."""
    if kind == "trademark":
        return names.digits(
            {"US": 6, "EU": 6, "CN": 7}[office], {"US": "6", "EU": "018"}.get(office, "5")
        )
    if kind == "copyright":
        if office == "CN":
            return names.digits(8, f"国作登字-{year}-F-")
        return names.digits(6, "VA0002")
    if office == "CN":
        digits = names.digits(7, f"{year}{3 if kind == 'design' else 2}")
        check = sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11
        return f"ZL{digits}.{'X' if check == 10 else check}"
    if kind == "design":
        return names.digits(6, "D9") if office == "US" else f"{names.digits(7, '00')}-0001"
    return names.digits(6, "11") if office == "US" else names.digits(6, "EP3")


def registered(
    names: Names, kind: str, *, title: str, owner: str, category: int, on: date, looks: float = 0.9
) -> Right:
    """A right of its owner, applied for on this day; a copyright may be without a register."""
    chance = names.chance
    office = chance.choices(["CN", "US", "EU"], [5, 3, 2])[0]
    if kind == "copyright" and office == "EU":
        office = "US"
    plain = kind in ("copyright", "other")
    bare = kind == "other" or (kind == "copyright" and chance.happens(0.45))
    wait = (
        20 if plain else chance.randint(120, 420) if kind != "design" else chance.randint(25, 150)
    )
    return Right(
        kind=kind,
        number=None if bare else number(names, kind, office, on.year),
        jurisdiction=office,
        title=title,
        applied=None if bare else on,
        registered=None if bare else on + timedelta(days=wait),
        published=on - timedelta(days=chance.randint(0, 300)) if plain else None,
        category=category,
        genuine=True,
        looks=looks - 0.15 * bare,
        paper=file_hash("right", owner, kind, title),
        url=f"https://www.{owner.lower().split()[0]}.example/works" if bare else None,
    )


def pretext(right: Right, *, looks: float, paper: str | None = None, **changes: Any) -> Right:
    """The same right as one that protects nothing of what it is used against."""
    return replace(right, genuine=False, looks=looks, paper=paper or right.paper, **changes)
