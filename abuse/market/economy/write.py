"""From the economy to interchange lines and the truth."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from abuse.market.economy import params
from abuse.market.economy.things import Claim, Complaint, Event, Filer, Right
from abuse.market.economy.world import World
from abuse.market.made import Truth

Line = dict[str, Any]


def moment(world: World, at: float) -> str:
    """A time in RFC 3339, UTC."""
    start = datetime(world.start.year, world.start.month, world.start.day, tzinfo=UTC)
    return (start + timedelta(seconds=round(at * 86400))).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(world: World, at: float) -> str:
    """A date."""
    found: date = world.start + timedelta(days=int(at // 1))
    return found.isoformat()


def lines(world: World) -> list[Line]:
    """All complaints in filing order; what lies beyond the market's end has not happened yet."""
    order = sorted(world.complaints, key=lambda each: (each.at, each.filer.reference))
    return [line(world, each, number) for number, each in enumerate(order)]


def line(world: World, complaint: Complaint, number: int) -> Line:
    """One complaint as the contract wants it."""
    found: Line = {
        "reference": f"c-{number:06d}",
        "filed_at": moment(world, complaint.at),
        "filer": account(world, complaint),
        "right": right(world, complaint.right, complaint.at),
        "basis": complaint.basis,
        "channel": complaint.channel,
        "targets": [target(world, claim, complaint.at) for claim in once(complaint)],
        "events": events(world, complaint),
    }
    if complaint.holder:
        holder = complaint.holder
        found["rights_holder"] = {
            "reference": holder.reference,
            "name": holder.name,
            "country": holder.country,
        }
    poa = [mark for kind, mark, _ in complaint.papers if kind == "authorization"]
    if poa:
        since = day(world, min(complaint.filer.opened, first(complaint.filer)))
        found["authorization"] = {"reference": f"poa-{poa[0][:10]}", "valid_from": since}
    if complaint.statement:
        found["statement"] = complaint.statement
    if complaint.papers:
        keys = ("kind", "sha256", "filename")
        found["documents"] = [dict(zip(keys, each, strict=True)) for each in complaint.papers]
    return found


def once(complaint: Complaint) -> list[Claim]:
    """The claims, each listing named once."""
    return list({each.listing.listing_id: each for each in complaint.claims}.values())


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


def events(world: World, complaint: Complaint) -> list[Line]:
    """What happened until the market's end, oldest first, one event for all listings it befell."""
    named = {each.listing_id: each for each in (claim.listing for claim in complaint.claims)}
    grouped: dict[tuple[Any, ...], list[str]] = {}
    leads: dict[tuple[Any, ...], Event] = {}
    for each in sorted(complaint.events, key=lambda event: event.at):
        when = max(each.at, complaint.at)
        if when >= world.end or each.listing_id not in named:
            continue
        alone = each.listing_id if each.harm or each.note else ""
        key = (moment(world, when), each.kind, each.by, each.merit, each.reason, alone)
        leads.setdefault(key, each)
        ids = grouped.setdefault(key, [])
        if each.listing_id not in ids:
            ids.append(each.listing_id)
    found = []
    for key, ids in grouped.items():
        one = leads[key]
        told = {"at": key[0], "kind": one.kind, "by": one.by, "listing_ids": ids}
        rest = {"merit": one.merit, "note": one.note, "reason": one.reason, "harm": one.harm}
        found.append(told | {name: value for name, value in rest.items() if value})
    return found


def truth(filer: Filer) -> Truth:
    """What a filer is. Camouflaged: more than a fifth of its complaints are mostly founded."""
    good = [
        2 * sum(claim.founded for claim in each.claims) > len(each.claims) for each in filer.filed
    ]
    hides = bool(filer.pattern) and 5 * sum(good) > len(good)
    return Truth(
        pattern=filer.pattern,
        innocent_kind=filer.innocent_kind,
        ring=filer.ring,
        camouflaged=hides,
        slow=filer.slow,
        hidden=filer.hidden,
        crowded=filer.crowded,
        strategy=filer.strategy,
        budget=filer.budget,
    )
