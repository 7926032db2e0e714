"""Suspensions of stores as their readers see them: staff all, a seller its own by its link once it
is warned, who runs the marketplace those that were imposed there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Appeal,
    Claim,
    Letter,
    Marketplace,
    Operator,
    Store,
    Suspension,
    SuspensionClaim,
    SuspensionStore,
)
from complaints.queries.cases import boycotts, case_appeals, possible_steps
from complaints.queries.cases.suspension_grounds import (
    NamedClaim,
    counts_against,
    named_claims,
    stores_of,
)
from complaints.queries.decisions import judges
from complaints.queries.mailing import letter_parts
from complaints.queries.sellers import marketplaces
from complaints.queries.sellers.their_ids import Named, name_store
from complaints.rules.actors import Actor, Role, Scope
from complaints.rules.acts import Bar
from complaints.rules.cases.boycotts import SUPERVISOR, may_answer
from complaints.rules.cases.case_appeals import appeal_ends_at
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.suspensions import BINDING, SUSPENSION, TO_SEE_TO, UNFINISHED
from complaints.rules.cases.warnings import Course
from complaints.rules.machines import Parts
from complaints.words.labels import label
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SuspensionDetail:
    """A suspension as a reader may see it. `staff` is None for who runs the marketplace; `in_case`
    is False for a store that the operator of the case runs no more.
    """

    row: Suspension
    marketplace: str
    stores: Sequence[Named]
    operator: str | None
    claims: Sequence[NamedClaim]
    appeal: Appeal | None
    appeal_until: datetime | None
    can_answer: bool
    in_case: bool
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


def filers_of(session: Session, suspension_id: int) -> Sequence[int]:
    """Return whose claims the case names: they are its other side."""
    return letter_parts.filers_named(session, suspension_id)


def suspension_parts(session: Session, row: Suspension) -> Parts:
    """Return the persons who took each part so far, and who took its letters out."""
    taken = letter_parts.took_out(session, Letter.suspension_id, [row.id])
    return {
        "proposer": (row.proposed_by,),
        "warner": (row.warned_by,),
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


def require_suspension(work: UnitOfWork, suspension_id: int) -> None:
    """Refuses with: not-found, where the actor may not see this case, or there is none."""
    seen = select(Suspension.id).where(_visible(work.actor), Suspension.id == suspension_id)
    if work.session.scalar(seen) is None:
        raise not_found(label("noun", "suspension"))


def list_suspensions(
    work: UnitOfWork,
    *,
    states: Collection[str] = TO_SEE_TO,
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


def is_in_case(work: UnitOfWork, row: Suspension) -> bool:
    """Say whether the case is still about the store whose link the actor holds: one that has left
    the operator reads that it is not, and speaks no more for it."""
    seller = work.actor.seller_of
    return seller is None or is_about(work.session, row, seller.store_id)


def is_about(session: Session, row: Suspension, store_id: int | None) -> bool:
    """Say whether a case is about a store: until the decision not where the store has left the
    operator meanwhile; the decision names those that are left."""
    if store_id not in stores_of(session, row.id):
        return False
    if row.operator_id is None or row.imposed_at is not None:
        return True
    return session.get_one(Store, store_id).operator_id == row.operator_id


def suspension_detail(work: UnitOfWork, suspension_id: int) -> SuspensionDetail:
    """Return one case with all that belongs to it. Refuses with: not-found."""
    require_suspension(work, suspension_id)
    return suspension_details(work, [work.session.get_one(Suspension, suspension_id)])[0]


def suspension_details(work: UnitOfWork, rows: Sequence[Suspension]) -> list[SuspensionDetail]:
    """Return cases, each with all that belongs to it. The caller has checked that the actor may see
    them."""
    return [_detail(work, row) for row in rows]


def _detail(work: UnitOfWork, row: Suspension) -> SuspensionDetail:
    session, staff = work.session, work.actor.reads_as_staff
    slug = session.get_one(Marketplace, row.marketplace_id).slug
    seen = work.actor.seller_of.store_id if work.actor.seller_of is not None else None
    stores = [each for each in stores_of(session, row.id) if seen in (None, each)]
    filed = case_appeals.appeal_of_case(session, row)
    is_open = is_in_case(work, row) and row.state in ("in_force", "expired") and filed is None
    until = appeal_ends_at(row.imposed_at, None) if is_open and row.imposed_at else None
    given = (row.answer_due, row.answer_closed_at, work.now)
    operator = None if row.operator_id is None else session.get_one(Operator, row.operator_id).name
    in_case = is_in_case(work, row)
    hides = work.actor.partner_id is not None or not in_case
    return SuspensionDetail(
        row=row,
        marketplace=slug,
        stores=[name_store(session.get_one(Store, each), slug) for each in stores],
        operator=operator,
        claims=() if hides else named_claims(session, row),
        appeal=None if hides else filed,
        appeal_until=until if in_case and until is not None and work.now < until else None,
        can_answer=in_case and row.state in ("warned", "answered") and may_answer(*given),
        in_case=in_case,
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
