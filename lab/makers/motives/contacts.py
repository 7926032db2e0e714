"""What an account shows of who it is, what of that the record keeps, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from lab.makers.motives.draws import Chance
from lab.makers.motives.names import FREE, PHONES, Names
from lab.makers.motives.parameters import Parameters

KINDS: Final = ("email", "phone", "address", "ip", "device", "payment", "website")


@dataclass
class Contact:
    """The marks of an account. `lines` are the networks from which it files; `typed` are marks of
    others that it only wrote into its form; `shown` are those that the platform has."""

    email: str
    phone: str
    address: str
    country: str
    lines: list[str]
    device: str
    payment: str
    website: str | None = None
    typed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    origins: dict[str, str] = field(default_factory=dict)


def made(
    names: Names, name: str, *, host: str | None = None, country: str | None = None
) -> Contact:
    """A contact of its own: a mailbox at its host, or at a provider that is free to all."""
    chance, country = names.chance, country or names.country()
    local = name.lower().replace(" ", ".").replace(",", "").strip(".")
    box = chance.choice(["info", "legal", "ip", "brand", "office"])
    free = f"{local}{chance.randint(1, 9999)}@{chance.choice(FREE)}"
    # A home line keeps its address for weeks; some file from the road, behind a carrier's exit.
    lines = [names.network() for _ in range(1 + chance.happens(0.35))]
    return Contact(
        email=f"{box}@{host}" if host else free,
        phone=names.number(PHONES[country]),
        address=names.address(country),
        country=country,
        lines=lines + [chance.choice(names.exits)] * chance.happens(0.12),
        device=names.number("dev-############"),
        payment=names.number("pay-############"),
        website=f"https://www.{host}" if host else None,
    )


def settled(contact: Contact, chance: Chance, kept: dict[str, float]) -> Contact:
    """Decide once for an account what the platform has of it and how it came to know it."""
    origins = {}
    for kind in KINDS:
        known = "seen" if kind in ("ip", "device", "payment") else "typed"
        # Offices print addresses of owners, seldom mailboxes and sites.
        printed = {"address": 1.0, "email": 0.1, "website": 0.15}.get(kind, 0) * kept["register"]
        if chance.happens(kept.get(f"confirmed_{kind}", 0)):
            known = "confirmed"
        elif chance.happens(printed):
            known = "register"
        origins[kind] = "typed" if kind in contact.typed else known
    shown = tuple(kind for kind in KINDS if chance.happens(kept[kind]))
    return replace(contact, shown=shown, origins=origins)


def body(contact: Contact, chance: Chance, p: Parameters, channel: str) -> dict[str, Any]:
    """The identity part of one filing's `filer`. Letters show no device, and no network."""
    marks = {kind: getattr(contact, kind, None) for kind in KINDS}
    marks["ip"] = chance.choice(contact.lines) if channel in ("form", "api") else None
    if channel != "form" or chance.happens(0.1):
        marks["device"] = None
    kept = {kind: mark for kind, mark in marks.items() if mark and kind in contact.shown}
    known = (
        {"origins": {kind: contact.origins[kind] for kind in kept}} if p.origins and kept else {}
    )
    return {"country": contact.country, **kept, **known}


def shared(own: Contact, base: Contact, kinds: tuple[str, ...]) -> Contact:
    """A contact that uses some marks of another: a phone, a line, a device, a purse, an address."""
    taken: dict[str, Any] = {x: getattr(base, x) for x in kinds if x not in ("ip", "email")}
    if "ip" in kinds:
        taken["lines"] = [base.lines[0], own.lines[0]]
    if "email" in kinds:
        taken["email"] = base.email.replace("@", f"+{own.phone[-3:]}@")
    return replace(own, **taken)
