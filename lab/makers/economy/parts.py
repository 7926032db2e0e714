"""The parts of an interchange line: times, the account, the right, a target."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from lab.makers.economy import params
from lab.makers.economy.things import Claim, Complaint, Filer, Right
from lab.makers.economy.world import World

Line = dict[str, Any]


def moment(world: World, at: float) -> str:
    """A time in RFC 3339, UTC."""
    start = datetime(world.start.year, world.start.month, world.start.day, tzinfo=UTC)
    return (start + timedelta(seconds=round(at * 86400))).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(world: World, at: float) -> str:
    """A date."""
    found: date = world.start + timedelta(days=int(at // 1))
    return found.isoformat()


def account(world: World, complaint: Complaint) -> Line:
    """The filer as it showed itself at this filing."""
    filer = complaint.filer
    who = filer.identity
    found: Line = {
        "reference": filer.reference,
        "name": filer.name,
        "kind": filer.kind,
        "email": who.email,
        "phone": who.phone,
        "address": who.address,
        "country": who.country,
        "ip": complaint.ip,
        "device": complaint.device,
        "payment": who.payment,
        "website": who.website,
        "registered_at": moment(world, min(filer.opened, first(filer) - 0.01)),
        "operates": [store.store_id for store in filer.stores] if filer.shown else None,
    }
    return {key: value for key, value in found.items() if value}


def first(filer: Filer) -> float:
    """The day on which a filer first filed."""
    return min(each.at for each in filer.filed)


def right(world: World, own: Right, at: float) -> Line:
    """The right as stated; of a registration that is yet to come, only the application."""
    granted = own.registered is not None and own.registered <= at
    found: Line = {
        "kind": own.kind,
        "number": own.number,
        "jurisdiction": own.jurisdiction,
        "title": own.title,
        "classes": list(own.classes),
        "status": ("registered" if granted else "applied") if own.status else None,
        "applied_on": day(world, own.applied) if own.applied is not None else None,
        "registered_on": day(world, own.registered) if granted and own.registered else None,
        "first_published_on": day(world, own.published) if own.published is not None else None,
    }
    return {key: value for key, value in found.items() if value}


def target(world: World, claim: Claim, at: float) -> Line:
    """A listing as it stood when the complaint came."""
    listing = claim.listing
    store = listing.store
    return {
        "url": f"https://www.{store.marketplace}.example/item/{listing.listing_id}",
        "marketplace": store.marketplace,
        "listing_id": listing.listing_id,
        "store_id": store.store_id,
        "store_name": store.name,
        "operator": store.operator,
        "category": params.TRADES[store.category].name,
        "title": listing.title,
        "listed_on": day(world, min(listing.listed, at)),
        "price": listing.price,
        "currency": "USD",
        "sales_30d": round(listing.sales),
        "status_at_filing": "gone" if claim.gone else "live",
    }
