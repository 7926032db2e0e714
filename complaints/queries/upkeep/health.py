"""What waits, what is late and how old the newest is: what health checks and metrics are made of.

Every statement here goes by an index or a small table: it is asked every few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    AccountLetter,
    Claim,
    ClockJump,
    Complaint,
    Delivery,
    Installation,
    Job,
    LedgerEntry,
    LedgerSeal,
    Letter,
    ScanRun,
)
from complaints.queries.decisions import claims
from complaints.queries.mailing.deliveries import EVER
from complaints.rules.kinds import Failure

# They are about the mail server, not about one letter or its mailbox.
_THE_SERVERS = (Failure.UNREACHABLE, Failure.CERTIFICATE, Failure.SIGN_IN, Failure.BROKE_OFF)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and the moment of the one that has waited longest."""

    count: int
    since: datetime | None


def _waiting(session: Session, statement: Select[Any]) -> Waiting:
    count, since = session.execute(statement).tuples().one()
    return Waiting(count, since)


def installation(session: Session) -> Installation:
    """Return what is true of the whole database."""
    return session.scalars(select(Installation)).one()


def unsealed(session: Session) -> Waiting:
    """Return the entries of the ledger behind the last sealed one.

    One with a lower number, whose transaction committed late, is left out: to look for it is to
    read the whole ledger.
    """
    last = select(func.coalesce(func.max(LedgerSeal.ledger_id), 0)).scalar_subquery()
    behind = select(func.count(), func.min(LedgerEntry.at)).where(LedgerEntry.id > last)
    return _waiting(session, behind)


def claims_past_deadline(session: Session, now: datetime) -> Waiting:
    """Return the claims that staff should have decided by now; since: the oldest deadline."""
    late = select(func.count(), func.min(Claim.decide_by)).where(
        claims.waits_for_decision(), Claim.decide_by <= now
    )
    return _waiting(session, late)


@dataclass(frozen=True, slots=True)
class LastScan:
    """When the newest scan began and ended."""

    started_at: datetime
    finished_at: datetime

    @property
    def took(self) -> timedelta:
        return self.finished_at - self.started_at


def last_scan(session: Session) -> LastScan | None:
    """Return when the newest scan was; None before the first."""
    newest = select(ScanRun.started_at, ScanRun.finished_at).order_by(ScanRun.id.desc()).limit(1)
    row = session.execute(newest).tuples().one_or_none()
    return None if row is None else LastScan(*row)


def has_complaints(session: Session) -> bool:
    """Say whether there is anything to scan."""
    return session.scalar(select(Complaint.id).limit(1)) is not None


def letters_for_mail_server(session: Session) -> Waiting:
    """Return the letters that wait for the mail server alone; since: the oldest one's writing.

    A letter that its mailbox refuses is not among them.
    """
    return _waiting(
        session,
        # Where a mail server came late, letters that were put by until then count from their
        # writing.
        select(func.count(), func.min(func.coalesce(Letter.created_at, AccountLetter.created_at)))
        .select_from(Delivery)
        .outerjoin(Letter, Letter.id == Delivery.letter_id)
        .outerjoin(AccountLetter, AccountLetter.id == Delivery.account_letter_id)
        .where(
            # Whatever is to be tried has a time, and that has an index: most letters went.
            Delivery.due_at > EVER,
            Delivery.gone_at.is_(None),
            func.coalesce(Letter.sent_at, AccountLetter.sent_at).is_(None),
            or_(Delivery.failure.is_(None), Delivery.failure.in_(_THE_SERVERS)),
        ),
    )


def jobs_due(session: Session, now: datetime) -> dict[str, int]:
    """Return by kind how many jobs are due and not done."""
    due = (
        select(Job.kind, func.count())
        .where(Job.done_at.is_(None), Job.run_at <= now)
        .group_by(Job.kind)
    )
    return dict(session.execute(due).tuples().all())


def clock_jumps(session: Session) -> Waiting:
    """Return the jumps of workers' clocks that are not settled."""
    return _waiting(
        session,
        select(func.count(), func.min(ClockJump.noticed_at)).where(ClockJump.settled_at.is_(None)),
    )
