"""Which clocks run, and under which law a claim is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Clock
from complaints.rules.law.calendars import Calendar
from complaints.rules.law.clocks import ALIVE, RUNS, by_the_end, last_day, may_pause, unknown_from
from complaints.rules.law.regimes import ClockKind, Law
from complaints.rules.law.regimes import law_of as law
from complaints.words import Message
from complaints.work import UnitOfWork

# When a clock is over: one that stands still at its latest moment.
over_at = case((Clock.state == "paused", Clock.latest), else_=Clock.ends_at)


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock as a page or the API shows it. Who let it stand still is for staff alone."""

    clock: Clock
    for_staff: bool = True

    @property
    def kind(self) -> str:
        return self.clock.kind

    @property
    def ends_at(self) -> datetime:
        return self.clock.ends_at

    @property
    def is_alive(self) -> bool:
        return self.clock.state in ALIVE

    @property
    def runs(self) -> bool:
        return self.clock.state == "running"

    @property
    def last_day(self) -> date:
        return last_day(self.clock.ends_at, self.clock.calendar)

    @property
    def last_day_said(self) -> Message:
        return by_the_end(self.clock.ends_at, self.clock.calendar)

    @property
    def unannounced(self) -> str:
        """The first year that it crosses whose days off are not announced."""
        calendar = self.clock.calendar
        begins = unknown_from(calendar, self.clock.starts_at)
        return str(Calendar(calendar).day_of(begins).year)

    @property
    def zone(self) -> str:
        return str(Calendar(self.clock.calendar).zone)

    @property
    def paused_by(self) -> int | None:
        return self.clock.paused_by if self.for_staff else None

    @property
    def can_pause(self) -> bool:
        return self.clock.state == "running" and may_pause(self.clock.kind, self.clock.latest)


def law_of(work: UnitOfWork, claim: Claim) -> Law:
    """Return under which regimes a claim is, as it was stored with it."""
    return law(
        claim.regime,
        claim.adding or (),
        calendar=claim.calendar or "",
        small_firm=bool(work.policy.law.small_firm),
    )


def running(session: Session, claim_id: int, *kinds: ClockKind) -> Sequence[Clock]:
    """Return the clocks of a claim that run or stand paused, the one that ends first first."""
    statement = select(Clock).where(Clock.claim_id == claim_id, Clock.state.in_(RUNS))
    if kinds:
        statement = statement.where(Clock.kind.in_(kinds))
    return session.scalars(statement.order_by(Clock.ends_at, Clock.id)).all()


def alive(session: Session, claim_id: int) -> Sequence[Clock]:
    """Return the clocks of a claim that run, stand, or wait for staff's word."""
    return session.scalars(
        select(Clock).where(Clock.claim_id == claim_id, Clock.state.in_(ALIVE)).order_by(Clock.id)
    ).all()


_OF_CLAIMS = (
    select(Clock)
    .where(Clock.claim_id.in_(bindparam("claims", expanding=True)))
    .order_by(Clock.starts_at, Clock.id)
)


def clocks_of_claims(session: Session, claim_ids: Collection[int]) -> dict[int, list[Clock]]:
    """Return all clocks of these claims, over or not, by claim, in the order of their starts."""
    rows = session.scalars(_OF_CLAIMS, {"claims": list(claim_ids)})
    by_claim: dict[int, list[Clock]] = {}
    for row in rows:
        assert row.claim_id is not None
        by_claim.setdefault(row.claim_id, []).append(row)
    return by_claim


def last_of(
    session: Session, claim_ids: Collection[int], kind: ClockKind, *, after: datetime
) -> Clock | None:
    """Return the clock of a kind on these claims that ends last, where that is after a moment."""
    statement = select(Clock).where(Clock.claim_id.in_(claim_ids), Clock.kind == str(kind))
    statement = statement.where(Clock.state.in_(RUNS), Clock.ends_at > after)
    return session.scalars(statement.order_by(Clock.ends_at.desc()).limit(1)).first()


def first_last_day(session: Session, claim_ids: Collection[int], kind: ClockKind) -> date | None:
    """Return the last day of the first clock of a kind that runs on these claims; None without."""
    row = session.execute(
        select(Clock.ends_at, Clock.calendar)
        .where(Clock.claim_id.in_(claim_ids), Clock.kind == str(kind), Clock.state.in_(RUNS))
        .order_by(Clock.ends_at)
        .limit(1)
    ).first()
    return None if row is None else last_day(row.ends_at, row.calendar)


def lock_due_clocks(session: Session, now: datetime, limit: int) -> Sequence[Clock]:
    """Return clocks whose time is over, with their claims locked, in the order of their ends.

    One that stands still is over at its latest moment. A claim is locked before its clocks, as
    each step of it does: a claim that moved meanwhile has stopped them.
    """
    statement = (
        select(Clock.id, Clock.claim_id)
        .where(Clock.state == "running", Clock.ends_at <= now)
        .order_by(Clock.ends_at, Clock.id)
    )
    standing = select(Clock.id, Clock.claim_id).where(Clock.state == "paused", Clock.latest <= now)
    ids = [
        row
        for each in (standing.order_by(Clock.latest, Clock.id), statement)
        for row in session.execute(each.limit(limit)).tuples()
    ]
    return lock_clocks(session, ids, Clock.state.in_(RUNS), over_at <= now)


def lock_clocks_to_remind(session: Session, now: datetime, limit: int) -> Sequence[Clock]:
    """Return clocks a reminder of which is due, locked as `lock_due_clocks` does."""
    statement = (
        select(Clock.id, Clock.claim_id)
        .where(Clock.state == "running", Clock.remind_at <= now)
        .order_by(Clock.remind_at, Clock.id)
        .limit(limit)
    )
    ids = session.execute(statement).tuples().all()
    return lock_clocks(session, ids, Clock.state == "running", Clock.remind_at <= now)


def lock_clocks_to_run_on(session: Session, now: datetime, limit: int) -> Sequence[Clock]:
    """Return paused clocks that run on by themselves by now, locked as `lock_due_clocks` does."""
    still = (Clock.state == "paused", Clock.resumes_at <= now)
    statement = select(Clock.id, Clock.claim_id).where(*still)
    statement = statement.order_by(Clock.resumes_at, Clock.id).limit(limit)
    return lock_clocks(session, session.execute(statement).tuples().all(), *still)


def lock_announced_clocks(session: Session, now: datetime, limit: int) -> Sequence[Clock]:
    """Return running clocks whose end could move, and whose years are announced by now, locked."""
    uncertain = (~Clock.certain, Clock.state == "running")
    calendars = session.scalars(select(Clock.calendar).where(*uncertain).distinct()).all()
    known = [
        and_(Clock.calendar == each, Clock.ends_at <= unknown_from(each, now)) for each in calendars
    ]
    if not known:
        return []
    statement = select(Clock.id, Clock.claim_id).where(*uncertain, or_(*known)).order_by(Clock.id)
    ids = session.execute(statement.limit(limit)).tuples().all()
    return lock_clocks(session, ids, *uncertain)


def find_overdue(session: Session, *, after: int, limit: int) -> list[ClockView]:
    """Return the clocks of claims whose end waits for staff's word, by id."""
    statement = select(Clock).where(Clock.state == "overdue", Clock.claim_id.is_not(None))
    statement = statement.where(Clock.id > after).order_by(Clock.id).limit(limit)
    return [ClockView(clock) for clock in session.scalars(statement)]


def claim_of(session: Session, clock_id: int) -> int | None:
    """Return the claim that a clock is of; None for an appeal's, or where there is no such one."""
    return session.scalar(select(Clock.claim_id).where(Clock.id == clock_id))


def lock_clock(session: Session, clock_id: int) -> Clock:
    """Return a clock as it is now, locked; its claim is locked already."""
    statement = select(Clock).where(Clock.id == clock_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def lock_clocks(
    session: Session, ids: Sequence[tuple[int, int | None]], *still: ColumnElement[bool]
) -> Sequence[Clock]:
    """Lock the claims of these clocks, in the order of their ids, then the clocks; return those of
    which it is `still` so, in the order of their ends."""
    claim_ids = {claim_id for _, claim_id in ids if claim_id is not None}
    of_claims = select(Claim).where(Claim.id.in_(claim_ids)).order_by(Claim.id)
    session.execute(of_claims.with_for_update().execution_options(populate_existing=True))
    statement = select(Clock).where(Clock.id.in_([clock_id for clock_id, _ in ids]), *still)
    ordered = statement.order_by(over_at, Clock.id).with_for_update()
    return session.scalars(ordered.execution_options(populate_existing=True)).all()
