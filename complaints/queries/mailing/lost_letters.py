"""Letters to the seller of a listing that it may have lost: those about what can still be answered,
and about a case of its store.

The caller shows nobody whether there are any.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select

from complaints.models import Claim, Letter, Listing, SellerInbox, Suspension
from complaints.queries.filing import recognised
from complaints.queries.mailing import inboxes
from complaints.rules.cases.suspensions import TO_SEE_TO
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.kinds import InboxKind
from complaints.work import UnitOfWork

# Whoever asks gets as many letters at most, the newest.
MOST = 10


def letters_about(
    work: UnitOfWork, place: recognised.Place, *, is_theirs: Callable[[SellerInbox], bool]
) -> list[Letter]:
    """Return the newest letter to the seller of a listing about each complaint that names it, and
    about each case of its store, that is open, or was written about within the term of a link.

    `place` names the listing by its marketplace's slug and its id there; `is_theirs` says whether
    an inbox is that of whoever asks.
    """
    known = recognised.listings(work.session, [place]).get(place)
    if known is None:
        return []
    since = work.now - timedelta(days=work.links.reply_days)
    newest = or_(*(Letter.id.in_(each(known.id, since)) for each in (_of_claims, _of_suspensions)))
    letters = work.session.scalars(
        select(Letter).where(newest).order_by(Letter.id.desc()).limit(MOST)
    ).all()
    boxes = inboxes.of_letters(work.session, letters)
    return [
        letter
        for letter in letters
        if (box := boxes.get(letter.id)) is not None
        and box.kind == InboxKind.MAILBOX
        and is_theirs(box)
    ]


def _of_claims(listing_id: int, since: datetime) -> Select[tuple[int]]:
    to_its_seller = and_(
        Letter.complaint_id == Claim.complaint_id,
        Letter.filer_id.is_(None),
        or_(Letter.store_id == Claim.store_id, Letter.claim_id == Claim.id),
    )
    return (
        select(func.max(Letter.id))
        .join(Claim, to_its_seller)
        .where(
            Claim.listing_id == listing_id,
            or_(Claim.state.in_(OPEN_STATES), Letter.created_at > since),
        )
        .group_by(Letter.complaint_id, Letter.store_id, Letter.claim_id)
    )


def _of_suspensions(listing_id: int, since: datetime) -> Select[tuple[int]]:
    return (
        select(func.max(Letter.id))
        .join(Suspension, Suspension.id == Letter.suspension_id)
        .join(Listing, Listing.store_id == Letter.store_id)
        .where(
            Listing.id == listing_id,
            or_(Suspension.state.in_(TO_SEE_TO), Letter.created_at > since),
        )
        .group_by(Letter.suspension_id)
    )
