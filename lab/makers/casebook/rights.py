"""Rights and the brands that own them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lab.makers.casebook import names
from lab.makers.casebook.world import Dice, World

if TYPE_CHECKING:
    from lab.makers.casebook.listings import Listing, Store

# Category, its Nice classes, a usual price, what is sold.
GOODS: Final = {
    "bags": ((18,), 60.0, ("backpack", "tote bag", "wallet", "belt bag")),
    "clothing": ((25,), 35.0, ("dress", "hoodie", "T-shirt", "jacket", "swim suit")),
    "shoes": ((25,), 70.0, ("sneaker", "sandal", "boot")),
    "beauty": ((3,), 18.0, ("sun cream", "lip balm", "hair oil", "serum")),
    "electronics": ((9,), 45.0, ("router", "ear phones", "charger", "phone case")),
    "toys": ((28,), 22.0, ("plush figure", "puzzle", "building set")),
    "car parts": ((12,), 30.0, ("boot mat", "seat cover", "phone holder")),
    "home": ((20, 21), 28.0, ("lamp", "vase", "storage rack", "toothbrush head")),
    "jewellery": ((14,), 40.0, ("necklace", "ring", "bracelet")),
    "pictures": ((16,), 15.0, ("poster", "sticker sheet", "print")),
}
KINDS: Final = ("trademark", "copyright", "design", "patent")


@dataclass
class Right:
    """A right as somebody states it: `sound` before a court, `face` how good it looks."""

    key: str
    kind: str
    title: str
    owner: str
    category: str
    statement: dict[str, Any]
    paper: str
    since: float
    sound: bool = True
    face: float = 1.0
    forged: bool = False


@dataclass
class Brand:
    name: str
    country: str
    category: str
    price: float
    fame: float
    domain: str
    rights: list[Right] = field(default_factory=list)
    store: Store | None = None
    copies: list[Listing] = field(default_factory=list)
    lawful: list[Listing] = field(default_factory=list)


def check_digit(digits: str) -> str:
    """The last sign of a Chinese patent number: weights 2 to 9 and again from 2, modulo 11."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits))
    return "0123456789X"[total % 11]


def number_of(dice: Dice, kind: str, office: str, year: int) -> str:
    """A number as the office would give it (formats: research page, part 5.4)."""
    if kind == "trademark":
        if office == "EU":
            return f"018{dice.digits(6)}"
        return f"{dice.randrange(4, 8)}{dice.digits(6 if office == 'US' else 7)}"
    if kind == "copyright":
        if office == "CN":
            return f"国作登字-{year}-F-{dice.digits(8)}"
        return f"VA{dice.randrange(1, 3):04d}{dice.digits(6)}"
    if office == "CN":
        stem = f"{year}{3 if kind == 'design' else 2}{dice.digits(7)}"
        return f"ZL{stem}.{check_digit(stem)}"
    if kind == "design":
        return (
            f"D{dice.randrange(700, 999)}{dice.digits(3)}"
            if office == "US"
            else f"00{dice.digits(7)}-0001"
        )
    return f"{dice.randrange(8, 12)}{dice.digits(6)}" if office == "US" else f"EP{dice.digits(7)}"


def make_right(
    dice: Dice,
    world: World,
    kind: str,
    owner: str,
    title: str,
    category: str,
    country: str,
    *,
    age: float | None = None,
    sound: bool = True,
    face: float = 1.0,
    forged: bool = False,
    status: str = "registered",
) -> Right:
    """State a right that is `age` days old on the first day of the market."""
    age = dice.about(1800 if kind == "trademark" else 900, 0.8) if age is None else age
    home = {"CN": "CN", "HK": "CN", "US": "US"}.get(country, "EU")
    office = {"china": "CN", "america": "US", "europe": "EU"}[world.region]
    office = office if dice.chance(0.75) else home  # a right counts where it is sold
    year = int(world.date(-age)[:4])
    said: dict[str, Any] = {"kind": kind}
    if kind == "copyright" and dice.chance(0.55):
        said |= {"url": f"https://www.{names.slug(owner)}.example/works/{dice.token(8)}"}
        if dice.chance(0.6):
            said["first_published_on"] = world.date(-age)
    else:
        said |= {"number": number_of(dice, kind, office, year), "jurisdiction": office}
        if kind == "patent" and office == "EU":
            said["jurisdiction"] = country if country not in ("CN", "HK", "US") else "DE"
        if dice.chance(0.75):
            said["registered_on"] = world.date(-age)
        if dice.chance(0.3):
            said["applied_on"] = world.date(-age - dice.about(260, 0.4))
        if dice.chance(0.5) or status != "registered":
            said["status"] = status
    if kind == "trademark" and dice.chance(0.7):
        said["classes"] = list(GOODS[category][0])
    if dice.chance(0.85):
        said["title"] = title
    key = f"{kind}/{dice.token(12)}"
    return Right(key, kind, title, owner, category, said, f"right/{key}", -age, sound, face, forged)


def make_brand(
    dice: Dice, world: World, country: str, name: str = "", *, young: bool = False, kind: str = ""
) -> Brand:
    """A brand with one to five rights, a trade mark first among most."""
    name = name or names.brand(dice)
    category = dice.choice(sorted(GOODS))
    price = dice.about(GOODS[category][1], 0.6)
    brand = Brand(name, country, category, price, dice.random() ** 3, f"{names.slug(name)}.example")
    first = (("trademark", 0.62), ("copyright", 0.24), ("design", 0.08), ("patent", 0.06))
    more = zip(KINDS, (0.35, 0.3, 0.1, 0.06), strict=True)
    wanted = [kind or dice.weighed(first), *(each for each, share in more if dice.chance(share))]
    for each in wanted:
        title = name if each == "trademark" else f"{name} {dice.choice(GOODS[category][2])}"
        age = dice.uniform(20, 240) if young else None
        right = make_right(dice, world, each, name, title, category, country, age=age)
        if each != "copyright" and dice.chance(0.06 if young else 0.015):
            # Filed for too early, or not renewed: a claim in good faith out of no right.
            right.statement["status"] = "applied" if young else "expired"
            right.sound, right.face = False, 0.6
        brand.rights.append(right)
    return brand
