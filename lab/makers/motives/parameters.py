"""What differs from market to market: drawn once by the seed. `docs/makers/motives.md` has sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lab.makers.motives.draws import Chance

# Takedown shares that a mixed lot of claims comes to: Temu 73/55/34/73 %, TikTok 69 %. These are
# the shares of *founded* claims; errors and abuse pull them down to the published ones.
FOUNDED: Final = {
    "trademark": 0.83, "copyright": 0.72, "design": 0.74, "patent": 0.34, "other": 0.45,
}  # fmt: skip
# Of claims in error that look like something.
MISTAKEN: Final = {
    "trademark": 0.40, "copyright": 0.33, "design": 0.45, "patent": 0.22, "other": 0.12,
}  # fmt: skip
SCHEMES: Final = {
    "ring": 5.0, "competitor": 4.0, "extortion": 2.5, "squatter": 2.5, "impostor": 2.0,
    "forger": 2.0, "backdater": 1.6, "half_genuine": 2.0, "withdrawing_agency": 1.5,
    "channel_control": 1.5, "shotgun": 1.0, "young_design": 1.5, "retaliator": 1.0,
}  # fmt: skip
BRANDS: Final = {"label": 0.52, "designer": 0.33, "inventor": 0.07, "shape": 0.08}


@dataclass(frozen=True)
class Parameters:
    """A world: its calendar, its platform, its sellers, its filers, and what its record keeps."""

    start: date
    days: int
    size: int
    base: float
    markets: tuple[str, ...]
    categories: int
    currency: str
    # The platform: logits on each decision and on claims for which papers alone speak, median hours to decide, complaints that a day's staff
    # can take beside the mean load, shares graded, how fast it learns whom to distrust.
    leniency: float
    gullible: float
    hours: float
    graded: float
    audited: float
    distrust: float
    suspends: float
    cap: int
    # Sellers.
    knowledge: float
    temper: float
    forgers: float
    grey: float
    # Honest filers.
    care: float
    tip: float
    agencies: float
    twice: float
    brands: dict[str, float]
    # Abusers.
    schemes: dict[str, float]
    thrift: float
    fear: float
    # What the record keeps: a share by name; `origins` is 0 where it never says how a thing is known.
    kept: dict[str, float]
    catalogue: float


def drawn(seed: int, size: int | None, base: float | None) -> Parameters:
    """The parameters of a seed's world."""
    chance = Chance(f"motives {seed} parameters")
    names = ["bazaar.example", "souq.example", "hall.example", "fair.example", "mart.example"]
    chance.shuffle(names)
    own_size = int(chance.log_between(1500, 6000))
    own_base = chance.log_between(0.01, 0.10)
    kept = {
        "email": chance.between(0.9, 1), "phone": chance.between(0.5, 0.95),
        "address": chance.between(0.5, 0.95), "ip": chance.between(0.5, 1),
        "device": chance.between(0.25, 0.9), "payment": chance.between(0, 0.5),
        "website": chance.between(0.3, 0.8), "origins": chance.choice([0, 1, 1, 1, 1]),
        "confirmed_email": chance.between(0.3, 0.95), "confirmed_phone": chance.between(0, 0.6),
        "register": chance.between(0.05, 0.4), "confirmed_payment": chance.between(0, 0.8),
        "store": chance.between(0.75, 1), "operator": chance.between(0.3, 0.9),
        "category": chance.between(0.8, 1), "price": chance.between(0.6, 1),
        "sales": chance.between(0.3, 0.95), "listed": chance.between(0.5, 0.95),
        "paper": chance.between(0.5, 0.95), "statement": chance.between(0.6, 0.98),
        "right": chance.between(0.6, 0.95), "operates": chance.between(0.2, 0.9),
    }  # fmt: skip
    return Parameters(
        start=date(2022, 6, 1) + timedelta(days=chance.randrange(480)),
        days=chance.randint(366, 730),
        size=own_size if size is None else size,
        base=own_base if base is None else base,
        markets=tuple(names[: chance.choice([1, 1, 2, 3])]),
        categories=chance.randint(8, 16),
        currency=chance.choice(["USD", "CNY", "EUR", "USD"]),
        leniency=chance.between(-0.3, 0.3),
        gullible=chance.between(-0.2, 0.9),
        hours=chance.log_between(14, 60),
        graded=chance.between(0.4, 0.95),
        audited=chance.between(0, 0.06),
        distrust=chance.between(0.3, 1.4),
        suspends=chance.between(0, 0.5),
        cap=chance.choice([50, 200, 300]),
        knowledge=chance.between(0.3, 0.6),
        temper=chance.between(0.3, 0.7),
        forgers=chance.between(0.02, 0.12),
        grey=chance.between(0.1, 0.3),
        care=chance.between(0.7, 0.93),
        tip=chance.between(0.45, 0.85),
        agencies=chance.between(0.5, 1.6),
        twice=chance.between(0.005, 0.03),
        brands={kind: share * chance.spread(1, 0.35) for kind, share in BRANDS.items()},
        schemes={name: share * chance.spread(1, 0.7) for name, share in SCHEMES.items()},
        thrift=chance.between(0.3, 0.8),
        fear=chance.between(0.25, 0.7),
        kept=kept,
        catalogue=chance.choice([0, chance.between(0.4, 0.9), 1]),
    )
