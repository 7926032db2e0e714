"""Notices under China's E-Commerce Law for anybody to read: what came in, whether the seller
declared that nothing is infringed, and what came of it. E-Commerce Law Art. 44.

Says nothing of the listing, its store, or anybody's words.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    Complaint,
    Event,
    EventClaim,
    Filer,
    Listing,
    Marketplace,
    RightsHolder,
)
from complaints.rules.kinds import EventKind
from complaints.rules.law.public_names import public_name
from complaints.rules.law.regimes import RegimeCode


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """One notice about one listing. `holder` is for whom the complainant acts, where that is
    another; `declared_at` is when the seller declared that nothing is infringed; `state` is what
    came of it, `closed_at` since when, None while it is open."""

    number: int
    filed_at: datetime
    complainant: str
    holder: str | None
    basis: str
    marketplace: str
    declared_at: datetime | None
    state: str
    closed_at: datetime | None


def find_numbers(session: Session, until: datetime) -> array[int]:
    """Return the numbers of all notices that came in before a moment, the newest first. Costly: it
    reads every claim."""
    rows = (
        select(Claim.id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Claim.regime == RegimeCode.ECL, Complaint.filed_at < until)
        .order_by(Complaint.filed_at.desc(), Claim.id.desc())
    )
    return array("q", session.scalars(rows))


def find_notices(session: Session, numbers: Sequence[int]) -> list[PublicNotice]:
    """Return the notices of these numbers as they stand now, in their order."""
    declared = (
        select(EventClaim.claim_id, func.min(Event.at).label("at"))
        .join(Event, Event.id == EventClaim.event_id)
        .where(
            Event.kind == EventKind.COUNTER_NOTICE, EventClaim.applied,
            EventClaim.claim_id.in_(numbers),
        )
        .group_by(EventClaim.claim_id)
        .subquery()
    )  # fmt: skip
    rows = session.execute(
        select(Claim, Complaint, Filer, RightsHolder.name, Marketplace.slug, declared.c.at)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Filer, Filer.id == Complaint.filer_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(RightsHolder, RightsHolder.id == Complaint.rights_holder_id)
        .outerjoin(declared, declared.c.claim_id == Claim.id)
        .where(Claim.id.in_(numbers))
    )
    by_number = {
        claim.id: PublicNotice(
            number=claim.id,
            filed_at=complaint.filed_at,
            complainant=public_name(filer.name, filer.kind),
            holder=None if holder in (None, filer.name) else public_name(holder, None),
            basis=complaint.basis,
            marketplace=slug,
            declared_at=declared_at,
            state=claim.state,
            closed_at=claim.closed_at,
        )
        for claim, complaint, filer, holder, slug, declared_at in rows
    }
    return [by_number[number] for number in numbers if number in by_number]
