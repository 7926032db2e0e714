"""Who files: accounts with what a platform knows of them, their judgement and their conduct."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lab.makers.unseen.brands import Brand
from lab.makers.unseen.words import pick  # fmt: skip


@dataclass(frozen=True)
class Eye:
    """How well a filer tells copies from the rest: `keen` shifts the distance between what is a
    copy and what is not (in standard deviations), `zeal` lowers the bar at which it files."""

    keen: float = 0.0
    zeal: float = 0.0


@dataclass(frozen=True)
class Conduct:
    """What a filer does once it has filed, as chances.

    `yields_wrong`, `yields_right`: to withdraw when the seller answers, being wrong or right (P1).
    `regrets`: to withdraw a wrong claim unasked. `demands`: to ask the seller for money (P2).
    `craft`: how convincing its papers are (log-odds). `heeds`: how much losses make it look twice,
    or rest."""

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
