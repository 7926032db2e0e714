"""Starts, pauses, stops and ends clocks: the only writer of them. Ground: calls the ledger alone.

    clocks.start(work, claim, ClockKind.RESTORE)
    clocks.stop(work, clock, "a suit was notified")

What a clock's end does to its claim is done by whoever asked `due` for it: it calls `end` and takes
the step in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert

from complaints.errors import Refusal
from complaints.models import Appeal, Claim, Clock
from complaints.queries import clocks as running_clocks
from complaints.rules import clocks as rules
from complaints.rules.calendars import Length
from complaints.rules.regimes import ClockKind, Law
from complaints.services import ledger
from complaints.words import message as _
from complaints.work import Work

# Those that a claim's parties are told of: their starts and ends are in the ledger.
NOTED = frozenset({ClockKind.RESTORE, ClockKind.WAIT, ClockKind.REPLY, ClockKind.REJOIN})


def start(
    work: Work,
    claim: Claim,
    kind: ClockKind,
    *,
    at: datetime | None = None,
    length: Length | None = None,
) -> Clock | None:
    """Start a claim's clock at `at` (now), in place of one of its kind that runs.

    Returns None where neither the claim's regimes nor the house have such a clock, or where the
    policy sets it to no time.
    """
    clock = _clock(work, running_clocks.law_of(work, claim), kind, at=at, length=length)
    if clock is None:
        return None
    for other in running_clocks.running(work.session, claim.id, kind):
        stop(work, other, "replaced")
    clock.claim_id = claim.id
    work.session.add(clock)
    work.session.flush()
    if kind in NOTED:
        ends_at = clock.ends_at.isoformat()
        ledger.record(work, "started", "clock", clock.id, claim=claim.id, ends_at=ends_at)
    return clock


def start_of_appeal(work: Work, appeal: Appeal, law: Law, kind: ClockKind) -> Clock | None:
    """Start an appeal's clock now."""
    clock = _clock(work, law, kind)
    if clock is not None:
        clock.appeal_id = appeal.id
        work.session.add(clock)
        work.session.flush()
    return clock


def start_all(work: Work, claims: Sequence[tuple[int, Law]], kind: ClockKind) -> None:
    """Start a clock of one kind for many claims (ids with their laws) that have none; set-wise."""
    rows = [
        {
            **rules.columns(rule, law, work.policy.law, at=work.now),
            "claim_id": claim_id,
            "policy_number": work.policy.number,
            "version": 1,
        }
        for claim_id, law in claims
        if (rule := law.clock(kind)) is not None
    ]
    if rows:
        work.session.execute(insert(Clock), rows)


def stop(work: Work, clock: Clock, why: str) -> None:
    """Stop a clock before its end; nothing follows."""
    clock.state, clock.ended_at, clock.end_why = "stopped", work.now, why
    _note(work, clock, "stopped", why)


def stop_those(work: Work, claim_id: int, why: str, *kinds: ClockKind) -> None:
    """Stop what runs of these kinds on a claim; without kinds, all that runs on it."""
    for clock in running_clocks.running(work.session, claim_id, *kinds):
        stop(work, clock, why)


def end(work: Work, clock: Clock) -> None:
    """Say that a clock's time is over: the caller takes its step."""
    clock.state, clock.ended_at = "ended", work.now
    _note(work, clock, "ended", None)


def pause(work: Work, clock: Clock, why: str) -> None:
    """Let a clock stand still, with the reason. Refuses with: wrong-state."""
    if clock.state != "running":
        raise _not_now(clock)
    clock.state, clock.paused_at, clock.paused_why = "paused", work.now, why
    clock.paused_by = work.actor.person_id
    ledger.record(work, "paused", "clock", clock.id, why=why)


def resume(work: Work, clock: Clock) -> None:
    """Let a paused clock run on: it ends so much later, and never after its latest moment.

    Refuses with: wrong-state.
    """
    if clock.state != "paused" or clock.paused_at is None:
        raise _not_now(clock)
    later = clock.ends_at + (work.now - clock.paused_at)
    clock.ends_at = min(later, clock.latest) if clock.latest else later
    clock.state = "running"
    ledger.record(work, "resumed", "clock", clock.id, ends_at=clock.ends_at.isoformat())


def _clock(
    work: Work,
    law: Law,
    kind: ClockKind,
    *,
    at: datetime | None = None,
    length: Length | None = None,
) -> Clock | None:
    rule = law.clock(kind)
    if rule is None:
        return None
    policy = work.policy.law
    row = rules.columns(rule, law, policy, at=at or work.now, length=length)
    if row["number"] == 0:
        return None
    return Clock(**row, policy_number=work.policy.number)


def _note(work: Work, clock: Clock, verb: str, why: str | None) -> None:
    work.session.flush()
    if clock.kind in NOTED:
        ledger.record(work, verb, "clock", clock.id, why=why, claim=clock.claim_id)


def _not_now(clock: Clock) -> Refusal:
    return Refusal(
        "wrong-state", _("This clock does not run, or stands already."), state=clock.state
    )
