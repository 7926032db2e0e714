"""What buyers are told of illegal products: one, that of a claim, those that wait, and what is
public."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import BuyerNotice, Claim, Complaint, Listing, Marketplace
from complaints.queries.logins import people
from complaints.rules.law.buyer_notices import (
    UNFINISHED,
    BuyerNoticeState,
    bought_since,
    telling_state,
)
from complaints.words import message as _
from complaints.work import UnitOfWork

# So many are public, the newest.
MOST_SHOWN: Final = 500
_LIVE: Final = BuyerNotice.voided_at.is_(None)
_STATES: Final[dict[BuyerNoticeState, ColumnElement[bool]]] = {
    BuyerNoticeState.TO_TELL: and_(_LIVE, BuyerNotice.told_on.is_(None)),
    BuyerNoticeState.TO_PUBLISH: and_(
        _LIVE, BuyerNotice.all_reached.is_(False), BuyerNotice.published_at.is_(None)
    ),
    BuyerNoticeState.DONE: and_(
        _LIVE,
        or_(
            BuyerNotice.all_reached.is_(True),
            and_(BuyerNotice.told_on.is_not(None), BuyerNotice.published_at.is_not(None)),
        ),
    ),
    BuyerNoticeState.VOID: BuyerNotice.voided_at.is_not(None),
}


@dataclass(frozen=True, slots=True)
class BuyerNoticeView:
    """A notice with its complaint and listing, how it stands, and who entered it. Purchases count
    from `bought_since` on. `stands` says that the listing is still down by its claim."""

    row: BuyerNotice
    complaint: str
    listing: str
    marketplace: str
    basis: str
    stands: bool
    state: BuyerNoticeState
    entered_by: str

    @property
    def bought_since(self) -> date:
        return bought_since(self.row.known_on)


def state_of_notice(row: BuyerNotice) -> BuyerNoticeState:
    """Return how telling buyers stands."""
    return telling_state(
        all_reached=row.all_reached,
        is_published=row.published_at is not None,
        is_void=row.voided_at is not None,
    )


def get_buyer_notice(work: UnitOfWork, buyer_notice_id: int) -> BuyerNoticeView:
    """Return one. Refuses with: not-found."""
    row = work.session.get(BuyerNotice, buyer_notice_id)
    if row is None:
        raise not_found(_("notice to buyers"))
    return _views(work.session, [row])[0]


def live_notice_of_claim(work: UnitOfWork, claim_id: int) -> BuyerNoticeView | None:
    """Return what buyers are told about a claim's listing, if anything."""
    rows = work.session.scalars(
        select(BuyerNotice).where(_LIVE, BuyerNotice.claim_id == claim_id)
    ).all()
    return next(iter(_views(work.session, rows)), None)


def find_buyer_notices(
    work: UnitOfWork, states: Collection[BuyerNoticeState], *, after: int | None, limit: int
) -> list[BuyerNoticeView]:
    """Return up to limit + 1 in these states, the oldest first."""
    statement = select(BuyerNotice).where(or_(*(_STATES[state] for state in states)))
    if after is not None:
        statement = statement.where(BuyerNotice.id > after)
    rows = statement.order_by(BuyerNotice.id).limit(limit + 1)
    return _views(work.session, work.session.scalars(rows).all())


def find_published_notices(session: Session) -> list[BuyerNoticeView]:
    """Return what anybody may read, the newest first: published, and its takedown stands."""
    rows = (
        select(BuyerNotice)
        .join(Claim, Claim.id == BuyerNotice.claim_id)
        .where(_LIVE, BuyerNotice.published_at.is_not(None), Claim.state == "removed")
        .order_by(BuyerNotice.published_at.desc(), BuyerNotice.id.desc())
        .limit(MOST_SHOWN)
    )
    return _views(session, session.scalars(rows).all())


def count_unfinished(session: Session) -> int:
    """Return how many wait for staff."""
    waits = or_(*(_STATES[state] for state in UNFINISHED))
    return session.scalar(select(func.count()).select_from(BuyerNotice).where(waits)) or 0


def _views(session: Session, rows: Sequence[BuyerNotice]) -> list[BuyerNoticeView]:
    about = (
        select(
            Claim.id, Complaint.reference, Listing.url, Marketplace.slug, Complaint.basis,
            Claim.state,
        )
        .join(Complaint, Claim.complaint_id == Complaint.id)
        .join(Listing, Claim.listing_id == Listing.id)
        .join(Marketplace, Listing.marketplace_id == Marketplace.id)
        .where(Claim.id.in_({row.claim_id for row in rows}))
    )  # fmt: skip
    known = {
        claim_id: (reference, url, slug, basis, state == "removed")
        for claim_id, reference, url, slug, basis, state in session.execute(about).tuples()
    }
    names = people.names(session, {row.entered_by for row in rows})
    return [
        BuyerNoticeView(
            row,
            *known[row.claim_id],
            state=state_of_notice(row),
            entered_by=names[row.entered_by],
        )
        for row in rows
    ]
