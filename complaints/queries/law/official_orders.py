"""Orders of authorities: one, those of a claim, those that wait, and whether one is there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Claim, Complaint, Listing, OfficialOrder
from complaints.queries.logins import people
from complaints.rules.law.official_orders import WAITING, OfficialOrderState, is_late, order_state
from complaints.words import message as _
from complaints.work import UnitOfWork

_STATES: Final[dict[OfficialOrderState, ColumnElement[bool]]] = {
    OfficialOrderState.OPEN: and_(
        OfficialOrder.voided_at.is_(None), OfficialOrder.answered_on.is_(None)
    ),
    OfficialOrderState.TO_TELL: and_(
        OfficialOrder.voided_at.is_(None),
        OfficialOrder.answered_on.is_not(None),
        OfficialOrder.told_at.is_(None),
    ),
    OfficialOrderState.DONE: and_(
        OfficialOrder.voided_at.is_(None),
        OfficialOrder.answered_on.is_not(None),
        OfficialOrder.told_at.is_not(None),
    ),
    OfficialOrderState.VOID: OfficialOrder.voided_at.is_not(None),
}
# By which they are listed: an order without a day of its own is answered without undue delay.
PLACE: Final = func.coalesce(OfficialOrder.due_on, OfficialOrder.received_on)


@dataclass(frozen=True, slots=True)
class OfficialOrderView:
    """An order with the complaint and the listing that it is about, how it stands, and who entered
    and answered it. `late` says that its day is over and it is not answered."""

    row: OfficialOrder
    complaint: str
    listing: str
    state: OfficialOrderState
    late: bool
    entered_by: str
    answered_by: str | None

    @property
    def place(self) -> date:
        return self.row.due_on or self.row.received_on


def state_of_order(row: OfficialOrder) -> OfficialOrderState:
    """Return how an order stands."""
    return order_state(
        answered=row.answered_on is not None,
        is_told=row.told_at is not None,
        void=row.voided_at is not None,
    )


def get_order(work: UnitOfWork, official_order_id: int) -> OfficialOrderView:
    """Return one order. Refuses with: not-found."""
    row = work.session.get(OfficialOrder, official_order_id)
    if row is None:
        raise not_found(_("order of an authority"))
    return _views(work, [row])[0]


def orders_of_claim(work: UnitOfWork, claim_id: int) -> list[OfficialOrderView]:
    """Return the orders about a claim, in the order in which they were entered."""
    mine = select(OfficialOrder).where(OfficialOrder.claim_id == claim_id)
    return _views(work, work.session.scalars(mine.order_by(OfficialOrder.id)).all())


def find_orders(
    work: UnitOfWork,
    states: Collection[OfficialOrderState],
    *,
    after: tuple[date, int] | None,
    limit: int,
) -> list[OfficialOrderView]:
    """Return up to limit + 1 orders in these states, the one that is due first first."""
    statement = select(OfficialOrder).where(or_(*(_STATES[state] for state in states)))
    if after is not None:
        statement = statement.where(tuple_(PLACE, OfficialOrder.id) > after)
    rows = statement.order_by(PLACE, OfficialOrder.id).limit(limit + 1)
    return _views(work, work.session.scalars(rows).all())


def count_waiting_orders(session: Session) -> int:
    """Return how many orders wait for staff."""
    waits = or_(*(_STATES[state] for state in WAITING))
    return session.scalar(select(func.count()).select_from(OfficialOrder).where(waits)) or 0


def find_same(
    session: Session, *, country: str, authority: str, reference: str
) -> OfficialOrder | None:
    """Return the order of this authority with this reference that is there already, whether its
    letters are large or small."""
    return session.scalar(
        select(OfficialOrder).where(
            OfficialOrder.voided_at.is_(None),
            OfficialOrder.country == country,
            func.lower(OfficialOrder.authority) == func.lower(authority),
            func.lower(OfficialOrder.reference) == func.lower(reference),
        )
    )


def _views(work: UnitOfWork, rows: Sequence[OfficialOrder]) -> list[OfficialOrderView]:
    about = (
        select(Claim.id, Complaint.reference, Listing.url)
        .join(Complaint, Claim.complaint_id == Complaint.id)
        .join(Listing, Claim.listing_id == Listing.id)
        .where(Claim.id.in_({row.claim_id for row in rows}))
    )
    named_by = {
        claim_id: (reference, url)
        for claim_id, reference, url in work.session.execute(about).tuples()
    }
    names = people.names(
        work.session, {row.entered_by for row in rows} | {row.answered_by for row in rows}
    )
    today = work.now.date()
    return [
        OfficialOrderView(
            row,
            *named_by[row.claim_id],
            state=state_of_order(row),
            late=is_late(state_of_order(row), row.due_on, today),
            entered_by=names[row.entered_by],
            answered_by=names.get(row.answered_by),
        )
        for row in rows
    ]
