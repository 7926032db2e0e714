"""Decisions that are taken and have no effect yet: which claims they lock, and what staff see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from complaints.errors import Refusal
from complaints.models import Claim, Complaint, LedgerEntry, PendingClaim, PendingDecision, Person
from complaints.rules.actors import Role
from complaints.rules.clocks import STAFFS
from complaints.words import message as _
from complaints.work import Work

# How long a decider is shown that a decision of theirs took no effect.
SHOWN_FOR = timedelta(days=7)
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PendingView:
    """One pending decision with its complaint, its claims, who took it, and whether the reader may
    undo it or let it take effect now."""

    row: PendingDecision
    reference: str
    by: str
    claim_ids: tuple[int, ...]
    yours: bool


@dataclass(frozen=True, slots=True)
class Dropped:
    """A decision of the reader's that took no effect, and the type of problem that stood in its
    way, by now."""

    complaint_id: int
    reference: str
    at: datetime
    problem: str


def require_none(session: Session, claim_ids: Collection[int]) -> None:
    """Refuses with: decision-pending, where one of these claims is being decided."""
    statement = (
        select(PendingDecision.takes_effect_at)
        .join(PendingClaim, PendingClaim.pending_id == PendingDecision.id)
        .where(PendingClaim.claim_id.in_(claim_ids))
    )
    until = session.scalar(statement.order_by(PendingDecision.takes_effect_at.desc()).limit(1))
    if until is not None:
        raise Refusal(
            "decision-pending",
            _("This claim is being decided. Try again after %(until)s.", until=until),
            until=until.isoformat(),
        )


def is_pending(session: Session, claim_id: int) -> bool:
    """Say whether a claim is being decided."""
    return session.get(PendingClaim, claim_id) is not None


def may_end(work: Work, row: PendingDecision) -> bool:
    """Say whether the actor may undo a pending decision, or let it take effect now: who took it, or
    a supervisor."""
    return work.actor.role is Role.SUPERVISOR or work.actor.person_id == row.person_id


def waiting(work: Work, complaint_id: int | None = None) -> list[PendingView]:
    """Return the pending decisions, the one that takes effect first first; of a complaint, where
    one is named. For staff."""
    statement = _joined()
    if complaint_id is not None:
        statement = statement.where(PendingDecision.complaint_id == complaint_id)
    rows = work.session.execute(statement).tuples().all()
    about: dict[int, list[int]] = {}
    ids = [row.id for row, _reference, _name in rows]
    for claim_id, pending_id in work.session.execute(
        select(PendingClaim.claim_id, PendingClaim.pending_id)
        .where(PendingClaim.pending_id.in_(ids))
        .order_by(PendingClaim.claim_id)
    ):
        about.setdefault(pending_id, []).append(claim_id)
    return [
        PendingView(row, reference, name, tuple(about.get(row.id, ())), may_end(work, row))
        for row, reference, name in rows
    ]


def dropped(work: Work) -> list[Dropped]:
    """Return the decisions that the actor took of late, that took no effect, and whose complaints
    wait for a decision still; the newest first."""
    entries = work.session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.verb == "decision_dropped", LedgerEntry.at > work.now - SHOWN_FOR
        )
        .order_by(LedgerEntry.id.desc())
        .limit(_SHOWN)
    ).all()  # fmt: skip
    mine = [entry for entry in entries if entry.facts.get("person") == work.actor.person_id]
    open_ones = _still_open(work.session, {entry.subject_id for entry in mine})
    return [
        Dropped(entry.subject_id, open_ones[entry.subject_id], entry.at, entry.why or "")
        for entry in mine
        if entry.subject_id in open_ones
    ]


def _still_open(session: Session, complaint_ids: Collection[int]) -> dict[int, str]:
    statement = (
        select(Complaint.id, Complaint.reference)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .where(Complaint.id.in_(complaint_ids), Claim.state.in_(list(STAFFS)))
    )
    return dict(session.execute(statement).tuples().all())


def _joined() -> Select[tuple[PendingDecision, str, str]]:
    return (
        select(PendingDecision, Complaint.reference, Person.name)
        .join(Complaint, Complaint.id == PendingDecision.complaint_id)
        .join(Person, Person.id == PendingDecision.person_id)
        .order_by(PendingDecision.takes_effect_at, PendingDecision.id)
    )


def claims_of(session: Session, pending_id: int) -> Sequence[Claim]:
    """Return the claims of a pending decision, locked until the transaction ends."""
    statement = (
        select(Claim)
        .join(PendingClaim, PendingClaim.claim_id == Claim.id)
        .where(PendingClaim.pending_id == pending_id)
        .order_by(Claim.id)
    )
    return session.scalars(statement.with_for_update(of=Claim)).all()
