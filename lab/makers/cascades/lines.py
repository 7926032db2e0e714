"""Complaints as interchange lines, and the platform's catalogue."""

from __future__ import annotations

from typing import Any

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.goods import Listing
from lab.makers.cascades.record import Complaint
from lab.makers.cascades.rights import Right
from lab.makers.cascades.worlds import World


def lines_of(draws: Draws, world: World, complaints: list[Complaint]) -> list[dict[str, Any]]:
    """All complaints in filing order; references count in that order."""
    return [line(draws, world, each, 100_000 + n) for n, each in enumerate(complaints)]


def line(draws: Draws, world: World, complaint: Complaint, number: int) -> dict[str, Any]:
    clock, filer, right = world.clock, complaint.filer, complaint.right
    person = {"reference": filer.reference, "kind": filer.kind} | complaint.identity
    person["registered_at"] = clock.moment(filer.registered)
    if filer.runs is not None and filer.shows_store:
        person["operates"] = [s.reference for s in filer.runs.stores if s.born <= complaint.day][:5]
    made: dict[str, Any] = {
        "reference": f"c{number}",
        "filed_at": clock.moment(complaint.day),
        "filer": person,
        "right": right_fields(draws, world, right, complaint.day),
        "basis": complaint.basis,
        "targets": [target(world, c.listing, c.was_gone) for c in complaint.claims],
        "channel": complaint.channel,
    }
    if filer.kind == "agent" or right.holder.name != complaint.identity["name"]:
        told = {"reference": right.holder.reference, "name": right.holder.name}
        made["rights_holder"] = told | {"country": right.holder.country}
    if complaint.statement:
        made["statement"] = complaint.statement
    if complaint.papers:
        papers = [{"kind": kind, "sha256": sha} for kind, sha in complaint.papers]
        made["documents"] = [paper | {"filename": f"{paper['kind']}.pdf"} for paper in papers]
    past = [event for event in complaint.events if event[0] < clock.days]
    if past:
        past.sort(key=lambda event: event[0])
        made["events"] = [{"at": clock.moment(day)} | fields for day, fields in past]
    return made


def right_fields(draws: Draws, world: World, right: Right, day: float) -> dict[str, Any]:
    """A right as this filing states it; what the filer leaves out differs from one to the next."""
    clock = world.clock
    fields: dict[str, Any] = {"kind": right.kind, "title": right.title}
    if right.number:
        fields |= {"number": right.number, "jurisdiction": right.jurisdiction}
        if right.number.startswith("EP"):
            fields |= {"jurisdiction": "EP", "territories": ["DE", "FR", "GB"]}
        if right.registered >= day:
            fields["status"] = "applied"
        elif draws.chance(0.8):
            fields |= {"registered_on": clock.date(right.registered), "status": "registered"}
        if right.standing == "dead" and draws.chance(0.2):
            fields["status"] = draws.choice(["expired", "cancelled"])
        if right.applied is not None:
            fields["applied_on"] = clock.date(right.applied)
    if right.published is not None and draws.chance(0.7):
        fields["first_published_on"] = clock.date(right.published)
    if right.kind == "copyright" and draws.chance(0.5):
        fields["url"] = f"https://www.{right.holder.website}/works/{right.key.rpartition('/')[2]}"
    if right.kind == "trademark" and (right.jurisdiction == "CN" or draws.chance(0.8)):
        fields["classes"] = sorted({niche.nice for niche in right.holder.niches})
    return fields


def target(world: World, listing: Listing, gone: bool) -> dict[str, Any]:
    """A listing as the platform knew it at the filing; some know little of theirs."""
    fields = catalogue_row(world, listing)
    if listing.bare:
        kept = {"url", "marketplace", "listing_id", "store_id", "title"}
        fields = {name: value for name, value in fields.items() if name in kept}
    fields["status_at_filing"] = "gone" if gone else "live"
    return fields


def catalogue_row(world: World, listing: Listing) -> dict[str, Any]:
    store = listing.store
    return {
        "url": f"https://www.{store.place.name}.example/item/{listing.reference}",
        "marketplace": store.place.name,
        "listing_id": listing.reference,
        "store_id": store.reference,
        "store_name": store.name,
        "operator": store.operator.name,
        "category": listing.niche.name,
        "title": listing.title,
        "listed_on": world.clock.date(listing.listed),
        "price": listing.price,
        "currency": store.place.currency,
        "sales_30d": listing.sales,
    }
