"""Rights and who holds them: register numbers in each office's format, dates, papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from lab.makers.cascades import names
from lab.makers.cascades.draws import Draws

if TYPE_CHECKING:
    from lab.makers.cascades.goods import Niche, Operator
    from lab.makers.cascades.worlds import World

BASES: Final = {
    "trademark": "trademark", "copyright": "copyright", "patent": "patent",
    "design": "design", "other": "other",
}  # fmt: skip


@dataclass(eq=False, slots=True)
class Holder:
    """Who owns rights: a firm or a person, with the operators that copy it."""

    reference: str
    name: str
    brand: str
    country: str
    website: str
    niches: list[Niche]
    rights: list[Right] = field(default_factory=list)
    copiers: list[Operator] = field(default_factory=list)
    runs: Operator | None = None


@dataclass(eq=False, slots=True)
class Right:
    """A right as it is claimed. `standing`: sound, young, weak, dead, grabbed or forged."""

    key: str
    kind: str
    holder: Holder
    standing: str
    jurisdiction: str
    number: str | None
    title: str
    registered: float | None
    applied: float | None
    published: float | None
    classes: list[int]
    paper: str


def digest(*parts: object) -> str:
    """The SHA-256 of a paper that exists in name only."""
    return sha256("/".join(map(str, parts)).encode()).hexdigest()


def cn_patent(draws: Draws, year: int, kind: str) -> str:
    """ZL, year, kind (1 invention, 2 utility model, 3 design), serial, check digit."""
    body = f"{year}{kind}{draws.digits(7)}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return f"ZL{body}.{'X' if rest == 10 else rest}"


def number(draws: Draws, kind: str, office: str, year: int) -> str | None:
    """A number as the office gives it; a copyright is registered only here and there."""
    if kind == "trademark":
        shapes = {"EU": "01{8}", "CN": "{8}", "US": "{7}", "DE": "30{10}", "GB": "UK0000{7}"}
        lead, count = shapes[office][:-1].split("{")
        filled = draws.digits(int(count) - 1)
        return f"{lead}{draws.choice('3456789') if office in {'US', 'CN', 'GB'} else '8'}{filled}"
    if kind == "design":
        if office == "CN":
            return cn_patent(draws, year, "3")
        return f"D{draws.randrange(800_000, 999_999)}" if office == "US" else f"00{draws.digits(7)}-0001"
    if kind == "patent":
        if office == "CN":
            return cn_patent(draws, year, draws.choice("12"))
        return f"EP{draws.randrange(2_000_000, 3_900_000)}" if office != "US" else f"{draws.randrange(9_000_000, 11_900_000)}"
    if kind == "copyright" and office == "CN":
        return f"国作登字-{year}-F-{draws.digits(8)}"
    if kind == "copyright" and office == "US" and draws.chance(0.5):
        return f"VA000{draws.randrange(2_000_000, 2_400_000)}"
    return None


def right_of(
    draws: Draws, world: World, holder: Holder, kind: str, standing: str, age: float | None = None
) -> Right:
    """Give a holder a right; `age` is the days from its registration to the market's start."""
    office = draws.among(world.jurisdictions)
    if kind in {"patent", "design"} and office == "GB":
        office = "EU"
    if age is None:
        age = draws.around({"patent": 1400, "copyright": 900}.get(kind, 2000), 0.8)
    wait = {"trademark": 270.0, "patent": 800.0, "design": 60.0}.get(kind, 40.0)
    known = number(draws, kind, office, world.clock.year(-age - wait))
    work = draws.choice(["photographs", "artwork", "packaging", "illustrations", "manual"])
    title = {
        "trademark": holder.brand.upper(),
        "copyright": f"{holder.brand} {work} {draws.randrange(1, 60)}",
    }.get(kind, f"{holder.niches[0].name} {draws.choice(['with hinge', 'assembly', 'housing', 'clip'])}")
    right = Right(
        key=f"{holder.reference}/{len(holder.rights)}",
        kind=kind,
        holder=holder,
        standing=standing,
        jurisdiction=office,
        number=known,
        title=title,
        registered=-age if known else None,
        applied=-age - draws.around(wait, 0.3) if known and draws.chance(0.6) else None,
        published=-age - draws.wait(200) if kind == "copyright" else None,
        classes=sorted({niche.nice for niche in holder.niches}) if kind == "trademark" else [],
        paper=digest(world.clock.first, holder.reference, kind, len(holder.rights), draws.random()),
    )
    holder.rights.append(right)
    return right
