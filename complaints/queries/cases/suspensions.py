"""Suspensions of stores as their readers see them: staff all; a seller its own once it is warned, by
its link; who runs the marketplace those that were imposed there.

What a case may rest on is asked here alone: claims that a person decided against the seller and
that stand, of which neither an appeal nor a decision waits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Appeal,
    Claim,
    Complaint,
    Event,
    EventClaim,
    Letter,
    Listing,
    Marketplace,
    MarketplaceOperator,
    Operator,
    PendingClaim,
    Right,
    StatementOfReasons,
    Store,
    Suspension,
    SuspensionClaim,
    SuspensionStore,
)
from complaints.queries.cases import boycotts, case_appeals, possible_steps
from complaints.queries.decisions import claim_parts, judges
from complaints.queries.mailing import letter_parts
from complaints.queries.sellers import marketplaces
from complaints.queries.sellers.their_ids import Named, name_store
from complaints.rules.actors import Actor, Role, Scope
from complaints.rules.acts import Bar
from complaints.rules.cases.boycotts import SUPERVISOR, may_answer
from complaints.rules.cases.case_appeals import appeal_ends_at
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.suspensions import BINDING, SUSPENSION, UNFINISHED
from complaints.rules.cases.warnings import Course
from complaints.rules.kinds import Side
from complaints.rules.machines import Parts
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork

# So long a list of claims is shown and named.
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class NamedClaim:
    """A claim that a case rests on, as staff and the seller read it. `stands` is whether it still
    counts against the seller now."""

    claim_id: int
    reference: str
    listing: str
    right: str
    decided_on: date
    stands: bool


@dataclass(frozen=True, slots=True)
class SuspensionDetail:
    """A suspension as a reader may see it. `staff` is None for who runs the marketplace."""

    row: Suspension
    marketplace: str
    stores: Sequence[Named]
    operator: str | None
    claims: Sequence[NamedClaim]
    appeal: Appeal | None
    appeal_until: datetime | None
    can_answer: bool
    possible: tuple[str, ...]
    staff: Suspension | None

    @property
    def name(self) -> str:
        """Whom the case is about: the operator, or the store."""
        return self.operator or self.stores[0].name or self.stores[0].id

    @property
    def version(self) -> int:
        return self.row.version

    @property
    def rests_on_less(self) -> bool:
        """Whether a claim that the case rests on stands no more."""
        return any(not each.stands for each in self.claims)


def counts_against(stores: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for claims that count against these stores: a person decided them
    against the seller, they stand, and neither a decision nor the seller's appeal waits."""
    decided = (
        select(Event.id)
        .join(EventClaim, EventClaim.event_id == Event.id)
        .where(EventClaim.claim_id == Claim.id, Event.kind.in_(claim_parts.DECIDING))
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
        select(Claim.id, Complaint.reference, Listing.url, Right, decided.c.at)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Right, Right.id == Complaint.right_id)
        .join(decided, decided.c.claim_id == Claim.id)
        .order_by(Claim.id)
    ).tuples()
    return [
        NamedClaim(
            claim_id, reference, url, right.title or right.number or str(label("right_kind", right.kind)),
            at.date(), claim_id in still,
        )
        for claim_id, reference, url, right, at in rows
    ]  # fmt: skip


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


def filers_of(session: Session, suspension_id: int) -> Sequence[int]:
    """Return whose claims the case names: they are its other side."""
    return letter_parts.filers_named(session, suspension_id)


def suspension_parts(session: Session, row: Suspension) -> Parts:
    """Return the persons who took each part so far, and who took its letters out."""
    taken = letter_parts.took_out(session, Letter.suspension_id, [row.id])
    return {
        "proposer": (row.proposed_by,),
        "imposer": (row.imposed_by,),
        "deliverer": taken[row.id],
    }


def course_of(session: Session, row: Suspension) -> Course:
    """Return how the warning of a case fares."""
    mailed, posted, failed, mailboxes = boycotts.ways_of(session, Suspension, [row.id])
    return Course(
        mailed.get(row.id), posted.get(row.id), frozenset(failed[row.id]), len(mailboxes[row.id])
    )


def find_open(session: Session, stores: Collection[int]) -> Suspension | None:
    """Return a case under way or in force about one of these stores."""
    theirs = (
        select(Suspension)
        .join(SuspensionStore, SuspensionStore.suspension_id == Suspension.id)
        .where(SuspensionStore.store_id.in_(stores), Suspension.state.in_(UNFINISHED))
    )
    return session.scalar(theirs.order_by(Suspension.id).limit(1))


def due(work: UnitOfWork, limit: int) -> Sequence[int]:
    """Return the cases in which the clock has a step to take."""
    arrive = boycotts.due_to_arrive(
        work.session, work.policy.boycott, work.now, limit, case=Suspension
    )
    over = or_(
        and_(Suspension.state == "warned", Suspension.answer_due <= work.now),
        and_(Suspension.state.in_(BINDING), Suspension.ends_at <= work.now),
        Suspension.id.in_(arrive),
    )
    return work.session.scalars(
        select(Suspension.id).where(over).order_by(Suspension.id).limit(limit)
    ).all()


def require_visible(work: UnitOfWork, suspension_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this case, or there is none."""
    seen = select(Suspension.id).where(_visible(work.actor), Suspension.id == suspension_id)
    if work.session.scalar(seen) is None:
        raise not_found(label("noun", "suspension"))


def list_suspensions(
    work: UnitOfWork,
    *,
    states: Collection[str] = UNFINISHED,
    store_id: int | None = None,
    rests_on_less: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Suspension]:
    """Return up to limit + 1 cases in these states, the newest first; with `rests_on_less` those
    in force that rest on a claim that stands no more."""
    statement = select(Suspension).where(_visible(work.actor), Suspension.state.in_(states))
    if store_id is not None:
        about = select(SuspensionStore.suspension_id).where(SuspensionStore.store_id == store_id)
        statement = statement.where(Suspension.id.in_(about))
    if rests_on_less:
        statement = statement.where(Suspension.state.in_(BINDING), _rests_on_less())
    if before is not None:
        statement = statement.where(Suspension.id < before)
    return work.session.scalars(statement.order_by(Suspension.id.desc()).limit(limit + 1)).all()


def suspension_detail(work: UnitOfWork, suspension_id: int) -> SuspensionDetail:
    """Return one case with all that belongs to it. Refuses with: not-found."""
    require_visible(work, suspension_id)
    return details(work, [work.session.get_one(Suspension, suspension_id)])[0]


def details(work: UnitOfWork, rows: Sequence[Suspension]) -> list[SuspensionDetail]:
    """Return cases, each with all that belongs to it. The caller has checked that the actor may see
    them."""
    return [_detail(work, row) for row in rows]


def _detail(work: UnitOfWork, row: Suspension) -> SuspensionDetail:
    session, staff = work.session, work.actor.reads_as_staff
    slug = session.get_one(Marketplace, row.marketplace_id).slug
    seen = work.actor.seller_of.store_id if work.actor.seller_of is not None else None
    stores = [each for each in stores_of(session, row.id) if seen in (None, each)]
    filed = case_appeals.appeal_of_case(session, row)
    is_open = row.state in ("in_force", "expired") and filed is None and row.imposed_at is not None
    until = appeal_ends_at(row.imposed_at, None) if is_open and row.imposed_at else None
    given = (row.answer_due, row.answer_closed_at, work.now)
    operator = None if row.operator_id is None else session.get_one(Operator, row.operator_id).name
    by_platform = work.actor.partner_id is not None
    return SuspensionDetail(
        row=row,
        marketplace=slug,
        stores=[name_store(session.get_one(Store, each), slug) for each in stores],
        operator=operator,
        claims=() if by_platform else named_claims(session, row),
        appeal=None if by_platform else filed,
        appeal_until=until if until is not None and work.now < until else None,
        can_answer=row.state in ("warned", "answered") and may_answer(*given),
        possible=_possible(work, row),
        staff=row if staff else None,
    )


def _possible(work: UnitOfWork, row: Suspension) -> tuple[str, ...]:
    if not work.actor.is_staff or work.actor.role is Role.CLOCK:
        return ()
    bench = judges.Bench.of(work, SUPERVISOR)
    filers = filers_of(work.session, row.id)

    def is_barred(bar: Bar) -> bool:
        if bar is not Bar.JUDGE_LEFT:
            # How long it is still too early, the step itself says.
            return False
        persons = suspension_parts(work.session, row).values()
        earlier = [person for some in persons for person in some]
        return not bench.is_left([*earlier, work.actor.person_id], *filers)

    return possible_steps.find_possible_events(
        work.actor, SUSPENSION, row.state, *filers, bench=bench,
        parts=lambda: suspension_parts(work.session, row), is_barred=is_barred,
    )  # fmt: skip


def _rests_on_less() -> ColumnElement[bool]:
    stores: Any = (
        select(SuspensionStore.store_id)
        .where(SuspensionStore.suspension_id == Suspension.id)
        .correlate(Suspension)
    )
    fallen = (
        select(SuspensionClaim.claim_id)
        .join(Claim, Claim.id == SuspensionClaim.claim_id)
        .where(
            SuspensionClaim.suspension_id == Suspension.id,
            SuspensionClaim.named_for == str(NamedFor.IMPOSITION),
            ~counts_against(stores),
        )
        .correlate(Suspension)
    )
    return exists(fallen)


def _visible(actor: Actor) -> ColumnElement[bool]:
    if actor.reads_as_staff:
        return true()
    if actor.seller_of is not None:
        warned = Suspension.warned_at.is_not(None)
        return and_(Suspension.id == (actor.seller_of.suspension_id or 0), warned)
    if actor.partner_id is not None and Scope.ENFORCE in actor.scopes:
        run: Select[tuple[int]] = marketplaces.run_by(actor.partner_id)
        return and_(Suspension.imposed_at.is_not(None), Suspension.marketplace_id.in_(run))
    return false()
