"""Lets pending decisions take effect: as their minutes are over, or at once where somebody says so.

Each takes effect as if the person who took it decided at that moment: with the policy and all
checks of then, and with the times of then.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, select

from complaints.base.errors import Refusal
from complaints.models import Clock, PendingClaim, PendingDecision
from complaints.queries.decisions import pending as pending_queries
from complaints.queries.law.clocks import over_at
from complaints.queries.logins import grants, people
from complaints.rules.law.clocks import AT_ONCE, RUNS
from complaints.rules.law.regimes import ClockStep
from complaints.services.decisions import appeals, pending
from complaints.services.decisions.claims import decisions
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def send_now(work: UnitOfWork, pending_id: int) -> int:
    """Let a pending decision take effect at once; return its complaint's id.

    Refuses with: not-found; wrong-state, where it has ended before; forbidden, unless the actor
    took it or is a supervisor; what a decision is refused with now: then it goes on pending.
    """
    row = pending.lock_pending(work, pending_id)
    ledger.record(
        work, "decision_sent", "complaint", row.complaint_id, decision=row.decision, pending=row.id
    )
    _carry_out(work, row)
    return row.complaint_id


def carry_out_due(work: UnitOfWork, *, limit: int = AT_ONCE) -> int:
    """Let up to `limit` decisions take effect whose minutes are over; return how many ended.

    One that would be refused now is dropped: the ledger says why, and who took it sees that in the
    queue. One whose claim a law's clock decides earlier waits until that has rung.
    """
    statement = (
        select(PendingDecision)
        .where(PendingDecision.takes_effect_at <= work.now, ~_clock_goes_first())
        .order_by(PendingDecision.takes_effect_at, PendingDecision.id)
        .limit(limit)
        .with_for_update()
    )
    due = work.session.scalars(statement).all()
    for row in due:
        try:
            with work.session.begin_nested():
                _carry_out(work, row)
        except Refusal as refusal:
            _drop(work, row, refusal)
    return len(due)


def _carry_out(work: UnitOfWork, row: PendingDecision) -> None:
    rows = pending_queries.lock_claims_of(work.session, row.id)
    given = pending.given_of(row)
    decider = people.acting(work.session, row.person_id)
    if decider is None:
        raise Refusal("forbidden", _("The person who took this decision no longer works here."))
    as_decider = work.by(decider)
    grants.require_untied(as_decider, rows[0].filer_id)
    appeal_id = row.arguments.get("appeal")
    if appeal_id is not None:
        pending.delete_pending(work, row)
        appeals.carry_out_appeal(as_decider, appeal_id, row.decision, **given)
        return
    decisions.require_decidable(
        as_decider, rows, row.decision, given["code"], given["merit"],
        note=given["note"], note_to=given["note_to"],
    )  # fmt: skip
    pending.delete_pending(work, row)
    decisions.carry_out_decision(as_decider, rows, row.decision, **given)


def _drop(work: UnitOfWork, row: PendingDecision, refusal: Refusal) -> None:
    pending.delete_pending(work, row)
    ledger.record(
        work, "decision_dropped", "complaint", row.complaint_id, why=refusal.slug,
        decision=row.decision, person=row.person_id, pending=row.id,
    )  # fmt: skip


def _clock_goes_first() -> ColumnElement[bool]:
    """Return the condition that a law's clock on one of a decision's claims ends before it."""
    return exists().where(
        PendingClaim.pending_id == PendingDecision.id,
        Clock.claim_id == PendingClaim.claim_id,
        Clock.state.in_(RUNS),
        Clock.step == str(ClockStep.RESTORE),
        over_at <= PendingDecision.takes_effect_at,
    )
