"""Where accounts are opened: what a new one is like, and the exits that many share."""

from __future__ import annotations

import numpy as np

from lab.makers.unseen.accounts import Account, Conduct, Eye
from lab.makers.unseen.words import (
    CITIES,
    FREE_MAIL,
    SUFFIX,
    coin,
    ip,
    person,
    phone,
    pick,
    slug,
    street,
    token,
)

# What a platform may hold of a filer, and the share of filers of whom it does.
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
        free = rng.random() < (0.9 if individual else 0.35 if kind == "rights_holder" else 0.08)
        mail, domain = self.mailbox(root, free=free)
        shown = tuple(key for key, kept in zip(FIELDS, KEPT, strict=True) if rng.random() < kept)
        account = Account(
            ref=f"f-{(48113 + 7919 * len(self.all)) % 99991:05d}",
            name=name,
            kind=kind,
            country=land,
            email=mail,
            phone=phone(rng, prefix),
            address=street(rng, city),
            website=None if free and rng.random() < 0.6 else f"https://www.{domain}",
            ips=self.lines(),
            devices=[token(rng, "d-") for _ in range(int(rng.geometric(0.6)))],
            payment=token(rng, "pm-"),
            registered=registered,
            shown=shown,
            voice=int(rng.integers(1 << 30)),
            channel=pick(rng, ("form", "form", "form", "api", "email")),
            houses=self.presence(),
            eye=Eye(float(rng.normal(0, 0.35)), float(rng.normal(0, 0.35))),
            conduct=Conduct(craft=float(rng.normal(0, 0.4)), heeds=float(rng.beta(2, 2))),
        )
        self.all.append(account)
        return account

    def mailbox(self, root: str, *, free: bool) -> tuple[str, str]:
        """A mailbox, at a `free` host or at the firm's own domain, and that domain."""
        rng = self.rng
        who = person(rng).lower().replace(" ", ".")
        zone = pick(rng, ("com", "com", "net", "cn", "eu"))
        domain = f"{slug(root)}{int(rng.integers(100)) or ''}.{zone}"
        if free:
            return f"{who}{int(rng.integers(10, 999))}@{pick(rng, FREE_MAIL)}", domain
        return f"{pick(rng, ('legal', 'ip', 'brand', 'info', who, who))}@{domain}", domain

    def lines(self) -> list[str]:
        """Its addresses on the net, one in eight with a shared exit among them."""
        own = [ip(self.rng) for _ in range(int(self.rng.geometric(0.45)))]
        return [*own, pick(self.rng, self.exits)] if self.rng.random() < 0.12 else own

    def presence(self) -> tuple[str, ...]:
        """The houses where it files: one mostly, all three for a sixth."""
        draw = self.rng.random()
        if draw < 0.16:
            return self.houses
        first = pick(self.rng, ("lotus", "lotus", "plaza", "agora"))
        return (first,) if draw < 0.7 else (first, pick(self.rng, self.houses))
