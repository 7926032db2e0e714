"""By what an account is known: mailbox, telephone, address, networks, device, payment, website."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from lab.makers.cascades import names
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.worlds import RATES, World


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
        own = ["device", "payment"] if channel == "form" else []
        for kind in ["email", "phone", "address", "website", *own]:
            value = getattr(self, kind)
            if value is not None and (kind == "email" or draws.chance(0.93)):
                fields[kind] = value
        if channel in {"form", "api"} and self.lines:
            away = channel == "form" and draws.chance(self.roams)
            fields["ip"] = names.network(draws) if away else draws.choice(self.lines)
        told = {kind: how for kind, how in self.origins.items() if kind in fields}
        return fields | ({"origins": told} if told else {})


def origins_of(draws: Draws, world: World, registered: bool) -> dict[str, str]:
    """How an account's attributes come to be known. Registers show owners' addresses."""
    shares = {("email", "confirmed"): world.confirmed, ("phone", "confirmed"): 0.3}
    shares |= {("payment", "confirmed"): 0.5, ("device", "seen"): 0.6, ("ip", "seen"): 0.6}
    if registered:
        shares |= {("address", "register"): 0.3, ("website", "register"): 0.08}
    return {kind: how for (kind, how), share in shares.items() if draws.chance(share)}


def badge_of(
    draws: Draws, world: World, name: str, country: str, domain: str | None = None,
    registered: bool = False, line: str | None = None,
) -> Badge:  # fmt: skip
    """An account's own badge. With a domain the mailbox is there, else it is a free one."""
    role = draws.choice(["ip", "legal", "brand", "info", "protection", names.word(draws).lower()])
    show = {kind: draws.chance(share) for kind, share in RATES["filer"]["shown"].items()}
    lines = tuple(names.network(draws) for _ in range(1 + draws.poisson(0.5)))
    if line is not None:
        lines = (line, *lines[:1]) if draws.chance(0.4) else (line,)
    mailbox = f"{role}@{domain}" if domain else names.free_mailbox(draws, name, country)
    made = Badge(name, country, mailbox, origins=origins_of(draws, world, registered))
    return replace(
        made,
        phone=names.phone(draws, country) if show["phone"] else None,
        address=names.address(draws, country) if show["address"] else None,
        device=f"d-{draws.getrandbits(48):012x}" if show["device"] else None,
        payment=f"pay-{draws.digits(14)}" if show["payment"] else None,
        website=f"https://www.{domain}" if domain and show["website"] else None,
        lines=lines if draws.chance(0.85) else (),
        roams=draws.part(0.15, 6),
    )


def dressed(badge: Badge, like: Badge, kinds: list[str]) -> Badge:
    """The badge with some attributes of another; what the other does not show is not taken.

    How the other's are known does not come with them: a copied telephone is typed.
    """
    taken: dict[str, Any] = {k: getattr(like, k) for k in kinds if getattr(like, k)}
    kept = {kind: how for kind, how in badge.origins.items() if kind not in taken}
    return replace(badge, **taken, origins=kept)
