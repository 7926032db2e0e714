"""By what an account is known: mailbox, telephone, address, networks, device, payment, website."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from lab.makers.cascades import names
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.worlds import World

# How often an account shows each at all, of those that file by form; an e-mail is always asked for.
SHOWN: Final = {"phone": 0.7, "address": 0.6, "device": 0.75, "payment": 0.15, "website": 0.45}
NETWORK_SHOWN: Final = 0.85


@dataclass(frozen=True, slots=True)
class Badge:
    """What one account shows; None is not shown. `origins` says how each is known."""

    name: str
    country: str
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    device: str | None = None
    payment: str | None = None
    website: str | None = None
    lines: tuple[str, ...] = ()
    roams: float = 0.15  # share of filings from some other network, as a telephone's
    origins: dict[str, str] = field(default_factory=dict)

    def shown(self, draws: Draws, channel: str) -> dict[str, Any]:
        """The identity fields of one filing: a letter shows no device, an interface few things."""
        fields: dict[str, Any] = {"name": self.name, "country": self.country}
        kinds = ["email", "phone", "address", "website"]
        if channel == "form":
            kinds += ["device", "payment"]
        for kind in kinds:
            value = getattr(self, kind)
            if value is not None and (kind == "email" or draws.chance(0.93)):
                fields[kind] = value
        if channel in {"form", "api"} and self.lines:
            away = channel == "form" and draws.chance(self.roams)
            fields["ip"] = names.network(draws) if away else draws.choice(self.lines)
        told = {kind: how for kind, how in self.origins.items() if kind in fields}
        if told:
            fields["origins"] = told
        return fields


def origins_of(draws: Draws, world: World, registered: bool) -> dict[str, str]:
    """How an account's attributes come to be known. Registers show owners' addresses."""
    told = {}
    if draws.chance(world.confirmed):
        told["email"] = "confirmed"
    if draws.chance(0.3):
        told["phone"] = "confirmed"
    if registered and draws.chance(0.3):
        told["address"] = "register"
    if registered and draws.chance(0.08):
        told["website"] = "register"
    if draws.chance(0.5):
        told["payment"] = "confirmed"
    if draws.chance(0.6):
        told |= {"device": "seen", "ip": "seen"} | ({} if "email" in told else {"email": "typed"})
    return told


def badge_of(
    draws: Draws,
    world: World,
    name: str,
    country: str,
    *,
    domain: str | None = None,
    registered: bool = False,
    line: str | None = None,
) -> Badge:
    """An account's own badge. With a domain the mailbox is there, else it is a free one."""
    role = draws.choice(["ip", "legal", "brand", "info", "protection", names.word(draws)])
    show = {kind: draws.chance(share) for kind, share in SHOWN.items()}
    lines = tuple(names.network(draws) for _ in range(1 + draws.poisson(0.5)))
    if line is not None:
        lines = (line, *lines[:1]) if draws.chance(0.4) else (line,)
    return Badge(
        name=name,
        country=country,
        email=f"{role}@{domain}" if domain else names.free_mailbox(draws, name.split(",")[0], country),
        phone=names.phone(draws, country) if show["phone"] else None,
        address=names.address(draws, country) if show["address"] else None,
        device=names.device(draws) if show["device"] else None,
        payment=names.bank_account(draws) if show["payment"] else None,
        website=f"https://www.{domain}" if domain and show["website"] else None,
        lines=lines if draws.chance(NETWORK_SHOWN) else (),
        roams=draws.part(0.15, 6),
        origins=origins_of(draws, world, registered),
    )


def dressed(badge: Badge, like: Badge, kinds: list[str]) -> Badge:
    """The badge with some attributes of another; what the other does not show is not taken.

    How the other's are known does not come with them: a copied mailbox is typed.
    """
    taken: dict[str, Any] = {k: getattr(like, k) for k in kinds if getattr(like, k)}
    kept = {kind: how for kind, how in badge.origins.items() if kind not in taken}
    kept |= {kind: "seen" for kind in taken if kind == "device"}
    return replace(badge, **taken, origins=kept)
