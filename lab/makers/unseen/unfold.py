"""Time runs: complaints come in order, filers learn from what they lost, and lines are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lab.makers.unseen.aftermath import settle
from lab.makers.unseen.docket import Docket
from lab.makers.unseen.houses import House, open_houses
from lab.makers.unseen.judgement import Case
from lab.makers.unseen.merit import true
from lab.makers.unseen.niches import NICHES
from lab.makers.unseen.stage import Draft, World
from lab.makers.unseen.terrain import Listing


def unfold(world: World) -> list[dict[str, Any]]:
    """All lines, in filing order. A complaint sees only what earlier ones have done by then."""
    within = [draft for draft in world.drafts if draft.at < world.calendar.days]
    drafts = sorted(within, key=lambda draft: (draft.at, draft.account.ref))
    houses = open_houses(world.rng, len(drafts), world.calendar.days)
    lines: list[dict[str, Any]] = []
    filed: set[str] = set()
    for draft in drafts:
        kept = reconsider(world, draft, first=draft.account.ref not in filed)
        if not kept:
            continue
        draft.listings = kept
        filed.add(draft.account.ref)
        lines.append(line(world, houses, draft, len(lines)))
    return lines


def losses(times: Sequence[float], at: float) -> int:
    return sum(1 for time in times[-60:] if at - 90 < time < at)


def reconsider(world: World, draft: Draft, *, first: bool) -> list[Listing]:
    """What is left of a planned complaint when its day comes.

    Listings that are down meanwhile are left out, unless the filer is blind to it. After losses the
    honest look twice and drop some of what is wrong; abusers who heed rest for a while. The first
    complaint of an account is always filed.
    """
    rng, account = world.rng, draft.account
    live = draft.listings
    if not draft.blind:
        live = [one for one in live if not one.gone(draft.at) or rng.random() < 0.15]
    lost, won = losses(account.lost, draft.at), losses(account.won, draft.at)
    burnt = lost / (lost + won + 2.0) * draft.conduct.heeds
    if burnt > 0 and account.honest:
        live = [one for one in live if true(draft, one) > 0 or rng.random() > burnt]
    elif burnt > 0.25 and rng.random() < burnt:
        live = []
    return live or (draft.listings if first else [])


def line(world: World, houses: dict[str, House], draft: Draft, serial: int) -> dict[str, Any]:
    house = houses[draft.listings[0].store.house]
    docket = Docket(world.calendar, len(draft.listings))
    gone = [listing.gone(draft.at) for listing in draft.listings]
    settle(Case(world, draft, house, house.desk(world.rng), docket))
    account = draft.account
    stamp = world.calendar.stamp
    written: dict[str, Any] = {
        "reference": f"u{world.seed}-{serial + 1:06d}",
        "filed_at": stamp(draft.at),
        "filer": account.as_filed(world.rng, draft.at, stamp(account.registered)),
        "right": the_right(world, draft),
        "basis": draft.basis,
        "channel": account.channel,
        "targets": [
            target(world, each, down) for each, down in zip(draft.listings, gone, strict=True)
        ],
    }
    optional = {
        "rights_holder": draft.principal, "authorization": draft.authorization,
        "statement": draft.text, "documents": draft.documents, "events": docket.events(),
    }  # fmt: skip
    return written | {key: value for key, value in optional.items() if value}


def the_right(world: World, draft: Draft) -> dict[str, Any]:
    """The right as the filer states it; dates are left out by one filer in four."""
    right, day = draft.right, world.calendar.date
    stated: dict[str, Any] = {"kind": right.kind, "title": right.title}
    granted = right.registered is not None and right.registered < draft.at
    if right.number:
        status = right.status if granted or right.status == "cancelled" else "applied"
        stated |= {"number": right.number, "jurisdiction": right.office, "status": status}
        stated |= {"classes": right.classes} if right.classes else {}
    if draft.account.voice % 4 and right.number:
        stated["applied_on"] = day(min(right.applied, draft.at))
        stated["registered_on"] = day(right.registered) if granted and right.registered else None
    if right.published is not None and draft.account.voice % 3:
        stated["first_published_on"] = day(right.published)
    return {key: value for key, value in stated.items() if value is not None}


def target(world: World, listing: Listing, down: bool) -> dict[str, Any]:
    """A listing as the record has it; agora knows of a third of its stores not who runs them."""
    store, house = listing.store, listing.store.house
    told: dict[str, Any] = {
        "url": f"https://www.{house}.example/item/{listing.lid}",
        "marketplace": house,
        "listing_id": listing.lid,
        "store_id": store.sid,
        "store_name": store.name,
        "category": NICHES[listing.niche][0],
        "title": listing.title,
        "listed_on": world.calendar.date(listing.listed),
        "price": listing.price,
        "currency": "EUR",
        "sales_30d": listing.sales,
        "status_at_filing": "gone" if down else "live",
    }
    if house != "agora" or len(store.name) % 3:
        told["operator"] = store.operator.name
    return told
