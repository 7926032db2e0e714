"""Starts, pauses, stops and ends clocks: the only writer of them. Ground: calls the ledger alone.

    clocks.start(work, claim, ClockKind.RESTORE)
    clocks.stop(work, clock, "a suit was notified")

A claim's step (`services/move.py`) starts and stops those that its state has: `follow_step`. What a
clock's end does to its claim is done by whoever asked `due` for it: it calls `end_clock` and takes
the step in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Appeal, Claim, Clock
from complaints.queries.law import clocks as running_clocks
from complaints.rules.law import clocks as rules
from complaints.rules.law.calendars import Calendar, Length, Unit
from complaints.rules.law.regimes import ClockKind, Law
from complaints.services.registry.rows import chunks, insert_all
from complaints.services.upkeep import ledger
from complaints.storage.db import insertion
from complaints.words import message as _
from complaints.work import UnitOfWork

CLOCK: Any = Clock.__table__
# Those that a claim's parties are told of: their starts and ends are in the ledger.
NOTED = frozenset({ClockKind.RESTORE, ClockKind.WAIT, ClockKind.REPLY, ClockKind.REJOIN})
# By these staff decide: their end is the place of the claim in the queue.
STAFFS = rules.DECIDED_BY


def start(
    work: UnitOfWork,
    claim: Claim,
    kind: ClockKind,
    *,
    at: datetime | None = None,
    until: datetime | None = None,
) -> Clock | None:
    """Start a claim's clock at `at` (now), in place of one of its kind that runs.

    Returns None where neither the claim's regimes nor the house have such a clock, or where the
    policy sets it to no time.
    """
    law = running_clocks.law_of(work, claim)
    clock = _clock(work, law, kind, at=at, until=until)
    if clock is None:
        return None
    for other in running_clocks.running(work.session, claim.id, kind):
        stop(work, other, "replaced")
    clock.claim_id = claim.id
    work.session.add(clock)
    if kind in STAFFS:
        claim.decide_by, claim.from_history = clock.ends_at, False
    work.session.flush()
    if kind in NOTED:
        ends_at = clock.ends_at.isoformat()
        ledger.record(work, "started", "clock", clock.id, claim=claim.id, ends_at=ends_at)
    return clock


def start_if_it_runs(work: UnitOfWork, claim: Claim, kind: ClockKind, *, at: datetime) -> None:
    """Start a claim's clock at a moment in the past, unless it would be over by now."""
    clock = _clock(work, running_clocks.law_of(work, claim), kind, at=at)
    if clock is not None and clock.ends_at > work.now:
        clock.claim_id = claim.id
        work.session.add(clock)


def start_of_appeal(
    work: UnitOfWork, appeal: Appeal, law: Law, kind: ClockKind, *, at: datetime | None = None
) -> Clock | None:
    """Start an appeal's clock at `at` (now)."""
    clock = _clock(work, law, kind, at=at)
    if clock is not None:
        clock.appeal_id = appeal.id
        work.session.add(clock)
        work.session.flush()
    return clock


def start_all(
    work: UnitOfWork, claims: Sequence[tuple[int, Law]], kind: ClockKind
) -> Mapping[int, datetime]:
    """Start a clock of one kind for many claims (ids with their laws), set-wise; return the ends of
    those that started, by claim. A claim on which one of the kind runs keeps it."""
    rows = _begun(work, claims, kind)
    if not rows:
        return {}
    statement = insertion(work.session, Clock).on_conflict_do_nothing()
    started = work.session.execute(statement.returning(Clock.claim_id, Clock.ends_at), rows)
    return {claim_id: ends_at for claim_id, ends_at in started if claim_id is not None}


def start_on_new(work: UnitOfWork, claims: Sequence[tuple[int, Law]], kind: ClockKind) -> None:
    """Start a clock of one kind for claims that were just made, on which none runs, set-wise."""
    insert_all(work.session, CLOCK, _begun(work, claims, kind))


def _begun(
    work: UnitOfWork, claims: Sequence[tuple[int, Law]], kind: ClockKind
) -> list[dict[str, Any]]:
    policy = work.policy
    columns = {
        law: rules.columns(rule, law, policy.law, at=work.now)
        for law in {law for _, law in claims}
        if (rule := law.clock(kind)) is not None
    }
    return [
        {**columns[law], "claim_id": claim_id, "policy_number": policy.number, "version": 1}
        for claim_id, law in claims
        if law in columns
    ]


def stop_all(work: UnitOfWork, claim_ids: Sequence[int], kind: ClockKind, why: str) -> None:
    """Stop what runs of one kind on many claims, set-wise; nothing follows."""
    for chunk in chunks(claim_ids):
        work.session.connection().execute(
            CLOCK.update()
            .where(
                CLOCK.c.claim_id.in_(chunk),
                CLOCK.c.kind == str(kind),
                CLOCK.c.state.in_(rules.RUNS),
            )
            .values(
                state="stopped", end_why=why, ended_at=work.now, remind_at=None,
                version=CLOCK.c.version + 1,
            )
        )  # fmt: skip


def decide_by(work: UnitOfWork, law: Law, kind: ClockKind) -> datetime | None:
    """Return by when staff decide a claim of this law that is filed now: the end of the clock of
    this kind that `start_all` starts for it."""
    rule = law.clock(kind)
    ends: datetime | None = None
    if rule is not None:
        ends = rules.columns(rule, law, work.policy.law, at=work.now)["ends_at"]
    return ends


def follow_step(work: UnitOfWork, claim: Claim, event: str) -> None:
    """Stop the clocks that mean nothing in the claim's new state, and start those that the step
    begins. The caller flushes: a step is one version of the claim, and what came by a history is a
    case of ours from its first step here on."""
    claim.from_history = False
    kinds = rules.begun(event, claim.state, claim.treatment)
    with work.session.no_autoflush:
        alive = running_clocks.alive(work.session, claim.id)
        law = running_clocks.law_of(work, claim)
        begun = [clock for kind in kinds if (clock := _clock(work, law, kind)) is not None]
    claim.decide_by = next((clock.ends_at for clock in begun if clock.kind in STAFFS), None)
    for clock in alive:
        if clock.kind in kinds or not rules.means(clock.kind, claim.state):
            _over(work, clock, "stopped", event)
    if any(clock.kind in kinds for clock in alive):
        # The one that it replaces is stopped first: one of a kind runs on a claim.
        work.session.flush()
    for clock in begun:
        clock.claim_id = claim.id
    work.session.add_all(begun)


def stop(work: UnitOfWork, clock: Clock, why: str) -> None:
    """Stop a clock before its end; nothing follows."""
    _over(work, clock, "stopped", why)
    _set_decide_by(work, clock, None)
    work.session.flush()


def stop_those(work: UnitOfWork, claim_id: int, why: str, *kinds: ClockKind) -> None:
    """Stop what runs of these kinds on a claim; without kinds, all that runs on it."""
    for clock in running_clocks.running(work.session, claim_id, *kinds):
        stop(work, clock, why)


def stop_closed(session: Session, claim_ids: Sequence[int]) -> None:
    """Stop what is alive on claims that a history closed, as they were closed; set-wise. The caller
    writes one ledger entry for all."""
    closed_at = select(Claim.closed_at).where(Claim.id == Clock.claim_id).scalar_subquery()
    for chunk in chunks(claim_ids):
        session.connection().execute(
            CLOCK.update()
            .where(CLOCK.c.claim_id.in_(chunk), CLOCK.c.state.in_(rules.ALIVE))
            .values(
                state="stopped", end_why="history", ended_at=closed_at, remind_at=None,
                version=CLOCK.c.version + 1,
            )
        )  # fmt: skip


def end_clock(work: UnitOfWork, clock: Clock) -> None:
    """Say that a clock's time is over: the caller takes its step."""
    _over(work, clock, "ended", None)
    work.session.flush()


def leave_to_staff(work: UnitOfWork, clock: Clock, why: str) -> None:
    """Say that a clock is over and its step cannot be taken: staff see why on their list."""
    clock.state, clock.end_why, clock.remind_at = "overdue", why, None
    ledger.record(work, "left_to_staff", "clock", clock.id, why=why, claim=clock.claim_id)


def pause(work: UnitOfWork, clock: Clock, why: str) -> None:
    """Let a clock stand still, with the reason. Refuses with: wrong-state."""
    if clock.state != "running":
        raise _not_now(clock)
    clock.state, clock.paused_at, clock.paused_why = "paused", work.now, why
    clock.paused_by = work.actor.person_id
    _set_decide_by(work, clock, None)
    ledger.record(work, "paused", "clock", clock.id, why=why, claim=clock.claim_id)


def resume(work: UnitOfWork, clock: Clock, *, ends_at: datetime | None = None) -> None:
    """Let a paused clock run on: it ends so much later, or at `ends_at`, and never after its latest
    moment.

    Refuses with: wrong-state.
    """
    if clock.state != "paused" or clock.paused_at is None:
        raise _not_now(clock)
    before = clock.ends_at
    _move_by_pause(work, clock, ends_at)
    if clock.remind_at is not None:
        clock.remind_at += clock.ends_at - before
    clock.state = "running"
    _set_decide_by(work, clock, clock.ends_at)
    said = clock.ends_at.isoformat()
    ledger.record(work, "resumed", "clock", clock.id, claim=clock.claim_id, ends_at=said)


def compute_anew(work: UnitOfWork, clock: Clock) -> None:
    """Move a clock's end to where its calendar puts it by now."""
    rule = rules.rule_of(clock.regime, clock.kind)
    calendar = Calendar(clock.calendar)
    if clock.paused_at is None:
        length = Length(clock.number, Unit(clock.unit))
        ends = rules.end_of(rule, length, calendar, clock.starts_at)
    else:
        ends = rules.moved_end(rule, calendar, clock.ends_at)
    moved = ends.at != clock.ends_at
    clock.ends_at, clock.certain = ends.at, ends.certain
    clock.remind_at = rules.remind_at(rule, ends.at, clock.reminded_at or work.now)
    if moved:
        ends_at = ends.at.isoformat()
        ledger.record(work, "moved", "clock", clock.id, claim=clock.claim_id, ends_at=ends_at)


def bring_forward(work: UnitOfWork, clock: Clock) -> None:
    """Let the time of a clock that runs or stands still be over now: on a test instance."""
    clock.state, clock.ends_at, clock.certain = "running", work.now, True
    clock.starts_at = min(clock.starts_at, work.now)
    _set_decide_by(work, clock, work.now)
    ends_at = work.now.isoformat()
    ledger.record(work, "moved", "clock", clock.id, claim=clock.claim_id, ends_at=ends_at)


def begin_anew(work: UnitOfWork, clock: Clock, at: datetime) -> None:
    """Let a running clock begin at another moment, as long as it was: the letter that set it going
    came back, or arrives only now."""
    rule = rules.rule_of(clock.regime, clock.kind)
    length, calendar = Length(clock.number, Unit(clock.unit)), Calendar(clock.calendar)
    ends = rules.end_of(rule, length, calendar, at)
    clock.starts_at, clock.ends_at, clock.certain = at, ends.at, ends.certain
    clock.remind_at = rules.remind_at(rule, ends.at, work.now)
    ends_at = ends.at.isoformat()
    ledger.record(work, "moved", "clock", clock.id, claim=clock.claim_id, ends_at=ends_at)


def reminded(work: UnitOfWork, clock: Clock) -> None:
    """Keep that a reminder was written, and when the next one is."""
    clock.reminded_at = work.now
    rule = rules.rule_of(clock.regime, clock.kind)
    clock.remind_at = rules.remind_at(rule, clock.ends_at, work.now)


def _clock(
    work: UnitOfWork,
    law: Law,
    kind: ClockKind,
    *,
    at: datetime | None = None,
    until: datetime | None = None,
) -> Clock | None:
    rule = law.clock(kind)
    if rule is None:
        return None
    policy = work.policy.law
    row = rules.columns(rule, law, policy, at=at or work.now, until=until)
    if row["number"] == 0:
        return None
    return Clock(**row, policy_number=work.policy.number)


def _move_by_pause(work: UnitOfWork, clock: Clock, ends_at: datetime | None = None) -> None:
    """Put a clock's end as much later as it has stood still, or at `ends_at`."""
    assert clock.paused_at is not None
    later = ends_at or rules.later(clock.ends_at, clock.calendar, work.now - clock.paused_at)
    rule = rules.rule_of(clock.regime, clock.kind)
    ends = rules.moved_end(rule, Calendar(clock.calendar), later)
    clock.ends_at = min(ends.at, clock.latest) if clock.latest else ends.at
    clock.certain = ends.certain


def _over(work: UnitOfWork, clock: Clock, state: str, why: str | None) -> None:
    if state == "stopped" and clock.state == "paused":
        # It was not over while it stood: who asks later whether something came in time sees that.
        _move_by_pause(work, clock)
    clock.state, clock.ended_at, clock.end_why = state, work.now, why
    clock.remind_at = None
    if clock.kind in NOTED:
        ledger.record(work, state, "clock", clock.id, why=why, claim=clock.claim_id)


def _set_decide_by(work: UnitOfWork, clock: Clock, ends_at: datetime | None) -> None:
    if clock.kind in STAFFS and clock.claim_id is not None:
        work.session.get_one(Claim, clock.claim_id).decide_by = ends_at


def _not_now(clock: Clock) -> Refusal:
    return Refusal(
        "wrong-state",
        _("This deadline is not running, or it is paused already."),
        state=clock.state,
    )
