"""Decisions that can be undone for some minutes: written down, undone, and gone before by a law's
clock. What they do once the minutes are over is in `taking_effect.py`.

A pending decision locks its claims: whatever anybody does on one is refused with decision-pending.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TypedDict

from sqlalchemy import delete, exists, select

from complaints.errors import Refusal, not_found
from complaints.models import Claim, PendingClaim, PendingDecision
from complaints.queries import pending
from complaints.rules.kinds import Merit, Side
from complaints.services import ledger
from complaints.words import message as _
from complaints.work import Work


class Given(TypedDict):
    """What a decision is given beside itself and its claims."""

    code: str
    note: str | None
    note_to: Side | None
    merit: Merit | None


def postpone(
    work: Work, rows: Sequence[Claim], decision: str, given: Given, *, minutes: int
) -> PendingDecision:
    """Write down a decision of a person on locked claims of one complaint; it takes effect in
    `minutes`. Nothing else changes, and nobody is told."""
    assert work.actor.person_id is not None
    row = PendingDecision(
        complaint_id=rows[0].complaint_id,
        person_id=work.actor.person_id,
        role=str(work.actor.role),
        decision=decision,
        arguments=dict(given),
        made_at=work.now,
        takes_effect_at=work.now + timedelta(minutes=minutes),
    )
    work.session.add(row)
    work.session.flush()
    ids = [claim.id for claim in rows]
    work.session.add_all(PendingClaim(claim_id=each, pending_id=row.id) for each in ids)
    ledger.record(
        work, "decision_pending", "complaint", row.complaint_id,
        decision=decision, code=given["code"], claims=ids, until=row.takes_effect_at.isoformat(),
    )  # fmt: skip
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


def undo(work: Work, pending_id: int) -> int:
    """Undo a decision before it takes effect; return its complaint's id.

    All is as it was; the ledger keeps one entry. Refuses with: not-found, where it was undone or
    took effect before; forbidden, unless the actor took it or is a supervisor.
    """
    row = held(work, pending_id)
    forget(work, row)
    ledger.record(work, "decision_undone", "complaint", row.complaint_id, decision=row.decision)
    return row.complaint_id


def held(work: Work, pending_id: int) -> PendingDecision:
    """Return a pending decision that the actor may end, locked until the transaction ends.

    Refuses with: not-found; forbidden.
    """
    statement = select(PendingDecision).where(PendingDecision.id == pending_id)
    row = work.session.scalar(statement.with_for_update())
    if row is None or not work.actor.is_staff:
        raise not_found(_("decision"))
    if not pending.may_end(work, row):
        raise Refusal(
            "forbidden",
            _("Only who took this decision, or a supervisor, undoes it or sends it now."),
        )
    return row


def forget(work: Work, row: PendingDecision) -> None:
    """Delete a pending decision with its locks."""
    work.session.execute(delete(PendingClaim).where(PendingClaim.pending_id == row.id))
    work.session.delete(row)
    work.session.flush()


def void(work: Work, claim_id: int, why: str) -> None:
    """Take a claim out of the decision that is pending on it, if one is: something that goes before
    it decides the claim now. The ledger keeps `why`."""
    here = PendingClaim.claim_id == claim_id
    pending_id = work.session.scalar(select(PendingClaim.pending_id).where(here))
    if pending_id is None:
        return
    work.session.execute(delete(PendingClaim).where(here))
    rest = exists().where(PendingClaim.pending_id == PendingDecision.id)
    work.session.execute(delete(PendingDecision).where(PendingDecision.id == pending_id, ~rest))
    ledger.record(work, "decision_voided", "claim", claim_id, why=why)
