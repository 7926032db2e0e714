"""Lets the time of Art. 43 of the E-Commerce Law stand still while papers from abroad are with a
notary or being legalised: Fa Shi [2020] 9, Art. 3; 20 working days in all."""

from __future__ import annotations

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock
from complaints.queries.law import clocks as running_clocks
from complaints.rules.actors import Role
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.law.calendars import Calendar, deadline
from complaints.rules.law.clocks import AT_ONCE, by_the_end
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import days_between, days_left
from complaints.services import timeline
from complaints.services.decisions.claims.holding import listing_url, lock_claim
from complaints.services.law import clocks
from complaints.services.mailing import outbox
from complaints.words import message as _
from complaints.words.letters.restoring import papers_awaited
from complaints.work import UnitOfWork


def await_papers(
    work: UnitOfWork, claim_id: int, *, why: str, expected: int | None = None
) -> Claim:
    """Let the time stand still, from now until the papers are here or the 20 working days are used.

    Several requests add up. The seller gets a letter with the filer's words.
    Refuses with: not-found; stale; forbidden, unless the actor is the filer or staff; wrong-state,
    where no such time runs, or all of the 20 days are used.
    """
    claim = _held(work, claim_id, expected)
    clock = _waiting(work, claim, "running")
    left = days_left(clock.papers_days)
    if left.number == 0:
        raise Refusal(
            "wrong-state",
            _(
                "The time stood still for 20 working days already, which is all that Fa Shi "
                "[2020] 9 allows. Tell us of your complaint or suit by the day that is set."
            ),
            state=claim.state,
            possible=[],
        )
    clocks.pause(work, clock, why)
    clock.resumes_at = deadline(work.now, left, Calendar(clock.calendar)).at
    work.session.flush()
    timeline.add_event(work, [claim], EventKind.AMENDMENT, by=EventBy.FILER, note=why)
    latest = by_the_end(clock.resumes_at, clock.calendar)
    letter = papers_awaited(claim.id, listing_url(work.session, claim), why=why, latest=latest)
    outbox.tell_seller(work, claim, "claim_replied", letter)
    return claim


def papers_came(work: UnitOfWork, claim_id: int, *, expected: int | None = None) -> Claim:
    """Let the time run on: the papers are here.

    Refuses with: not-found; stale; forbidden; wrong-state, where it does not stand still.
    """
    claim = _held(work, claim_id, expected)
    _run_on(work, _waiting(work, claim, "paused"))
    return claim


def run_on_due(work: UnitOfWork, *, limit: int = AT_ONCE) -> int:
    """Let up to `limit` clocks run on whose 20 working days are used; return how many."""
    due = running_clocks.lock_clocks_to_run_on(work.session, work.now, limit)
    for clock in due:
        _run_on(work, clock)
    return len(due)


def _run_on(work: UnitOfWork, clock: Clock) -> None:
    """Let a clock run on: later by the time that it stood still, to the end of a working day."""
    assert clock.paused_at is not None
    assert clock.resumes_at is not None
    # A worker that slept does not lengthen the time.
    moment = min(work.now, clock.resumes_at)
    calendar = Calendar(clock.calendar)
    clock.papers_days += days_between(calendar, clock.paused_at, moment)
    later = clock.ends_at + (moment - clock.paused_at)
    clock.resumes_at = None
    clocks.resume(work, clock, ends_at=later)


def _held(work: UnitOfWork, claim_id: int, expected: int | None) -> Claim:
    claim = lock_claim(work, claim_id, expected, while_decided=True)
    if work.actor.role is not Role.FILER and not work.actor.is_staff:
        raise Refusal(
            "forbidden", _("Only the filer or staff can say that documents are on their way.")
        )
    return claim


def _waiting(work: UnitOfWork, claim: Claim, state: str) -> Clock:
    rows = running_clocks.running(work.session, claim.id, ClockKind.WAIT)
    for clock in rows:
        # A clock that staff paused for another reason runs on only when staff say so.
        if clock.state == state and (state == "running" or clock.resumes_at is not None):
            return clock
    raise Refusal(
        "wrong-state",
        _(
            "This claim has no deadline under Art. 43 of the E-Commerce Law that documents could "
            "pause, or it is paused already."
        ) if state == "running" else _("This claim's deadline is not paused for documents."),
        state=claim.state,
        possible=[],
    )  # fmt: skip
