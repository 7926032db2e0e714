"""Statements of reasons as their readers find them, and what a new one is made of.

A filer reads those that were made to it, a seller those to the sellers; staff read both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Complaint,
    CounterNotice,
    EventClaim,
    Filer,
    Joining,
    Listing,
    Right,
    RightsHolder,
    StatementClaim,
    StatementOfReasons,
)
from complaints.queries.cases import joinings
from complaints.queries.decisions import claims
from complaints.queries.law import clocks
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Actor
from complaints.rules.decisions.statements import DOWN, Decision, Restriction
from complaints.rules.kinds import Side
from complaints.rules.law.regimes import ClockKind
from complaints.words import message as _
from complaints.work import UnitOfWork

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with those of its claims that the reader may see."""

    statement: StatementOfReasons
    claim_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a complaint is about, as a statement says it."""

    complaint: Complaint
    right: Right
    filer: str
    holder: str | None


def statements_of_claims(work: UnitOfWork, claim_ids: Collection[int]) -> list[StatementView]:
    """Return the statements about any of these claims that the actor may read, the oldest first."""
    about = select(StatementClaim.statement_id).where(StatementClaim.claim_id.in_(claim_ids))
    return _views(work, StatementOfReasons.id.in_(about))


def get_statement(work: UnitOfWork, statement_id: int) -> StatementView:
    """Return one statement. Refuses with: not-found."""
    views = _views(work, StatementOfReasons.id == statement_id)
    if not views:
        raise not_found(_("statement"))
    return views[0]


def _views(work: UnitOfWork, which: ColumnElement[bool]) -> list[StatementView]:
    statement = (
        select(StatementOfReasons, Claim.id)
        .join(StatementClaim, StatementClaim.statement_id == StatementOfReasons.id)
        .join(Claim, Claim.id == StatementClaim.claim_id)
        .where(which, _readable(work.actor))
        .order_by(StatementOfReasons.id, Claim.id)
    )
    rows: dict[int, tuple[StatementOfReasons, list[int]]] = {}
    for row, claim_id in work.session.execute(statement):
        rows.setdefault(row.id, (row, []))[1].append(claim_id)
    return [StatementView(row, tuple(ids)) for row, ids in rows.values()]


def _readable(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for a statement, joined with its claim, that the actor may read."""
    if actor.is_staff:
        return claims.claims_in_sight(actor)
    beside = marketplaces.reading(actor)
    own = _on_own_side(actor)
    return own if beside is None else or_(own, _on_own_side(beside))


def _on_own_side(actor: Actor) -> ColumnElement[bool]:
    side = Side.SELLER if marketplaces.is_of_sellers(actor) else Side.FILER
    return and_(StatementOfReasons.side == str(side), claims.claims_in_sight(actor))


def matter_of(session: Session, complaint_id: int) -> Matter:
    """Return what a complaint is about."""
    row = session.execute(
        select(Complaint, Right, Filer.name, RightsHolder.name)
        .join(Right, Right.id == Complaint.right_id)
        .join(Filer, Filer.id == Complaint.filer_id)
        .outerjoin(RightsHolder, RightsHolder.id == Complaint.rights_holder_id)
        .where(Complaint.id == complaint_id)
    ).one()
    return Matter(*row)


def addresses(session: Session, rows: Sequence[Claim]) -> dict[int, str]:
    """Return the canonical URLs of these claims' listings, by the listings' ids."""
    accused = select(Listing.id, Listing.url).where(
        Listing.id.in_({row.listing_id for row in rows})
    )
    return dict(session.execute(accused).tuples().all())


def answered(session: Session, claim_ids: Collection[int]) -> set[int]:
    """Return those of these claims that a seller has answered."""
    of = select(EventClaim.claim_id).join(
        CounterNotice, CounterNotice.event_id == EventClaim.event_id
    )
    return set(session.scalars(of.where(EventClaim.claim_id.in_(claim_ids))))


def latest_answer(session: Session, claim_ids: Collection[int]) -> tuple[str, datetime] | None:
    """Return what the sellers of these claims answered last, in short, and when."""
    answered = (
        select(CounterNotice.grounds, CounterNotice.filed_at)
        .join(EventClaim, EventClaim.event_id == CounterNotice.event_id)
        .where(EventClaim.claim_id.in_(claim_ids))
    )
    row = session.execute(answered.order_by(CounterNotice.id.desc()).limit(1)).first()
    return None if row is None else (row[0], row[1])


def ends_at(
    session: Session, rows: Sequence[Claim], decision: Decision, restriction: Restriction
) -> datetime | None:
    """Return when what was decided ends by itself: a restriction with the law's clock that runs on
    it, what is not processed with the boycott; None where nothing ends it."""
    if decision is Decision.NOT_PROCESSED:
        binding = select(Boycott.ends_at).join(Complaint, Complaint.boycott_id == Boycott.id)
        return session.scalar(binding.where(Complaint.id == rows[0].complaint_id))
    if restriction not in DOWN:
        return None
    runs = [
        clock.ends_at
        for row in rows
        for clock in clocks.running(session, row.id, ClockKind.RESTORE, ClockKind.WAIT)
    ]
    return min(runs, default=None)


def appealed(session: Session, side: Side, claim_ids: Collection[int]) -> set[int | None]:
    """Return those of these claims whose decision a side has appealed: each side appeals once."""
    made = select(Appeal.claim_id).where(Appeal.claim_id.in_(claim_ids), Appeal.side == str(side))
    return set(session.scalars(made))


def has_appealed_boycott(session: Session, complaint_id: int) -> bool:
    """Say whether the boycott that a complaint came under was appealed: there is one appeal."""
    made = (
        select(Appeal.id)
        .join(Complaint, Complaint.boycott_id == Appeal.boycott_id)
        .where(Complaint.id == complaint_id)
    )
    return session.scalar(made.limit(1)) is not None


def how_many(session: Session) -> int:
    """Return how many statements there are."""
    return session.scalar(select(func.count()).select_from(StatementOfReasons)) or 0


def altered(session: Session) -> Iterator[int]:
    """Yield the ids of statements whose text is not the one that its hash was taken of."""
    rows = session.execute(
        select(StatementOfReasons.id, StatementOfReasons.text, StatementOfReasons.sha256)
        .order_by(StatementOfReasons.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for statement_id, text, digest in rows:
        if sha256(text.encode()).hexdigest() != digest:
            yield statement_id


def joining_bound_by(session: Session, complaint_id: int) -> Joining | None:
    """Return the joining by which a boycott of another account binds a complaint's filer; None
    where the boycott is of its own account."""
    filer_id, imposed_on = session.execute(
        select(Complaint.filer_id, Boycott.filer_id)
        .join(Boycott, Boycott.id == Complaint.boycott_id)
        .where(Complaint.id == complaint_id)
    ).one()
    return None if filer_id == imposed_on else joinings.newest_of(session, filer_id)
