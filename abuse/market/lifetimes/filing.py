"""Writes complaints as interchange lines, and keeps what is true of each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abuse.market.lifetimes import words
from abuse.market.lifetimes.parties import Account, Holder, Right
from abuse.market.lifetimes.things import Listing
from abuse.market.lifetimes.world import World

CAP = 300
"""Listings in one request (Alibaba: 300; Temu: 200)."""

COVERED = {
    "counterfeit": ("counterfeit",),
    "trademark": ("counterfeit", "trademark"),
    "copyright": ("copyright",),
    "patent": ("patent",),
    "design": ("design",),
}
"""Basis: the ways of imitating for which it is the right accusation."""


@dataclass(eq=False)
class Claim:
    """One complaint against one listing. `founded` is the truth, `foul` whether a wrong claim
    is meant so. `state` follows the platform's: received, removed, countered, closed."""

    complaint: Complaint
    listing: Listing
    founded: bool
    foul: bool
    state: str = "received"
    down_at: float | None = None


@dataclass(eq=False)
class Complaint:
    """A filed complaint: its line, its filer, and its claims."""

    line: dict[str, Any]
    account: Account
    right: Right
    basis: str
    guise: float
    claims: list[Claim]


def founded(right: Right, basis: str, listing: Listing) -> bool:
    """Whether a claim is true: the listing breaks this holder's valid right, in this way."""
    same = listing.imitates is right.holder
    return not right.void and same and listing.how in COVERED.get(basis, ())


def file(
    world: World,
    account: Account,
    right: Right,
    listings: list[Listing],
    *,
    basis: str,
    principal: Holder | None = None,
    guise: float = 0.0,
    papers: tuple[str, ...] = (),
    statement: str | None = None,
) -> Complaint:
    """File now, against listings of one marketplace, and bring it to that marketplace's desk.

    `principal` is named where the filer is not the holder; `papers` are hashes of evidence.
    """
    dice, clock = world.dice, world.clock
    line: dict[str, Any] = {
        "reference": f"c-{len(world.lines) + 1:06d}-{dice.digits(4)}",
        "filed_at": clock.iso(clock.now),
        "filer": _seen(world, account),
        "right": dict(right.facts),
        "basis": basis,
        "statement": statement or _statement(world, account, right, basis, listings[0]),
        "documents": _documents(world, account, right, principal, papers),
        "targets": [_target(world, each) for each in listings[:CAP]],
        "events": [],
        "channel": account.channel,
    }
    if principal is not None:
        line["rights_holder"] = {"name": principal.name, "country": principal.country}
        line["authorization"] = {"reference": f"poa-{account.reference[2:6]}-{principal.number}"}
    complaint = Complaint(line, account, right, basis, guise + account.guise, [])
    for each in listings[:CAP]:
        true = founded(right, basis, each)
        complaint.claims.append(Claim(complaint, each, true, account.foul and not true))
        account.claimed[each.ident] = clock.now
    account.filed += 1
    world.lines.append(line)
    world.desks[listings[0].store.market].take_in(complaint)
    for notice in account.on_filed:
        notice(complaint)
    return complaint


def _seen(world: World, account: Account) -> dict[str, Any]:
    dice = world.dice
    seen: dict[str, Any] = {
        "reference": account.reference,
        "name": account.name,
        "kind": account.kind,
        "country": account.country,
        "email": account.emails[0] if dice.chance(0.8) else dice.pick(account.emails),
        "registered_at": world.clock.iso(min(account.registered, world.clock.now - 0.02)),
    }
    if account.channel != "email":
        seen["ip"] = dice.pick(account.ips)
        seen["device"] = dice.pick(account.devices)
    optional = {
        "phone": account.phone,
        "address": account.address,
        "payment": account.payment,
        "website": account.website,
        "operates": list(account.operates) or None,
    }
    return seen | {key: value for key, value in optional.items() if value is not None}


def _statement(world: World, account: Account, right: Right, basis: str, first: Listing) -> str:
    opening, number, closing = world.dice.pick(account.texts)
    charges = words.CHARGES.get(basis, words.CHARGES["trademark"])
    charge = charges[int(number) % len(charges)]
    middle = charge.format(title=first.title, mark=right.holder.mark)
    return f"{opening} {middle} {closing}"


def _documents(
    world: World,
    account: Account,
    right: Right,
    principal: Holder | None,
    papers: tuple[str, ...],
) -> list[dict[str, Any]]:
    dice, found = world.dice, [("registration", right.scan)]
    if dice.chance(0.5):
        found.append(("identity", account.identity))
    if principal is not None:
        found.append(("authorization", _letter(account, principal)))
    found += [("evidence", each) for each in papers]
    if not papers and dice.chance(0.5):
        found.append(("evidence", dice.sha256()))
    return [{"kind": kind, "sha256": digest} for kind, digest in dict.fromkeys(found)]


def _letter(account: Account, principal: Holder) -> str:
    turn = principal.number % 57
    return account.identity[turn:] + account.identity[:turn]


def _target(world: World, listing: Listing) -> dict[str, Any]:
    dice, store = world.dice, listing.store
    target: dict[str, Any] = {
        "url": f"https://www.{store.market}-market.example/item/{listing.ident}",
        "marketplace": store.market,
        "listing_id": listing.ident,
        "store_id": store.ident,
        "store_name": store.name,
        "category": store.category,
        "title": listing.title,
        "listed_on": world.clock.written(listing.listed),
        "price": listing.price,
        "currency": "USD",
        "sales_30d": int(world.sales(listing)),
        "status_at_filing": "gone" if listing.gone else "live",
    }
    if dice.chance(0.85):
        target["operator"] = store.operator.name
    return target
