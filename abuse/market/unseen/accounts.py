"""Who files: accounts with what a platform knows of them, their judgement and their conduct."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from abuse.market.unseen.brands import Brand
from abuse.market.unseen.words import (
    CITIES, FREE_MAIL, SUFFIX, coin, ip, person, phone, pick, slug, street, token,
)  # fmt: skip


@dataclass(frozen=True)
class Eye:
    """How well a filer tells copies from the rest: `keen` shifts the distance between what is a copy
    and what is not (in standard deviations), `zeal` lowers the bar at which it files."""

    keen: float = 0.0
    zeal: float = 0.0


@dataclass(frozen=True)
class Conduct:
    """What a filer does once it has filed, as chances.

    `yields_wrong`, `yields_right`: to withdraw when the seller answers, being wrong or right (P1).
    `regrets`: to withdraw a wrong claim unasked. `demands`: to ask the seller for money (P2). `craft`:
    how convincing its papers are (log-odds). `heeds`: how much losses make it look twice, or rest.
    """

    yields_wrong: float = 0.4
    yields_right: float = 0.03
    regrets: float = 0.04
    demands: float = 0.0
    craft: float = 0.0
    heeds: float = 0.5


@dataclass(slots=True)
class Account:
    """A filer's account. `shown` are the attributes that the record holds of it at all."""

    ref: str
    name: str
    kind: str
    country: str
    email: str
    phone: str
    address: str
    website: str | None
    ips: list[str]
    devices: list[str]
    payment: str
    registered: float
    shown: tuple[str, ...]
    voice: int
    channel: str
    houses: tuple[str, ...]
    eye: Eye
    conduct: Conduct
    brands: list[Brand] = field(default_factory=list)
    operates: list[str] = field(default_factory=list)
    moved: tuple[float, str] | None = None
    lost: list[float] = field(default_factory=list)
    won: list[float] = field(default_factory=list)
    honest: bool = True

    def as_filed(self, rng: np.random.Generator, day: float, since: str) -> dict[str, object]:
        """The filer of one complaint, as the interchange line has it."""
        mail = self.moved[1] if self.moved and day > self.moved[0] else self.email
        seen = {
            "email": mail, "phone": self.phone, "address": self.address, "website": self.website,
            "ip": pick(rng, self.ips), "device": pick(rng, self.devices), "payment": self.payment,
        }  # fmt: skip
        filer: dict[str, object] = {"reference": self.ref, "name": self.name, "kind": self.kind}
        filer |= {"country": self.country, "registered_at": since}
        filer |= {key: seen[key] for key in self.shown if seen[key]}
        if self.operates:
            filer["operates"] = list(self.operates)
        return filer


FIELDS = ("email", "phone", "address", "website", "ip", "device", "payment")
KEPT = (0.97, 0.8, 0.6, 0.65, 0.85, 0.6, 0.4)


class Registry:
    """Opens accounts. Some sit behind exits that hundreds use: a carrier's, a shared office's."""

    def __init__(self, rng: np.random.Generator, houses: tuple[str, ...]) -> None:
        self.rng, self.houses = rng, houses
        self.exits = [ip(rng) for _ in range(14)]
        self.all: list[Account] = []

    def open(self, *, kind: str, registered: float, name: str = "", country: str = "") -> Account:
        """An account like others of its kind; the caller changes what is special about it."""
        rng = self.rng
        cities = [city for city in CITIES if not country or city[0] == country] or list(CITIES)
        land, city, prefix = pick(rng, cities)
        individual = kind == "individual"
        root = coin(rng)
        name = name or (person(rng) if individual else f"{root} {SUFFIX[land]}")
        domain = f"{slug(root)}{int(rng.integers(100)) or ''}.{pick(rng, ('com', 'com', 'net', 'cn', 'eu'))}"
        free = rng.random() < (0.9 if individual else 0.35 if kind == "rights_holder" else 0.08)
        who = person(rng).lower().replace(" ", ".")
        box = pick(rng, ("legal", "ip", "brand", "info", who, who))
        mail = (
            f"{who}{int(rng.integers(10, 999))}@{pick(rng, FREE_MAIL)}"
            if free
            else f"{box}@{domain}"
        )
        shown = tuple(key for key, kept in zip(FIELDS, KEPT, strict=True) if rng.random() < kept)
        account = Account(
            ref=f"f-{48113 + 37 * len(self.all):06d}", name=name, kind=kind, country=land, email=mail,
            phone=phone(rng, prefix), address=street(rng, city),
            website=None if free and rng.random() < 0.6 else f"https://www.{domain}",
            ips=self.lines(), devices=[token(rng, "d-") for _ in range(int(rng.geometric(0.6)))],
            payment=token(rng, "pm-"), registered=registered, shown=shown,
            voice=int(rng.integers(1 << 30)), channel=pick(rng, ("form", "form", "form", "api", "email")),
            houses=self.presence(), eye=Eye(float(rng.normal(0, 0.35)), float(rng.normal(0, 0.35))),
            conduct=Conduct(craft=float(rng.normal(0, 0.4)), heeds=float(rng.beta(2, 2))),
        )  # fmt: skip
        self.all.append(account)
        return account

    def lines(self) -> list[str]:
        own = [ip(self.rng) for _ in range(int(self.rng.geometric(0.45)))]
        return [*own, pick(self.rng, self.exits)] if self.rng.random() < 0.12 else own

    def presence(self) -> tuple[str, ...]:
        """The houses where it files: one mostly, all three for a sixth."""
        draw = self.rng.random()
        if draw < 0.16:
            return self.houses
        first = pick(self.rng, ("lotus", "lotus", "plaza", "agora"))
        return (first,) if draw < 0.7 else (first, pick(self.rng, self.houses))
