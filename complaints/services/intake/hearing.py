"""Asks sellers to answer before a decision, where the accusation turns on what only they know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints.links import SellerOf
from complaints.models import Claim, Complaint, Listing
from complaints.rules import texts
from complaints.rules.counter_notices import ANSWER_WITHIN
from complaints.services import outbox


def hear_sellers(
    session: Session, complaint: Complaint, claim_ids: Collection[int], *, now: datetime
) -> None:
    """Set the day by which sellers are asked to answer, and write each of them one letter.

    Claims whose store is not known get a letter each.
    """
    due = now + ANSWER_WITHIN
    found = session.execute(
        select(Claim, Listing.url)
        .join(Listing, Listing.id == Claim.listing_id)
        .where(Claim.id.in_(claim_ids))
        .order_by(Claim.id)
    )
    by_seller: dict[SellerOf, list[tuple[Claim, str]]] = {}
    for claim, url in found:
        by_seller.setdefault(outbox.seller_of(claim), []).append((claim, url))
    session.execute(update(Claim).where(Claim.id.in_(claim_ids)).values(reply_due=due))
    for against in by_seller.values():
        wording = texts.noticed(complaint.reference, [url for _, url in against], due)
        outbox.tell_seller(session, against[0][0], "claim_noticed", wording, now=now)
