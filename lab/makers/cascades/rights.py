"""Rights and who holds them: register numbers in each office's format, dates, papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.worlds import RATES, World

if TYPE_CHECKING:
    from lab.makers.cascades.goods import Niche, Operator


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
    registered: float
    applied: float | None
    published: float | None
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
    first, digits = draws.choice("3456789"), draws.digits
    if office == "CN" and kind in {"patent", "design"}:
        return cn_patent(draws, year, "3" if kind == "design" else draws.choice("12"))
    if kind == "copyright" and not (office == "CN" or (office == "US" and draws.chance(0.5))):
        return None
    known = {
        ("trademark", "EU"): f"018{digits(6)}",
        ("trademark", "CN"): f"{first}{digits(7)}",
        ("trademark", "US"): f"{first}{digits(6)}",
        ("trademark", "DE"): f"30{year}0{digits(5)}",
        ("trademark", "GB"): f"UK00003{digits(6)}",
        ("design", "US"): f"D{draws.randrange(800_000, 999_999)}",
        ("design", "EU"): f"00{digits(7)}-0001",
        ("patent", "US"): str(draws.randrange(9_000_000, 11_900_000)),
        ("patent", "EU"): f"EP{draws.randrange(2_000_000, 3_900_000)}",
        ("copyright", "CN"): f"国作登字-{year}-F-{digits(8)}",
        ("copyright", "US"): f"VA000{draws.randrange(2_000_000, 2_400_000)}",
    }
    return known.get((kind, office))


def right_of(
    draws: Draws, world: World, holder: Holder, kind: str, standing: str, age: float | None = None
) -> Right:
    """Give a holder a right; `age` is the days from its registration to the market's start."""
    offices = dict(RATES["filer"]["offices"])
    if kind in {"patent", "design"}:
        offices = {code: share for code, share in offices.items() if code in {"US", "EU", "CN"}}
    office = draws.among(offices)
    age = draws.around(RATES["filer"]["age"][kind], 0.8) if age is None else age
    wait = {"trademark": 270.0, "patent": 800.0, "design": 60.0}.get(kind, 40.0)
    applied = -age - draws.around(wait, 0.3)
    known = number(draws, kind, office, (world.clock.first + timedelta(days=int(applied))).year)
    work = f"{holder.brand} {draws.choice(['photographs', 'artwork', 'pictures', 'manual'])}"
    device = (
        f"{holder.niches[0].name} {draws.choice(['with hinge', 'assembly', 'housing', 'clip'])}"
    )
    titles = {"trademark": holder.brand.upper(), "copyright": f"{work} {draws.randrange(1, 60)}"}
    right = Right(
        f"{holder.reference}/{len(holder.rights)}", kind, holder, standing, office, known,
        titles.get(kind, device), -age, applied if draws.chance(0.6) else None,
        -age - draws.wait(200) if kind == "copyright" else None,
        digest(world.clock.first, holder.reference, kind, draws.random()),
    )  # fmt: skip
    holder.rights.append(right)
    return right
