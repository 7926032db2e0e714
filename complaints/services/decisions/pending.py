"""Decisions that can be undone for some minutes: written down, undone, and gone before by a law's
clock. What they do once the minutes are over is in `taking_effect.py`. Ground.

A pending decision locks its claims: whatever anybody does on one is refused with decision-pending.
It has the number of the ledger's entry that says that it was taken: SQLite gives the number of a
deleted row again, and an undo that comes too late must never meet another decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypedDict

from sqlalchemy import delete, exists, select

from complaints.base.errors import Refusal
from complaints.models import Claim, PendingClaim, PendingDecision
from complaints.queries.decisions import pending
from complaints.rules.kinds import Merit, Side
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


class Given(TypedDict):
    """What a decision of claims, or of an appeal, is given beside itself and what it is about."""

    code: str
    note: str | None
    note_to: Side | None
    merit: Merit | None


def postpone(
    work: UnitOfWork,
    rows: Sequence[Claim],
    decision: str,
    given: Given,
    *,
    minutes: int,
    appeal_id: int | None = None,
) -> PendingDecision:
    """Write down a decision of a person on locked claims of one complaint, or on an appeal about
    one; it takes effect in `minutes`. Nothing else changes, and nobody is told."""
    assert work.actor.person_id is not None
    complaint_id, ids = rows[0].complaint_id, [claim.id for claim in rows]
    until = work.now + timedelta(minutes=minutes)
    about: dict[str, Any] = {} if appeal_id is None else {"appeal": appeal_id}
    entry_id = ledger.record(
        work, "decision_pending", "complaint", complaint_id,
        decision=decision, code=given["code"], claims=ids, until=until.isoformat(), **about,
    )  # fmt: skip
    work.session.flush()
    row = PendingDecision(
        id=entry_id,
        complaint_id=complaint_id,
        person_id=work.actor.person_id,
        role=str(work.actor.role),
        decision=decision,
        arguments={**given, **about},
        made_at=work.now,
        takes_effect_at=until,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(PendingClaim(claim_id=each, pending_id=row.id) for each in ids)
    work.session.flush()
    return row


def given_of(row: PendingDecision) -> Given:
    """Return what a pending decision was given, as it was."""
    kept = row.arguments
    return {
        "code": kept["code"],
        "note": kept["note"],
        "note_to": Side(kept["note_to"]) if kept["note_to"] else None,
        "merit": Merit(kept["merit"]) if kept["merit"] else None,
    }


def undo(work: UnitOfWork, pending_id: int) -> int:
    """Undo a decision before it takes effect; return its complaint's id.

    All is as it was; the ledger keeps one entry. Refuses with: not-found; wrong-state, where it has
    ended before, with what became of it; forbidden, unless the actor took it or is a supervisor.
    """
    row = lock_pending(work, pending_id)
    delete_pending(work, row)
    ledger.record(
        work, "decision_undone", "complaint", row.complaint_id, decision=row.decision,
        pending=row.id,
    )  # fmt: skip
    return row.complaint_id


def lock_pending(work: UnitOfWork, pending_id: int) -> PendingDecision:
    """Return a pending decision that the actor may end, locked until the transaction ends.

    Refuses with: not-found; wrong-state, where it has ended before; forbidden.
    """
    statement = select(PendingDecision).where(PendingDecision.id == pending_id)
    row = work.session.scalar(statement.with_for_update()) if work.actor.is_staff else None
    if row is None:
        ended = pending.pending_end(work, pending_id)
        raise Refusal("wrong-state", ended.said, state=ended.how)
    if not pending.may_end(work, row):
        raise Refusal(
            "forbidden",
            _(
                "Only the person who took this decision, or a supervisor, can undo it or send it "
                "now."
            ),
        )
    return row


def delete_pending(work: UnitOfWork, row: PendingDecision) -> None:
    """Delete a pending decision with its locks."""
    work.session.execute(delete(PendingClaim).where(PendingClaim.pending_id == row.id))
    work.session.delete(row)
    work.session.flush()


def void(work: UnitOfWork, claim_id: int, why: str) -> None:
    """Take a claim out of the decision that is pending on it, if one is: something that goes before
    it decides the claim now. The ledger keeps `why`."""
    here = PendingClaim.claim_id == claim_id
    pending_id = work.session.scalar(select(PendingClaim.pending_id).where(here))
    if pending_id is None:
        return
    work.session.execute(delete(PendingClaim).where(here))
    rest = exists().where(PendingClaim.pending_id == PendingDecision.id)
    work.session.execute(delete(PendingDecision).where(PendingDecision.id == pending_id, ~rest))
    ledger.record(work, "decision_voided", "claim", claim_id, why=why, pending=pending_id)
