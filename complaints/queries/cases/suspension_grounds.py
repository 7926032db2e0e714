"""What a suspension may rest on, and which stores it is about.

Claims that a person decided against the seller and that stand, of which neither an appeal nor a
decision waits: that is asked here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Appeal,
    Claim,
    Complaint,
    Event,
    EventClaim,
    Filer,
    Listing,
    Marketplace,
    MarketplaceOperator,
    PendingClaim,
    Right,
    StatementOfReasons,
    Store,
    Suspension,
    SuspensionClaim,
    SuspensionStore,
)
from complaints.queries.decisions import claim_parts
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.kinds import Side
from complaints.words import Message
from complaints.words.labels import label

# So long a list of claims is shown and named.
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class NamedClaim:
    """A claim that a case rests on, as staff and the seller read it. `stands` is whether it still
    counts against the seller now; who filed it (`filer`) staff weigh too."""

    claim_id: int
    reference: str
    listing: str
    right: Message | str
    decided_at: datetime
    stands: bool
    filer_id: int
    filer: str
    store: str

    @property
    def decided_on(self) -> date:
        return self.decided_at.date()


def counts_against(stores: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for claims that count against these stores: a person decided them
    against the seller, they stand, and neither a decision nor the seller's appeal waits."""
    decided = (
        select(Event.id)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .where(
            EventClaim.claim_id == Claim.id,
            EventClaim.applied,
            Event.kind.in_(claim_parts.DECIDING),
        )
        .order_by(Event.at.desc(), Event.id.desc())
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )
    by_program = exists().where(
        StatementOfReasons.event_id == decided, StatementOfReasons.automated_decision
    )
    by_person = exists().where(Event.id == decided, Event.person_id.is_not(None))
    waits = exists().where(PendingClaim.claim_id == Claim.id)
    appealed = exists().where(
        Appeal.claim_id == Claim.id, Appeal.side == str(Side.SELLER), Appeal.state == "filed"
    )
    return and_(
        Claim.store_id.in_(stores), Claim.state == "removed", by_person, ~by_program, ~waits,
        ~appealed,
    )  # fmt: skip


def claims_against(session: Session, stores: Collection[int]) -> Sequence[NamedClaim]:
    """Return the newest claims that count against these stores."""
    counting = select(Claim.id).where(counts_against(stores)).order_by(Claim.id.desc())
    return _named(session, session.scalars(counting.limit(MOST_NAMED)).all(), stores)


def standing(session: Session, claim_ids: Collection[int], stores: Collection[int]) -> set[int]:
    """Return those of these claims that count against these stores now."""
    return set(
        session.scalars(select(Claim.id).where(Claim.id.in_(claim_ids), counts_against(stores)))
    )


def named_ids(session: Session, suspension_id: int, named_for: NamedFor) -> Sequence[int]:
    """Return the claims that a letter of the case names; before it went, those chosen for it."""
    named = select(SuspensionClaim.claim_id).where(
        SuspensionClaim.suspension_id == suspension_id, SuspensionClaim.named_for == str(named_for)
    )
    return session.scalars(named.order_by(SuspensionClaim.claim_id)).all()


def named_claims(session: Session, case: Suspension) -> Sequence[NamedClaim]:
    """Return the claims that the case rests on: once it is imposed, those of that decision."""
    named_for = NamedFor.WARNING if case.imposed_at is None else NamedFor.IMPOSITION
    ids = named_ids(session, case.id, named_for)
    return _named(session, ids, stores_of(session, case.id))


def _named(
    session: Session, claim_ids: Collection[int], stores: Collection[int]
) -> Sequence[NamedClaim]:
    still = standing(session, claim_ids, stores)
    decided = (
        select(EventClaim.claim_id, func.max(Event.at, type_=Event.at.type).label("at"))
        .join(Event, Event.id == EventClaim.event_id)
        .where(EventClaim.claim_id.in_(claim_ids), Event.kind.in_(claim_parts.DECIDING))
        .group_by(EventClaim.claim_id)
        .subquery()
    )
    rows = session.execute(
        select(Claim.id, Complaint.reference, Listing.url, Right, decided.c.at, Filer, Store)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Filer, Filer.id == Claim.filer_id)
        .join(Store, Store.id == Claim.store_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Right, Right.id == Complaint.right_id)
        .join(decided, decided.c.claim_id == Claim.id)
        .order_by(Claim.id)
    ).tuples()
    return [
        NamedClaim(
            claim_id,
            reference,
            url,
            right.title or right.number or label("right_kind", right.kind),
            at,
            claim_id in still,
            filer.id,
            filer.name,
            store.name or store.reference,
        )
        for claim_id, reference, url, right, at, filer, store in rows
    ]


def stores_of(session: Session, suspension_id: int) -> Sequence[int]:
    """Return the stores that a case is about."""
    of_case = SuspensionStore.suspension_id == suspension_id
    return session.scalars(
        select(SuspensionStore.store_id).where(of_case).order_by(SuspensionStore.store_id)
    ).all()


def stores_run(session: Session, marketplace_id: int, operator_id: int) -> Sequence[int]:
    """Return the stores of an operator on a marketplace, as the platform's own catalogue says: a
    complaint could name anybody."""
    run = select(Store.id).where(
        Store.marketplace_id == marketplace_id,
        Store.operator_id == operator_id,
        Store.operator_catalogued_at.is_not(None),
    )
    return session.scalars(run.order_by(Store.id)).all()


def stores_beside(session: Session, store: Store) -> Sequence[int]:
    """Return a store and the others of its operator on its marketplace."""
    if store.operator_id is None or store.operator_catalogued_at is None:
        return [store.id]
    return stores_run(session, store.marketplace_id, store.operator_id)


def operator_of_store(session: Session, store: Store) -> tuple[str, str] | None:
    """Return how its marketplace names a store's operator, where its own catalogue does."""
    if store.operator_catalogued_at is None:
        return None
    named = (
        select(Marketplace.slug, MarketplaceOperator.reference)
        .join(MarketplaceOperator, MarketplaceOperator.marketplace_id == Marketplace.id)
        .where(
            Marketplace.id == store.marketplace_id,
            MarketplaceOperator.operator_id == store.operator_id,
        )
        .order_by(MarketplaceOperator.id)
    )
    return session.execute(named.limit(1)).tuples().one_or_none()


def operator_of(session: Session, slug: str, reference: str) -> tuple[int, int]:
    """Return our numbers of a marketplace and of the operator that it calls so. Refuses with:
    not-found."""
    called = (
        select(Marketplace.id, MarketplaceOperator.operator_id)
        .join(MarketplaceOperator, MarketplaceOperator.marketplace_id == Marketplace.id)
        .where(Marketplace.slug == slug, MarketplaceOperator.reference == reference)
    )
    row = session.execute(called).tuples().one_or_none()
    if row is None:
        raise not_found(label("subject", "operator"))
    return row
