"""What is to be taken down or put back on the marketplaces that a partner runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_

from complaints.models import Claim, Event, EventClaim, Listing, Marketplace, Store
from complaints.queries.authority import territories
from complaints.queries.decisions.claims import ClaimPlace
from complaints.queries.sellers import listing_conditions, listing_states, marketplaces
from complaints.queries.sellers.listing_states import Confirmed
from complaints.rules.decisions.claims import ENFORCED
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Order:
    """One act about one claim. `down` is whether the listing is to be down now, by any claim, and
    `down_in` where by all of them; `territory` where the act holds; `confirmed` what was said last
    of it."""

    event_id: int
    claim_id: int
    act: str
    at: datetime
    place: ClaimPlace
    down: bool
    territory: list[str]
    down_in: list[str]
    confirmed: Confirmed | None


def find_enforcement(
    work: UnitOfWork,
    *,
    since: datetime | None,
    unconfirmed: bool = False,
    after: tuple[int, int] | None,
    limit: int,
) -> Sequence[Order]:
    """Return up to limit + 1 acts about claims on the partner's marketplaces, in the order in which
    they were recorded. `after` is the last event and claim that were read; `unconfirmed` leaves
    only listings of which was not said last what is asked now."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return []
    statement = (
        select(Event, Claim.id, Listing, Marketplace.slug, Store)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .where(Event.kind.in_(ENFORCED), EventClaim.applied, marketplaces.sees_claim(partner_id))
    )
    if since is not None:
        statement = statement.where(Event.recorded_at >= since)
    if unconfirmed:
        statement = statement.where(~listing_conditions.is_confirmed())
    place = tuple_(Event.id, Claim.id)
    if after is not None:
        statement = statement.where(place > after)
    rows = work.session.execute(statement.order_by(Event.id, Claim.id).limit(limit + 1)).all()
    states = listing_states.states_after(work, {listing.id for _, _, listing, _, _ in rows})
    holding = [hold.claim_id for state in states.values() for hold in state.held_by]
    ids = [*holding, *(row[1] for row in rows)]
    reaches = territories.reaches_of(work.session, ids, as_decided=True)
    return [
        Order(
            event.id,
            claim_id,
            event.kind,
            event.recorded_at,
            ClaimPlace(listing, slug, store),
            states[listing.id].is_down,
            territories.held_in([reaches[claim_id]]),
            territories.held_in(reaches[hold.claim_id] for hold in states[listing.id].held_by),
            states[listing.id].confirmed,
        )
        for event, claim_id, listing, slug, store in rows
    ]


def listings_of(
    work: UnitOfWork, names: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], int]:
    """Return the ids of listings by marketplace and its own id: those on the partner's marketplaces
    that a claim names which the partner may read on the sellers' side."""
    partner_id = work.actor.partner_id
    if partner_id is None:
        return {}
    named = tuple_(Marketplace.slug, Listing.reference).in_(list(set(names)))
    statement = (
        select(Marketplace.slug, Listing.reference, Listing.id)
        .join(Listing, Listing.marketplace_id == Marketplace.id)
        .join(Claim, Claim.listing_id == Listing.id)
        .where(named, marketplaces.sees_claim(partner_id))
        .distinct()
    )
    return {(slug, reference): id_ for slug, reference, id_ in work.session.execute(statement)}
