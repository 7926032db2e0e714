"""Letters to the seller of a listing that it may have lost: those about what can still be answered.

The caller shows nobody whether there are any.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import and_, func, or_, select

from complaints.models import Claim, Letter, SellerInbox
from complaints.queries.filing import recognised
from complaints.queries.mailing import inboxes
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.kinds import InboxKind
from complaints.work import UnitOfWork

# Whoever asks gets as many letters at most, those of the newest complaints.
MOST = 10


def letters_about(
    work: UnitOfWork, place: recognised.Place, *, is_theirs: Callable[[SellerInbox], bool]
) -> list[Letter]:
    """Return the newest letter to the seller of a listing about each complaint that is open, or
    was written about within the term of a link.

    `place` names the listing by its marketplace's slug and its id there; `is_theirs` says whether
    an inbox is that of whoever asks.
    """
    known = recognised.listings(work.session, [place]).get(place)
    if known is None:
        return []
    to_its_seller = and_(
        Letter.complaint_id == Claim.complaint_id,
        Letter.filer_id.is_(None),
        or_(Letter.store_id == Claim.store_id, Letter.claim_id == Claim.id),
    )
    since = work.now - timedelta(days=work.links.reply_days)
    newest = (
        select(func.max(Letter.id).label("letter_id"))
        .join(Claim, to_its_seller)
        .where(
            Claim.listing_id == known.id,
            or_(Claim.state.in_(OPEN_STATES), Letter.created_at > since),
        )
        .group_by(Letter.complaint_id, Letter.store_id, Letter.claim_id)
        .order_by(func.max(Letter.id).desc())
        .limit(MOST)
    )
    rows = work.session.scalars(select(Letter).where(Letter.id.in_(newest)))
    letters = sorted(rows, key=lambda letter: -letter.id)
    boxes = inboxes.of_letters(work.session, letters)
    return [
        letter
        for letter in letters
        if (box := boxes.get(letter.id)) is not None
        and box.kind == InboxKind.MAILBOX
        and is_theirs(box)
    ]
