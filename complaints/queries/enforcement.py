"""What is to be taken down or put back on the marketplaces that a partner runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, literal, select, tuple_
from sqlalchemy.orm import aliased

from complaints.models import Claim, Event, EventClaim, Listing, Marketplace, Store
from complaints.queries import marketplaces
from complaints.queries.claims import Place
from complaints.rules.claims import ENFORCED
from complaints.work import Work

ANY: Any = aliased(Claim)


@dataclass(frozen=True, slots=True)
class Order:
    """One act about one claim. `down` is whether the listing is to be down now, by any claim."""

    event_id: int
    claim_id: int
    act: str
    at: datetime
    place: Place
    down: bool


def find(
    work: Work, *, since: datetime | None, after: tuple[int, int] | None, limit: int
) -> Sequence[Order]:
    """Return up to limit + 1 acts about claims on the partner's marketplaces, in the order in which
    they were recorded. `after` is the last event and claim that were read."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return []
    down = exists(select(literal(1)).where(ANY.listing_id == Listing.id, ANY.listing_down))
    statement = (
        select(Event, Claim.id, Listing, Marketplace.slug, Store, down.label("down"))
        .join(EventClaim, EventClaim.event_id == Event.id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .where(Event.kind.in_(ENFORCED), EventClaim.applied, marketplaces.sees_claim(partner_id))
    )
    if since is not None:
        statement = statement.where(Event.recorded_at >= since)
    place = tuple_(Event.id, Claim.id)
    if after is not None:
        statement = statement.where(place > after)
    rows = work.session.execute(statement.order_by(Event.id, Claim.id).limit(limit + 1))
    return [
        Order(
            event.id, claim_id, event.kind, event.recorded_at, Place(listing, slug, store), is_down
        )
        for event, claim_id, listing, slug, store, is_down in rows
    ]
