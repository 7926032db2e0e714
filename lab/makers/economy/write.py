"""From the economy to interchange lines and the truth."""

from __future__ import annotations

from typing import Any

from abuse.market.made import Truth
from lab.makers.economy.parts import Line, account, day, first, moment, right, target
from lab.makers.economy.things import Claim, Complaint, Event, Filer
from lab.makers.economy.world import World


def lines(world: World, finished: int) -> list[Line]:
    """All complaints in filing order; what lies beyond the market's end has not happened yet.

    They are numbered in that order, but those that were sent after the first `finished` come after
    these, so that what is added to a finished market renames nothing in it.
    """
    parts = (world.complaints[:finished], world.complaints[finished:])
    order = [each for part in parts for each in sorted(part, key=_order)]
    numbers = {id(each): number for number, each in enumerate(order)}
    return [line(world, each, numbers[id(each)]) for each in sorted(order, key=_order)]


def _order(complaint: Complaint) -> tuple[float, str]:
    return complaint.at, complaint.filer.reference


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
        turned_at=filer.turned_at,
    )
