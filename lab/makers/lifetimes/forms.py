"""Fills in the parts of a complaint's form: filer, statement, documents, targets."""

from __future__ import annotations

from typing import Any

from lab.makers.lifetimes import words
from lab.makers.lifetimes.parties import Account, Holder, Right
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World


def seen(world: World, account: Account) -> dict[str, Any]:
    """The filer as the platform sees it at this filing."""
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


def statement(world: World, account: Account, right: Right, basis: str, first: Listing) -> str:
    """What the filer writes: its habit's opening and closing, a charge about the first listing."""
    opening, number, closing = world.dice.pick(account.texts)
    charges = words.CHARGES.get(basis, words.CHARGES["trademark"])
    charge = charges[int(number) % len(charges)]
    middle = charge.format(title=first.title, mark=right.holder.mark)
    return f"{opening} {middle} {closing}"


def documents(
    world: World,
    account: Account,
    right: Right,
    principal: Holder | None,
    papers: tuple[str, ...],
) -> list[dict[str, Any]]:
    """The papers of a complaint by hash: the register's, identity, authority, evidence."""
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


def target(world: World, listing: Listing) -> dict[str, Any]:
    """The accused listing as the platform knows it at this filing; some operators are unknown."""
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
