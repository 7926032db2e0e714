"""What an account shows of who it is, what of that the record keeps, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from lab.makers.motives.draws import Chance
from lab.makers.motives.names import FREE, TOWNS, Names
from lab.makers.motives.parameters import Parameters

SEEN: Final = ("ip", "device", "payment")


@dataclass
class Contact:
    """The marks of an account. `lines` are the networks it files from; `typed` what it only wrote."""

    email: str
    phone: str
    address: str
    country: str
    lines: list[str]
    device: str
    payment: str
    website: str | None = None
    # What is never more than typed: another's mark that this account wrote into its form.
    typed: tuple[str, ...] = ()
    # Which the platform has of this account, and how it knows them.
    shown: tuple[str, ...] = ()
    origins: dict[str, str] = field(default_factory=dict)


def made(
    names: Names, name: str, *, domain: str | None = None, country: str | None = None
) -> Contact:
    """A contact of its own: a mailbox at its domain, or at a provider that is free to all."""
    chance = names.chance
    town = names.town() if country is None else chance.choice([x for x in TOWNS if x[0] == country])
    local = name.lower().replace(" ", ".").replace(",", "").strip(".")
    host = domain or chance.choice(FREE)
    box = chance.choice(["info", "legal", "ip", "brand", "office"]) if domain else local
    # A home line keeps its address for weeks; some file from the road, behind a carrier's exit.
    lines = [names.network()]
    if chance.happens(0.35):
        lines.append(names.network())
    if chance.happens(0.12):
        lines.append(chance.choice(names.exits))
    return Contact(
        email=f"{box}{'' if domain else chance.randint(1, 9999)}@{host}",
        phone=names.phone(town[0]),
        address=names.address(town),
        country=town[0],
        lines=lines,
        device=names.digits(12, "dev-"),
        payment=names.digits(12, "pay-"),
        website=f"https://www.{domain}" if domain else None,
    )


def settled(contact: Contact, chance: Chance, kept: dict[str, float]) -> Contact:
    """Decide once for an account what the platform has of it and how it came to know it."""
    kinds = ("email", "phone", "address", *SEEN, "website")
    shown = tuple(kind for kind in kinds if chance.happens(kept[kind]))
    origins = {"ip": "seen", "device": "seen", "payment": "seen"}
    for kind in ("email", "phone", "address", "website"):
        share = kept.get(f"confirmed_{kind}", 0)
        known = "confirmed" if chance.happens(share) else "typed"
        if kind in ("address", "email", "website") and known == "typed":
            # Offices print addresses of owners, seldom mailboxes and sites.
            share = kept["register"] * (1 if kind == "address" else 0.15)
            known = "register" if chance.happens(share) else "typed"
        origins[kind] = "typed" if kind in contact.typed else known
    if chance.happens(kept["confirmed_payment"]):
        origins["payment"] = "confirmed"
    return replace(contact, shown=shown, origins=origins)


def body(contact: Contact, chance: Chance, world: Parameters, channel: str) -> dict[str, Any]:
    """The identity part of one filing's `filer`. Letters by email show no device."""
    shown: dict[str, Any] = {"country": contact.country}
    marks = {
        "email": contact.email,
        "phone": contact.phone,
        "address": contact.address,
        "ip": chance.choice(contact.lines) if channel in ("form", "api") else None,
        "device": contact.device if channel == "form" and chance.happens(0.9) else None,
        "payment": contact.payment,
        "website": contact.website,
    }
    known = {}
    for kind, mark in marks.items():
        if mark is not None and kind in contact.shown:
            shown[kind] = mark
            known[kind] = contact.origins[kind]
    if world.kept["origins"] and known:
        shown["origins"] = known
    return shown


def shared(own: Contact, base: Contact, kinds: tuple[str, ...]) -> Contact:
    """A contact that uses some marks of another: a phone, a line, a device, a purse, an address."""
    taken: dict[str, Any] = {}
    for kind in kinds:
        if kind == "ip":
            taken["lines"] = [base.lines[0], own.lines[0]]
        elif kind == "email":
            taken["email"] = base.email.replace("@", f"+{own.phone[-3:]}@")
        else:
            taken[kind] = getattr(base, kind)
    return replace(own, **taken)
