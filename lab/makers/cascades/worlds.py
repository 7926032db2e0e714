"""What differs from seed to seed: the parameters of a market. Sources are in the maker's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lab.makers.cascades.days import Clock
from lab.makers.cascades.draws import Draws

LEAST, MOST = 800, 60_000

# The first look removes by what it can see: the kind of right and how the listing bears on it.
# clear: copies. hard: arguable. grey: genuine goods outside the channel. seeming: not so, yet it
# looks so (the right was taken from the seller, or the seller has leave). none: plainly not.
REMOVED: Final = {
    "trademark": {"clear": 0.90, "hard": 0.62, "grey": 0.66, "seeming": 0.72, "none": 0.25},
    "design": {"clear": 0.92, "hard": 0.66, "grey": 0.45, "seeming": 0.66, "none": 0.22},
    "copyright": {"clear": 0.78, "hard": 0.48, "grey": 0.35, "seeming": 0.62, "none": 0.2},
    "patent": {"clear": 0.62, "hard": 0.32, "grey": 0.2, "seeming": 0.34, "none": 0.12},
    "other": {"clear": 0.6, "hard": 0.4, "grey": 0.3, "seeming": 0.4, "none": 0.15},
}
# A seller whose listing was removed answers, by what the listing is; times its own voice.
ANSWERED: Final = {"clear": 0.015, "hard": 0.1, "grey": 0.3, "seeming": 0.42, "none": 0.45}
# Staff that hear both sides put the listing back; a copier's forged invoice sometimes passes.
RESTORED: Final = {"clear": 0.12, "hard": 0.45, "grey": 0.65, "seeming": 0.82, "none": 0.93}

CATEGORIES: Final = (
    ("Women's dresses", 25, 28), ("Sneakers", 25, 60), ("Handbags", 18, 75), ("Watches", 14, 90),
    ("Jewellery", 14, 22), ("Phone cases", 9, 12), ("Earphones", 9, 35), ("Chargers", 9, 16),
    ("Perfume", 3, 40), ("Skin care", 3, 24), ("Make-up", 3, 15), ("Toys", 28, 20),
    ("Building bricks", 28, 32), ("Plush figures", 28, 17), ("Board games", 28, 30),
    ("Car accessories", 12, 26), ("Bicycle parts", 12, 34), ("Kitchen tools", 21, 14),
    ("Water bottles", 21, 18), ("Coffee makers", 11, 55), ("Lamps", 11, 38),
    ("Furniture", 20, 110), ("Bedding", 24, 42), ("Wall art", 16, 19), ("Posters", 16, 11),
    ("T-shirts", 25, 17), ("Sports jerseys", 25, 36), ("Yoga wear", 25, 29), ("Tents", 22, 88),
    ("Fishing gear", 28, 33), ("Pet supplies", 21, 16), ("Baby carriers", 18, 62),
    ("Power tools", 7, 70), ("Printer ink", 2, 23), ("Software keys", 9, 27), ("E-books", 9, 8),
    ("Sunglasses", 9, 31), ("Razors", 8, 21), ("Toothbrush heads", 21, 10), ("Vitamins", 5, 19),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A marketplace: where it is, in what it counts, whether it hears the seller first."""

    name: str
    country: str
    currency: str
    hears_first: bool
    term: float  # days that a filer has to answer an answer


@dataclass(frozen=True)
class World:
    """The parameters of one market. Means are per act, shares between 0 and 1, waits in days."""

    size: int
    base: float
    clock: Clock
    places: tuple[Place, ...]
    niches: int
    look_hours: float  # median from filing to the first decision
    formal: float  # share refused for form alone, of a filer of middling care
    lenience: float  # added to each share of REMOVED
    voice: float  # how much more or less sellers answer here
    graded: float  # share of decisions after which staff also grade the merit
    audited: float  # share of closed claims graded later
    relisted: float  # mean relistings of a copier after a removal
    sweep: float  # mean filings that a filing of one's own brings about at once
    again: float  # mean filings that a relisting brings about
    alarm: float  # mean filings of an ally after one's own at the same copier
    mistaken: float  # share of honest claims that are errors
    crowd: float  # share of small filers behind a line of many
    confirmed: float  # share of mailboxes confirmed by a link
    bare: float  # share of listing details that are missing
    joint: float  # share of copies that carry marks of two unrelated holders
    shops: float  # how many sellers a niche has, against the middle
    jurisdictions: dict[str, float]


def world_of(draws: Draws, size: int | None, base: float | None) -> World:
    """Draw a market's parameters; `size` and `base` as given, else by the draw."""
    size = size if size is not None else int(1500 * 4 ** draws.random())
    base = base if base is not None else 0.01 * 10 ** draws.random()
    first = date(2021, 1, 4) + timedelta(days=draws.randrange(0, 1000))
    clock = Clock(first, draws.randrange(366, 731), draws.uniform(0.6, 2.5))
    known = [
        Place("bazaro", "DE", "EUR", False, 14), Place("mercanta", "US", "USD", False, 12),
        Place("linshi", "CN", "CNY", draws.chance(0.3), 15), Place("plazado", "BR", "BRL", True, 4),
    ]  # fmt: skip
    places = tuple(draws.some(known, draws.choice([1, 1, 2, 2, 3])))
    return World(
        size=size,
        base=base,
        clock=clock,
        places=places,
        niches=min(len(CATEGORIES), 6 + draws.randrange(8) + size // 600),
        look_hours=draws.uniform(15, 30),
        formal=draws.uniform(0.06, 0.13),
        lenience=draws.uniform(-0.03, 0.03),
        voice=draws.uniform(0.7, 1.4),
        graded=draws.uniform(0.15, 0.5),
        audited=draws.uniform(0.01, 0.06),
        relisted=draws.uniform(0.2, 0.6),
        sweep=draws.uniform(0.1, 0.35),
        again=draws.uniform(0.2, 0.5),
        alarm=draws.uniform(0.05, 0.25),
        mistaken=draws.uniform(0.04, 0.1),
        crowd=draws.uniform(0.04, 0.15),
        confirmed=draws.uniform(0.5, 0.9),
        bare=draws.uniform(0.05, 0.3),
        joint=draws.uniform(0.002, 0.01),
        shops=draws.uniform(0.6, 1.6),
        jurisdictions={
            "US": draws.uniform(0.5, 2),
            "EU": draws.uniform(0.5, 2),
            "CN": draws.uniform(0.3, 2),
            "DE": draws.uniform(0.1, 0.5),
            "GB": draws.uniform(0.1, 0.5),
        },
    )
