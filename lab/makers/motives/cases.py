"""One complaint from its filing on, and the interchange line that the record keeps of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lab.makers.motives import platform
from lab.makers.motives.contacts import body
from lab.makers.motives.draws import DAY, file_hash, on, stamp
from lab.makers.motives.goods import Brand, Listing, merit
from lab.makers.motives.names import CATEGORIES, written
from lab.makers.motives.rights import Right

if TYPE_CHECKING:
    from lab.makers.motives.actors import Account
    from lab.makers.motives.world import World


@dataclass(eq=False)
class Case:
    """A complaint. `state` holds what each claim came to, `merits` what each is really worth."""

    account: Account
    minute: int
    right: Right
    basis: str
    merits: dict[Listing, int]
    line: dict[str, Any]
    state: dict[Listing, str]
    events: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def event(
        self, world: World, minute: int, kind: str, about: list[Listing], **said: Any
    ) -> None:
        """Something that happened about some of the listings."""
        if about and minute <= world.until:
            event: dict[str, Any] = {"at": stamp(world.p.start, minute), "kind": kind}
            if len(about) < len(self.merits):
                event["listing_ids"] = [each.number for each in about]
            told = {key: word for key, word in said.items() if word is not None}
            self.events.append((minute, event | told))

    def finished(self, reference: str) -> dict[str, Any]:
        """The line, with all that happened."""
        events = [event for _, event in sorted(self.events, key=lambda each: each[0])]
        return {"reference": reference, **self.line} | ({"events": events} if events else {})


def row(world: World, listing: Listing) -> dict[str, Any]:
    """What the platform's own catalogue says of a listing."""
    store = listing.store
    return {
        "marketplace": store.market, "listing_id": listing.number, "store_id": store.number,
        "store_name": store.name, "operator": store.operator.name,
        "category": CATEGORIES[listing.category][0], "title": listing.title,
        "listed_on": on(world.p.start, listing.day), "price": listing.price,
        "currency": world.p.currency, "sales_30d": listing.sales,
    }  # fmt: skip


def target(world: World, listing: Listing) -> dict[str, Any]:
    """What the record keeps of a listing, the same in each complaint but for `status_at_filing`."""
    if listing not in world.targets:
        kept, known = world.p.kept, row(world, listing)
        shown = {key: each for key, each in known.items() if world.record.happens(kept.get(key, 1))}
        url = f"https://www.{known['marketplace']}/item/{listing.number}"
        world.targets[listing] = {"url": url, **shown}
    seen = {"status_at_filing": "live" if listing.live else "gone"}
    return world.targets[listing] | (seen if world.record.happens(0.8) else {})


def file(
    world: World,
    account: Account,
    right: Right,
    basis: str,
    listings: list[Listing],
    *,
    habit: str,
    brand: Brand | None = None,
    principal: str | None = None,
    papers: tuple[tuple[str, str], ...] = (),
    authorization: dict[str, str] | None = None,
) -> list[Case]:
    """File complaints about listings today, at an hour at which such people write.

    `brand` is what the filer really stands for; `principal` is named as the rights holder where
    it says that it acts for another; `habit` is how it writes, `papers` are kinds and hashes. More
    links than the portal takes become several complaints; a closed account files none.
    """
    if account.closed or world.day >= world.p.days:
        return []
    chance, kept, made = world.record, world.p.kept, []
    for first in range(0, len(listings), world.p.cap):
        part = listings[first : first + world.p.cap]
        minute = world.chance.minute(world.day, office=account.office)
        minute = max(world.now, account.last + chance.randint(1, 9), account.opened, minute)
        account.last, account.filed = minute, account.filed + 1
        filer: dict[str, Any] = {
            "reference": account.reference,
            "name": account.name,
            "kind": account.kind,
        }
        filer |= body(account.contact, chance, world.p, account.channel)
        filer["registered_at"] = stamp(world.p.start, account.opened)
        if account.actor.store and chance.happens(kept["operates"]):
            filer["operates"] = [store.number for store in account.actor.store.stores]
        today = world.p.start + timedelta(days=minute // DAY)
        line: dict[str, Any] = {"filed_at": stamp(world.p.start, minute), "filer": filer}
        line["right"] = right.body(chance, kept["right"], today)
        line |= {"basis": basis, "channel": account.channel}
        if principal:
            line["rights_holder"] = {"name": principal}
        if authorization and chance.happens(kept["paper"]):
            line["authorization"] = authorization
        if chance.happens(kept["statement"]):
            line["statement"] = written(
                chance, basis, brand.name if brand else right.title, habit=habit
            )
        held = [("registration", right.paper)] * bool(right.number) + list(papers)
        held.append(("identity", file_hash("identity", account.reference)))
        held = [paper for paper in held if chance.happens(kept["paper"])]
        if held:
            line["documents"] = [{"kind": kind, "sha256": sha} for kind, sha in held]
        line["targets"] = [target(world, each) for each in part]
        merits = {each: merit(right, brand, each) for each in part}
        case = Case(account, minute, right, basis, merits, line, dict.fromkeys(part, "open"))
        made.append(case)
        platform.receive(world, case)
    world.cases += made
    return made


def founded(cases: Iterable[Case]) -> int:
    """How many complaints are founded in at least half of what they claim."""
    return sum(sum(worth == 2 for worth in x.merits.values()) * 2 >= len(x.merits) for x in cases)
