"""One complaint from its filing on, and the interchange line that the record keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lab.makers.motives.contacts import body
from lab.makers.motives.goods import Brand, Listing, merit
from lab.makers.motives.rights import Right
from lab.makers.motives.seasons import DAY, on, stamp

if TYPE_CHECKING:
    from lab.makers.motives.actors import Account
    from lab.makers.motives.world import World


@dataclass(eq=False)
class Case:
    """A complaint. `state` holds what each claim came to, `merits` what each is really worth."""

    account: Account
    minute: int
    brand: Brand | None
    right: Right
    basis: str
    listings: list[Listing]
    merits: dict[Listing, int]
    line: dict[str, Any]
    state: dict[Listing, str] = field(default_factory=dict)
    events: list[tuple[int, str, list[Listing], dict[str, Any]]] = field(default_factory=list)

    def event(self, minute: int, kind: str, listings: list[Listing], **said: Any) -> None:
        self.events.append((minute, kind, listings, said))


def target(world: World, listing: Listing) -> dict[str, Any]:
    """What the record keeps of a listing, the same in each complaint."""
    known = world.targets.get(listing)
    if known is None:
        chance, kept, store = world.record, world.p.kept, listing.store
        known = {
            "url": f"https://www.{store.market}/item/{listing.number}",
            "marketplace": store.market,
            "listing_id": listing.number,
        }
        if chance.happens(kept["store"]):
            known |= {"store_id": store.number, "store_name": store.name}
            if chance.happens(kept["operator"]):
                known["operator"] = store.operator.name
        if chance.happens(kept["category"]):
            known["category"] = world.category(listing.category)
        if chance.happens(0.85):
            known["title"] = listing.title
        if chance.happens(kept["price"]):
            known |= {"price": listing.price, "currency": world.p.currency}
        if chance.happens(kept["sales"]):
            known["sales_30d"] = listing.sales
        if chance.happens(kept["listed"]):
            known["listed_on"] = on(world.p.start, listing.day)
        world.targets[listing] = known
    return known


def row(world: World, listing: Listing) -> dict[str, Any]:
    """What the platform's own catalogue says of a listing."""
    store = listing.store
    return {
        "marketplace": store.market,
        "listing_id": listing.number,
        "store_id": store.number,
        "store_name": store.name,
        "operator": store.operator.name,
        "category": world.category(listing.category),
        "title": listing.title,
        "listed_on": on(world.p.start, listing.day),
        "price": listing.price,
        "currency": world.p.currency,
        "sales_30d": listing.sales,
    }


def file(
    world: World,
    account: Account,
    right: Right,
    basis: str,
    listings: list[Listing],
    *,
    brand: Brand | None = None,
    principal: str | None = None,
    statement: str = "",
    papers: tuple[tuple[str, str], ...] = (),
    authorization: dict[str, str] | None = None,
    minute: int | None = None,
) -> Case | None:
    """File a complaint now, or at a minute of this day; None when the platform no longer listens.

    `principal` is named as the rights holder where the filer says that it acts for another;
    `papers` are pairs of a kind and a hash.
    """
    if account.closed or not listings or world.day >= world.p.days:
        return None
    chance, kept = world.record, world.p.kept
    minute = max(world.now, account.last + 1, account.opened, minute or 0)
    account.last = minute
    account.filed += 1
    filer = {
        "reference": account.reference,
        "name": account.name,
        "kind": account.kind,
        **body(account.contact, chance, world.p, account.channel),
        "registered_at": stamp(world.p.start, account.opened),
    }
    if account.actor.store and chance.happens(kept["operates"]):
        filer["operates"] = [store.number for store in account.actor.store.stores]
    line: dict[str, Any] = {"filed_at": stamp(world.p.start, minute), "filer": filer}
    if principal:
        line["rights_holder"] = {"name": principal}
        if brand and chance.happens(0.6):
            line["rights_holder"]["country"] = brand.country
    if authorization and chance.happens(kept["paper"]):
        line["authorization"] = authorization
    today = world.p.start + timedelta(days=minute // DAY)
    line |= {
        "right": right.body(chance, kept["right"], today),
        "basis": basis,
        "channel": account.channel,
    }
    if statement and chance.happens(kept["statement"]):
        line["statement"] = statement
    held = [("registration", right.paper), *papers] if right.number else list(papers)
    held = [paper for paper in held if chance.happens(kept["paper"])]
    if held:
        line["documents"] = [{"kind": kind, "sha256": sha} for kind, sha in held]
    line["targets"] = [
        target(world, each) | {"status_at_filing": "live" if each.live else "gone"}
        if chance.happens(0.8)
        else dict(target(world, each))
        for each in listings
    ]
    merits = {each: merit(right, brand, each) for each in listings}
    case = Case(account, minute, brand, right, basis, listings, merits, line)
    case.state = dict.fromkeys(listings, "open")
    world.cases.append(case)
    world.received(case)
    return case


def finished(case: Case, world: World, reference: str) -> dict[str, Any]:
    """The line, with the events up to the day on which the history was taken."""
    events = []
    for minute, kind, listings, said in sorted(case.events, key=lambda event: event[0]):
        if minute > world.until:
            continue
        event: dict[str, Any] = {"at": stamp(world.p.start, minute), "kind": kind}
        if len(listings) < len(case.listings):
            event["listing_ids"] = [each.number for each in listings]
        events.append(event | {key: word for key, word in said.items() if word is not None})
    made = {"reference": reference, **case.line}
    if events:
        made["events"] = events
    return made
