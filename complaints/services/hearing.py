"""Asks sellers to answer before a decision, where the accusation depends on what only they know.

Ground: calls no other service but the outbox.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from complaints.links import SellerOf
from complaints.models import Claim, Complaint, Listing
from complaints.rules.counter_notices import ANSWER_WITHIN, HEARD_FIRST
from complaints.services import outbox
from complaints.words.letters.claims import noticed
from complaints.work import Work


def hear_sellers(work: Work, claim_ids: Collection[int], *, whatever_basis: bool = False) -> None:
    """Set the date by which sellers are asked to answer, and write each of them one letter a
    complaint; a claim without a known store gets its own letter.

    Claims whose basis does not call for it are left as they are, unless the filer's standing does
    (`whatever_basis`).
    """
    due = work.now + ANSWER_WITHIN
    statement = (
        select(Claim, Complaint.reference, Listing.url)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .where(Claim.id.in_(claim_ids))
        .order_by(Claim.id)
    )
    if not whatever_basis:
        statement = statement.where(Complaint.basis.in_(sorted(HEARD_FIRST)))
    by_seller: dict[SellerOf, list[tuple[Claim, str, str]]] = {}
    for claim, reference, url in work.session.execute(statement):
        by_seller.setdefault(outbox.seller_of(claim), []).append((claim, reference, url))
    for seller, against in by_seller.items():
        mine = [claim.id for claim, _, _ in against]
        work.session.execute(update(Claim).where(Claim.id.in_(mine)).values(reply_due=due))
        (reference,) = {reference for _, reference, _ in against}
        letter = noticed(reference, [url for _, _, url in against], due=due)
        outbox.write_to_seller(work, seller, "claim_noticed", letter)
