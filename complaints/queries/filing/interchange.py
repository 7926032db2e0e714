"""Complaints for an export, read page by page and set-wise: rows as they are, not converted.

Must serve operators' exports alone: it reads every complaint and, sealed, every identity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, collate, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.models import (
    Authorization,
    Claim,
    Complaint,
    ComplaintDocument,
    ComplaintIdentity,
    Document,
    Event,
    EventClaim,
    Filer,
    FilerIdentity,
    FilerStore,
    Listing,
    Marketplace,
    Operator,
    Right,
    RightsHolder,
    Store,
)

PAGE = 400


@dataclass(frozen=True, slots=True)
class ExportedComplaint:
    """One complaint with all that an interchange line holds.

    `targets` are (claim, listing, marketplace slug, store, operator name) in their order,
    `events` (event, its listing ids) in the order of time, `operated` (marketplace slug, store id).
    """

    complaint: Complaint
    filer: Filer
    right: Right
    holder: RightsHolder | None
    authorization: Authorization | None
    targets: Sequence[Row[tuple[Claim, Listing, str, Store | None, str | None]]]
    events: Sequence[tuple[Event, list[str]]]
    documents: Sequence[Row[tuple[int, str, str, str | None]]]
    identities: Sequence[FilerIdentity]
    operated: Sequence[tuple[str, str]]


def read_all(session: Session, *, source: str | None = None) -> Iterator[ExportedComplaint]:
    """Yield all complaints (of one source) by filing, source and reference.

    The order is the same whatever the database and however the complaints came in.
    """
    last: tuple[Any, str, str] | None = None
    while page := _page(session, source, last):
        yield from _exported(session, page)
        complaint = page[-1][0]
        last = (complaint.filed_at, complaint.source, complaint.reference)
        session.expunge_all()


def count_all(session: Session, *, source: str | None = None) -> int:
    """Return how many complaints there are (of one source)."""
    statement = select(func.count()).select_from(Complaint)
    if source is not None:
        statement = statement.where(Complaint.source == source)
    return session.scalar(statement) or 0


def _page(session: Session, source: str | None, last: tuple[Any, str, str] | None) -> Sequence[Any]:
    byte_order = "C" if session.get_bind().dialect.name == "postgresql" else "BINARY"
    origin = collate(Complaint.source, byte_order)
    reference = collate(Complaint.reference, byte_order)
    statement: Select[Any] = (
        select(Complaint, Filer, Right, RightsHolder, Authorization)
        .join(Filer, Filer.id == Complaint.filer_id)
        .join(Right, Right.id == Complaint.right_id)
        .outerjoin(RightsHolder, RightsHolder.id == Complaint.rights_holder_id)
        .outerjoin(Authorization, Authorization.id == Complaint.authorization_id)
        .order_by(Complaint.filed_at, origin, reference)
        .limit(PAGE)
    )
    if source is not None:
        statement = statement.where(Complaint.source == source)
    if last is not None:
        statement = statement.where(_after(origin, reference, last))
    return session.execute(statement).all()


def _after(
    origin: ColumnElement[str], reference: ColumnElement[str], last: tuple[Any, str, str]
) -> ColumnElement[bool]:
    filed_at, source, name = last
    later = or_(origin > source, and_(origin == source, reference > name))
    return and_(Complaint.filed_at >= filed_at, or_(Complaint.filed_at > filed_at, later))


def _exported(session: Session, page: Sequence[Any]) -> Iterator[ExportedComplaint]:
    ids = [row[0].id for row in page]
    targets, events = _targets(session, ids), _events(session, ids)
    documents, identities = _documents(session, ids), _identities(session, ids)
    operated = _operated(session, sorted({row[1].id for row in page}))
    for complaint, filer, right, holder, authorization in page:
        yield ExportedComplaint(
            complaint=complaint,
            filer=filer,
            right=right,
            holder=holder,
            authorization=authorization,
            targets=targets[complaint.id],
            events=events[complaint.id],
            documents=documents[complaint.id],
            identities=identities[complaint.id],
            operated=operated[filer.id],
        )


def _targets(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    by_complaint: defaultdict[int, list[Any]] = defaultdict(list)
    statement = (
        select(Claim, Listing, Marketplace.slug, Store, Operator.name)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .outerjoin(Operator, Operator.id == Claim.operator_id)
        .where(Claim.complaint_id.in_(ids))
        .order_by(Claim.position, Claim.id)
    )
    for row in session.execute(statement):
        by_complaint[row[0].complaint_id].append(row)
    return by_complaint


def _events(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[Event, list[str]]]]:
    about: defaultdict[int, list[str]] = defaultdict(list)
    named = (
        select(EventClaim.event_id, Listing.reference)
        .join(Event, Event.id == EventClaim.event_id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .where(Event.complaint_id.in_(ids), Event.all_targets.is_(False))
    )
    for event_id, reference in session.execute(named):
        about[event_id].append(reference)
    by_complaint: defaultdict[int, list[tuple[Event, list[str]]]] = defaultdict(list)
    statement = select(Event).where(Event.complaint_id.in_(ids)).order_by(Event.at, Event.id)
    for event in session.scalars(statement):
        by_complaint[event.complaint_id].append((event, sorted(set(about[event.id]))))
    return by_complaint


def _documents(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    by_complaint: defaultdict[int, list[Any]] = defaultdict(list)
    paper = aliased(ComplaintDocument)
    statement = (
        select(paper.complaint_id, paper.kind, Document.sha256, paper.filename)
        .join(Document, Document.id == paper.document_id)
        .where(paper.complaint_id.in_(ids))
        .order_by(paper.kind, Document.sha256)
    )
    for row in session.execute(statement):
        by_complaint[row[0]].append(row)
    return by_complaint


def _identities(session: Session, ids: Sequence[int]) -> dict[int, list[FilerIdentity]]:
    by_complaint: defaultdict[int, list[FilerIdentity]] = defaultdict(list)
    statement = (
        select(ComplaintIdentity.complaint_id, FilerIdentity)
        .join(FilerIdentity, FilerIdentity.id == ComplaintIdentity.filer_identity_id)
        .where(ComplaintIdentity.complaint_id.in_(ids))
    )
    for complaint_id, identity in session.execute(statement):
        by_complaint[complaint_id].append(identity)
    return by_complaint


def _operated(session: Session, filer_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    by_filer: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    statement = (
        select(FilerStore.filer_id, Marketplace.slug, Store.reference)
        .join(Store, Store.id == FilerStore.store_id)
        .join(Marketplace, Marketplace.id == Store.marketplace_id)
        .where(FilerStore.filer_id.in_(filer_ids))
    )
    for filer_id, slug, reference in session.execute(statement):
        by_filer[filer_id].append((slug, reference))
    return by_filer
