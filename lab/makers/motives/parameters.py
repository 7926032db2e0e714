"""What differs from market to market, drawn once by the seed; `docs/makers` has the sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lab.makers.motives.draws import Chance

# How often a founded claim, and one in error that looks like something, takes a listing down.
# Errors and abuse pull the mix to what is published: Temu 73/55/73/34 %, TikTok 69 %.
FOUNDED: Final = {
    "trademark": 0.86, "copyright": 0.76, "design": 0.78, "patent": 0.36, "other": 0.45,
}  # fmt: skip
MISTAKEN: Final = {
    "trademark": 0.40, "copyright": 0.33, "design": 0.45, "patent": 0.22, "other": 0.12,
}  # fmt: skip
SCHEMES: Final = {
    "ring": 5.0, "competitor": 4.0, "extortion": 2.5, "squatter": 2.5, "impostor": 2.0,
    "forger": 2.0, "backdater": 1.6, "half_genuine": 2.0, "withdrawing_agency": 1.5,
    "channel_control": 1.5, "shotgun": 1.0, "young_design": 1.5, "retaliator": 1.0,
}  # fmt: skip
BRANDS: Final = {"label": 0.52, "designer": 0.33, "inventor": 0.07, "shape": 0.08}
# Shares and sizes, each drawn evenly between two bounds.
RANGES: Final = {
    # The platform: logits on each decision and on claims for which papers alone speak; shares
    # graded and audited; how fast it learns whom to distrust and how often it acts on that.
    "leniency": (-0.3, 0.3), "gullible": (-0.2, 0.9), "graded": (0.4, 0.95), "audited": (0, 0.06),
    "distrust": (0.3, 1.4), "suspends": (0, 0.5),
    # Sellers: who knows the law, who fights, who forges bills, who sells genuine goods unasked.
    "knowledge": (0.3, 0.6), "temper": (0.3, 0.7), "forgers": (0.02, 0.12), "grey": (0.1, 0.3),
    # Filers: how well they look, how often they hear of a copy, how many agents there are, how
    # often a listing touches a second holder; what abusers save on hiding, and what they fear.
    "care": (0.7, 0.93), "tip": (0.45, 0.85), "agencies": (0.5, 1.6), "twice": (0.005, 0.03),
    "thrift": (0.3, 0.8), "fear": (0.25, 0.7)}  # fmt: skip
# What the record keeps, as shares; and how it knows what it keeps of an account.
KEPT: Final = {
    "email": (0.9, 1), "phone": (0.5, 0.95), "address": (0.5, 0.95), "ip": (0.5, 1),
    "device": (0.25, 0.9), "payment": (0, 0.5), "website": (0.3, 0.8), "operates": (0.2, 0.9),
    "confirmed_email": (0.3, 0.95), "confirmed_phone": (0, 0.6), "confirmed_payment": (0, 0.8),
    "register": (0.05, 0.4), "store_id": (0.75, 1), "store_name": (0.6, 1), 
    "operator": (0.25, 0.85), "category": (0.8, 1),
    "title": (0.7, 1), "price": (0.6, 1), "sales_30d": (0.3, 0.95),
    "listed_on": (0.5, 0.95), "paper": (0.5, 0.95), "statement": (0.6, 0.98), "right": (0.6, 0.95),
}  # fmt: skip
MARKETS: Final = ["bazaar.example", "souq.example", "hall.example", "fair.example", "mart.example"]


@dataclass(frozen=True)
class Parameters:
    """A world: `hours` to decide at the median, `cap` links a complaint, `shares` as in RANGES."""

    start: date
    days: int
    size: int
    base: float
    markets: list[str]
    categories: int
    currency: str
    hours: float
    cap: int
    origins: bool
    catalogue: float
    brands: dict[str, float]
    schemes: dict[str, float]
    kept: dict[str, float]
    shares: dict[str, float]

    def __getattr__(self, name: str) -> float:
        try:
            return self.__dict__["shares"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None


def drawn(seed: int, size: int | None, base: float | None) -> Parameters:
    """The parameters of a seed's world."""
    chance = Chance(f"motives {seed} parameters")
    own_size, own_base = int(chance.log_between(1500, 6000)), chance.log_between(0.01, 0.10)
    return Parameters(
        start=date(2022, 6, 1) + timedelta(days=chance.randrange(480)),
        days=chance.randint(366, 730),
        size=own_size if size is None else size,
        base=own_base if base is None else base,
        markets=chance.sample(MARKETS, chance.choice([1, 1, 2, 3])),
        categories=chance.randint(8, 16),
        currency=chance.choice(["USD", "CNY", "EUR", "USD"]),
        hours=chance.log_between(14, 60),
        cap=chance.choice([50, 200, 300]),
        origins=chance.happens(0.8),
        catalogue=chance.choice([0, chance.uniform(0.4, 0.9), 1]),
        brands={kind: share * chance.spread(1, 0.35) for kind, share in BRANDS.items()},
        schemes={name: share * chance.spread(1, 0.7) for name, share in SCHEMES.items()},
        kept={name: chance.uniform(*bounds) for name, bounds in KEPT.items()},
        shares={name: chance.uniform(*bounds) for name, bounds in RANGES.items()},
    )
