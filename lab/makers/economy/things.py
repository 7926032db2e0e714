"""What the economy is made of: trades, stores, listings, rights, brands, filers, complaints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Category:
    """A trade; `season` gives a weight for each month, `copied` its pull on makers of copies."""

    name: str
    nice: int
    price: float
    margin: float
    copied: float
    season: tuple[int, ...]
    fights: str


@dataclass
class Store:
    """A shop. `kind` is honest, copier or grey (genuine goods from abroad); `nerve` is how readily
    its owner answers, in logits."""

    store_id: str
    name: str
    operator: str
    category: int
    kind: str
    nerve: float
    pull: float
    marketplace: str


@dataclass
class Listing:
    """An offer; `sales` in pieces a month, days counted from the first day of the market.

    `copies` is the reference of the brand whose right it breaks, and `breaks` the kind of right;
    `sells` the brand whose genuine goods a grey shop offers.
    """

    listing_id: str
    store: Store
    title: str
    price: float
    base: float
    listed: float
    sales: float = 0.0
    down: bool = False
    copies: str | None = None
    breaks: str | None = None
    sells: str | None = None


@dataclass
class Right:
    """A right as its holder states it. Days as above, mostly negative; None where not stated."""

    kind: str
    number: str | None
    jurisdiction: str
    title: str
    applied: int | None = None
    registered: int | None = None
    published: int | None = None
    classes: tuple[int, ...] = ()
    status: str | None = "registered"
    paper: str = ""


@dataclass
class Brand:
    """A holder of rights. `pool` are copies that it has not yet complained of."""

    reference: str
    name: str
    category: int
    country: str
    domain: str
    pull: float
    rights: list[Right] = field(default_factory=list)
    pool: list[Listing] = field(default_factory=list)
    grey: list[Listing] = field(default_factory=list)


@dataclass
class Identity:
    """What an account shows of its owner."""

    email: str
    phone: str | None
    address: str | None
    country: str
    website: str | None
    payment: str | None
    ips: list[str]
    devices: list[str]


@dataclass
class Filer:
    """An account that files, and what moves it.

    `aim` names its conduct, `appetite` its intended number of complaints in all; `error` multiplies
    the honest error of its kind of right; `polish` is the quality of its papers in logits;
    `retreat` (right, wrong) the chance that it withdraws an answered claim; `demand` the chance
    that it asks for money; `stakes` the months in which it is busier. `known` are its own words.
    """

    reference: str
    name: str
    kind: str
    aim: str
    identity: Identity
    brands: list[Brand]
    opened: float
    appetite: float
    months: tuple[float, float]
    wording: tuple[str, str, str]
    error: float = 1.0
    polish: float = 0.0
    retreat: tuple[float, float] = (0.03, 0.25)
    demand: float = 0.0
    spread: float = 1.0
    festive: float = 0.0
    trade: int = 0
    pattern: str | None = None
    innocent_kind: str | None = None
    ring: str | None = None
    strategy: str | None = None
    budget: int | None = None
    turned_at: int | None = None
    slow: bool = False
    hidden: bool = False
    crowded: bool = False
    honest_share: float = 0.0
    besieged: float = 0.0
    shown: bool = False
    plan: list[float] = field(default_factory=list)
    prey: list[Store] = field(default_factory=list)
    crew: Crew | None = None
    channel_share: float = 0.05
    plain: float = 0.12
    stores: list[Store] = field(default_factory=list)
    own: list[Right] = field(default_factory=list)
    accepted: int = 0
    refused: int = 0
    filed: list[Complaint] = field(default_factory=list)


@dataclass
class Crew:
    """One hand with many accounts: its trade, and what it strikes when."""

    name: str
    category: int
    campaigns: list[tuple[float, list[Listing]]] = field(default_factory=list)


@dataclass
class Draft:
    """A complaint that somebody may send; it is sent if `gain` exceeds `cost` (USD)."""

    right: Right
    holder: Brand | None
    basis: str
    claims: list[Claim]
    gain: float
    cost: float


@dataclass
class Claim:
    """One listing in a complaint: is it founded, and how plain is it (0 to 1) if not."""

    listing: Listing
    founded: bool
    plain: float = 0.15
    gone: bool = False


@dataclass
class Event:
    """What happened to one claim; `at` in days."""

    at: float
    kind: str
    listing_id: str
    by: str
    merit: str | None = None
    note: str | None = None
    reason: str | None = None
    harm: dict[str, Any] | None = None


@dataclass
class Complaint:
    """What a filer sent at a moment, and what came of it."""

    at: float
    filer: Filer
    right: Right
    holder: Brand | None
    basis: str
    claims: list[Claim]
    statement: str | None = None
    papers: list[tuple[str, str, str]] = field(default_factory=list)
    ip: str | None = None
    device: str | None = None
    channel: str = "form"
    events: list[Event] = field(default_factory=list)
