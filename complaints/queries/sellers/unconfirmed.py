"""Listings of which was not said last what we ask for: by it staff ask, or go and do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from complaints.models import Claim, Event, EventClaim, Listing, Marketplace
from complaints.queries.sellers import listing_conditions, listing_states
from complaints.queries.sellers.listing_states import ListingState
from complaints.rules.actors import require_staff
from complaints.rules.decisions.claims import ENFORCED
from complaints.work import UnitOfWork

# What was decided longer ago is asked for no more; a history's takedowns were other systems' work.
RECENT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A listing that does not stand as asked, as far as we heard. `claim_id` is the newest of the
    claims about which something was decided, at `decided_at`."""

    listing: Listing
    marketplace: str
    claim_id: int
    decided_at: datetime
    state: ListingState


def find_unconfirmed(work: UnitOfWork, *, limit: int) -> Sequence[Unconfirmed]:
    """Return up to `limit` listings about which something was decided lately, the oldest first.

    Refuses with: not-found, unless the actor is staff.
    """
    require_staff(work.actor)
    decided = (
        select(
            Claim.listing_id,
            func.max(Claim.id).label("claim_id"),
            func.max(Event.at).label("decided_at"),
        )
        .join(EventClaim, EventClaim.claim_id == Claim.id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(Event.at >= work.now - RECENT, Event.kind.in_(ENFORCED), EventClaim.applied)
        .group_by(Claim.listing_id)
        .subquery()
    )
    rows = work.session.execute(
        select(Listing, Marketplace.slug, decided.c.claim_id, decided.c.decided_at)
        .join(decided, decided.c.listing_id == Listing.id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .where(~listing_conditions.is_confirmed())
        .order_by(decided.c.decided_at, Listing.id)
        .limit(limit)
    ).all()
    states = listing_states.states_after(work, {row[0].id for row in rows})
    return [
        Unconfirmed(listing, slug, claim_id, decided_at, states[listing.id])
        for listing, slug, claim_id, decided_at in rows
    ]
