"""What came to those outside: events missed or out of order, messages that never came, orders that
were forgotten."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import select

from complaints.models import Listing, Order
from tests.chaos.deciders import Decider
from tests.chaos.followers import Event, told
from tests.chaos.outside import SENT, Outside
from tests.chaos.place import Place
from tests.chaos.writers import Writer

Faults = dict[str, list[str]]


def count_outside(
    outside: Outside, decider: Decider, writers: list[Writer]
) -> tuple[Counter[str], Faults]:
    """Return figures of what came, and faults; the service still runs, and nothing is under way."""
    fresh = [each.read_anew() for each in outside.followers]
    faults = {"still waits": [f"{what}: {n}" for what, n in outside.waiting().items() if n]}
    for follower, anew in zip(outside.followers, fresh, strict=True):
        for what, cases in follower.faults(anew).items():
            faults[f"events of {follower.name}: {what}"] = cases
    faults["events of staff: never told"] = _untold(outside.place, fresh[1], decider, writers)
    came = [each["headers"]["webhook-id"] for each in outside.receiver.came()]
    faults |= _of_messages(came, [each for each in fresh[0] if each["type"] in SENT])
    faults |= _of_orders(outside.place, outside, decider)
    faults["decisions answered otherwise"] = decider.wrong
    figures = {
        "decided": len(decider.down),
        "withdrawn": sum(not down for down in decider.down.values()),
        "events": len(fresh[1]),
        "messages": len(set(came)),
        "again": len(came) - len(set(came)),
        "orders": sum(each["type"] == "order.requested" for each in fresh[0]),
        "unreported": len(outside.unreported),
    }
    return Counter(figures), faults


def _untold(place: Place, fresh: list[Event], decider: Decider, writers: list[Writer]) -> list[str]:
    """Return what was acknowledged, and what was asked of the marketplace, that is told by no
    event, or by two."""
    times = Counter((each["type"], each["object"]["id"]) for each in fresh)
    filed = [each for writer in writers for each in writer.filed]
    decided = [
        (each.claim_id, decider.down[each.item]) for each in filed if each.item in decider.down
    ]
    due = [("complaint.filed", each.complaint_id) for each in filed]
    due += [("claim.taken_down", claim_id) for claim_id, _down in decided]
    due += [("claim.withdrawn", claim_id) for claim_id, is_down in decided if not is_down]
    with place.context.database.reading() as session:
        orders = session.execute(select(Order.id, Order.state)).tuples().all()
    due += [("order.requested", id_) for id_, _state in orders]
    # One that was reversed may have been done before, or not.
    due += [(f"order.{state}", id_) for id_, state in orders if state in ("done", "reversed")]
    return [f"{kind} {id_}: {times[kind, id_]}" for kind, id_ in due if times[kind, id_] != 1]


def _of_messages(came: list[str], fresh: list[Event]) -> Faults:
    """Compare what the receiver took with the events that its account reads."""
    first: dict[str, int] = {}
    for number, id_ in enumerate(came):
        first.setdefault(id_, number)
    of_objects: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for each in fresh:
        of_objects[each["object"]["kind"], each["object"]["id"]].append(each["id"])
    at = {of: [first.get(id_, -1) for id_ in ids] for of, ids in of_objects.items()}
    return {
        "messages that never came": [told(each) for each in fresh if each["id"] not in first],
        "messages in another order": [
            f"{of}: {each}" for of, each in at.items() if each != sorted(each)
        ],
    }


def _of_orders(place: Place, outside: Outside, decider: Decider) -> Faults:
    """Compare what the marketplace shows with what was decided, and with what it is asked."""
    shown = {row["id"]: bool(row["down"]) for row in outside.shop.listings(all_=True)}
    live = select(Listing.reference, Order.act, Order.state, Order.id).join(Order)
    with place.context.database.reading() as session:
        asked: Any = session.execute(live.where(Order.state != "reversed")).all()
        ids = set(session.scalars(select(Order.id)))
    return {
        "decided and not carried out": [
            f"{item}: {shown.get(item)}"
            for item, is_down in decider.down.items()
            if shown.get(item) != is_down
        ],
        "orders not as asked": [
            f"{id_} {act} {state}: {shown.get(item)}"
            for item, act, state, id_ in asked
            if state != "done" or shown.get(item) != (act == "take_down")
        ],
        "orders that are not there": [str(each) for each in outside.unreported - ids],
    }
