"""What was restricted of sellers under the Digital Services Act, as Art. 24(5) wants it told.

Decisions of this system alone: an imported history has no statements of reasons. What stays down
after an answer or an appeal is no new restriction; what is taken down again is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    Complaint,
    Filer,
    Installation,
    Listing,
    StatementClaim,
    StatementOfReasons,
    Suspension,
    SuspensionClaim,
    SuspensionStore,
)
from complaints.queries.authority.flaggers import flagged_as
from complaints.queries.law.transparency import PAGE, stores_under, within
from complaints.rules.authority.flaggers import Flagged
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.decisions.statements import Restriction
from complaints.rules.kinds import Basis, ListingKind, Side
from complaints.rules.law.statement_files import Shut, TakenDown
from complaints.rules.law.transparency import Period, is_under


def house(session: Session) -> str:
    """Return the random name of this database."""
    return session.scalars(select(Installation.database)).one()


def taken_down(session: Session, period: Period) -> Iterator[TakenDown]:
    """Yield the listings that were taken down in a period, in the order of their statements."""
    rows = (
        select(StatementOfReasons, Claim, Listing, Complaint, Filer.kind)
        .join(StatementClaim, StatementClaim.statement_id == StatementOfReasons.id)
        .join(Claim, Claim.id == StatementClaim.claim_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(
            StatementOfReasons.side == Side.SELLER,
            StatementOfReasons.restriction == Restriction.REMOVED,
            *within(StatementOfReasons.starts_at, period),
        )
        .order_by(StatementOfReasons.id, Claim.id)
        .execution_options(yield_per=PAGE)
    )
    for stated, claim, listing, complaint, kind in session.execute(rows):
        if is_under(claim.regime, claim.adding):
            is_flagged = flagged_as(session, complaint) is Flagged.IN_FIELD
            yield _taken_down(stated, claim, listing, complaint, kind, is_flagged)


def _taken_down(
    stated: StatementOfReasons, claim: Claim, listing: Listing, complaint: Complaint,
    kind: str | None, is_flagged: bool,
) -> TakenDown:  # fmt: skip
    facts = stated.facts
    return TakenDown(
        statement_id=stated.id,
        claim_id=claim.id,
        reason=stated.reason,
        basis=Basis(complaint.basis),
        country=facts["country"],
        territory=stated.territory,
        delivers_to=claim.delivers_to,
        kind=ListingKind(listing.kind),
        listed_on=min(
            claim.listed_on or listing.listed_on or date.max,
            listing.created_at.date(), complaint.filed_at.date(),
        ),
        filed_at=complaint.filed_at,
        starts_at=stated.starts_at,
        ends_at=stated.ends_at,
        is_answered=facts["answer"] is not None,
        notifier=facts["notifier"] if stated.notifier_named else None,
        notifier_kind=kind,
        is_flagged=is_flagged,
        automated=stated.automated_decision,
    )  # fmt: skip


def shut(session: Session, period: Period) -> Iterator[Shut]:
    """Yield the suspensions and closings of stores that were imposed in a period."""
    under = stores_under(session)
    rows = select(Suspension).where(*within(Suspension.imposed_at, period))
    for row in session.scalars(rows.order_by(Suspension.id)):
        if row.id in under:
            yield _shut(session, row)


def _shut(session: Session, row: Suspension) -> Shut:
    stores = session.scalars(
        select(SuspensionStore.store_id).where(SuspensionStore.suspension_id == row.id)
    ).all()
    upheld = session.scalar(
        select(func.count()).where(
            SuspensionClaim.suspension_id == row.id,
            SuspensionClaim.named_for == NamedFor.IMPOSITION,
        )
    )
    listed, seen = session.execute(
        select(func.min(Listing.listed_on), func.min(Listing.created_at)).where(
            Listing.store_id.in_(stores)
        )
    ).one()
    assert row.starts_at is not None
    days = [each for each in (listed, seen and seen.date(), row.starts_at.date()) if each]
    return Shut(
        suspension_id=row.id,
        territory=row.territory,
        listed_on=min(days),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stores=len(stores),
        upheld=upheld or 0,
    )
