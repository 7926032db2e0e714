"""Takes the steps of clocks whose time is over, in the order in which they are.

Closes a claim whose filer did not send what was asked for.

Brings a listing back once a law says so: 17 U.S.C. 512(g)(2)(C), E-Commerce Law Art. 43.

Writes to whom a clock waits for, before its time is over.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock
from complaints.queries.law import clocks as running_clocks
from complaints.queries.law import suits
from complaints.rules.decisions.reasons import BY_CODE, NOT_SENT, RESTORED_BY_LAW
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import EventBy, EventKind, LetterKind
from complaints.rules.law.clocks import AT_ONCE, by_the_end
from complaints.rules.law.regimes import ClockStep, Waits
from complaints.services import timeline
from complaints.services.decisions import pending, reasons
from complaints.services.decisions.claims import rounds
from complaints.services.decisions.claims.holding import listing_url, tell_filer
from complaints.services.law import clocks
from complaints.services.mailing import outbox
from complaints.services.move import transition
from complaints.words.letters.clocks import reminder
from complaints.work import UnitOfWork

log = logging.getLogger(__name__)
# What the end of a clock does to its claim, which is locked.
Step = Callable[[UnitOfWork, Claim, Clock], None]


def lapse(work: UnitOfWork, claim: Claim, _clock: Clock) -> None:
    """Close a claim that waits for its filer; one that does not any more is left as it is."""
    if claim.state == "incomplete":
        transition(work, claim, "lapse")
        event = timeline.add_event(work, [claim], EventKind.LAPSE)
        reasons.state_reasons(work, [claim], Decision.LAPSE, code=str(NOT_SENT), event=event)


def restore_listing(work: UnitOfWork, claim: Claim, clock: Clock) -> None:
    """Reinstate the listing of a countered claim, with letters to both sides.

    A claim that is decided by now stays as it is, and so does one that a suit
    keeps down.
    """
    if claim.state != "countered" or not claim.listing_down:
        return
    about = [claim.id]
    if suits.open_on(work.session, about) or suits.keep_down(work.session, about):
        return
    reason = BY_CODE[RESTORED_BY_LAW].words
    transition(work, claim, "restore", why=str(reason), clock=clock.id, kind=clock.kind)
    event = timeline.add_event(
        work,
        [claim],
        EventKind.REINSTATEMENT,
        by=EventBy.RULE,
        reason=str(reason),
        code=RESTORED_BY_LAW,
    )
    reasons.state_reasons(work, [claim], Decision.RESTORE, code=RESTORED_BY_LAW, event=event)


STEPS: Final[Mapping[ClockStep, Step]] = {
    ClockStep.LAPSE: lapse,
    ClockStep.RESTORE: restore_listing,
    ClockStep.SILENCE: rounds.silence,
}


def move_announced(work: UnitOfWork, *, limit: int = AT_ONCE) -> int:
    """Compute anew the ends of up to `limit` clocks that cross a year whose days off are announced
    by now; return how many."""
    due = running_clocks.lock_announced_clocks(work.session, work.now, limit)
    for clock in due:
        clocks.compute_anew(work, clock)
    return len(due)


def ring_due(work: UnitOfWork, *, limit: int = AT_ONCE) -> int:
    """End up to `limit` clocks whose time is over and take their steps; return how many.

    A worker that slept takes them in the order in which their times ended. A step that is refused
    changes nothing: its clock goes to the list of staff.
    """
    due = running_clocks.lock_due_clocks(work.session, work.now, limit)
    for clock in due:
        _ring(work, clock)
    return len(due)


def _ring(work: UnitOfWork, clock: Clock) -> None:
    # A claim has several clocks, and the step of an earlier one may have stopped this one.
    if clock.state not in ("running", "paused"):
        return
    try:
        with work.session.begin_nested():
            take_end_step(work, clock)
    except Refusal as refusal:
        work.session.refresh(clock)
        log.warning("clock %s: its step is refused: %s", clock.id, refusal)
        clocks.leave_to_staff(work, clock, str(refusal))


def take_end_step(work: UnitOfWork, clock: Clock) -> None:
    """End a clock and do to its claim, which is locked, what its end does. A decision about the
    claim that has no effect yet becomes void."""
    clocks.end_clock(work, clock)
    if clock.step is not None and clock.claim_id is not None:
        claim = work.session.get_one(Claim, clock.claim_id)
        if clock.step == ClockStep.RESTORE:
            # What the law does at this moment goes before what somebody has just decided.
            pending.void(work, claim.id, "a law's clock rang")
        STEPS[ClockStep(clock.step)](work, claim, clock)


def remind_due(work: UnitOfWork, *, limit: int = AT_ONCE) -> int:
    """Write up to `limit` reminders that are due; return how many clocks were looked at.

    A worker that missed several reminders of a clock writes one. A clock that is over or stopped
    gets none.
    """
    due = running_clocks.lock_clocks_to_remind(work.session, work.now, limit)
    for clock in due:
        if clock.ends_at > work.now and clock.claim_id is not None:
            _remind(work, work.session.get_one(Claim, clock.claim_id), clock)
        clocks.reminded(work, clock)
    work.session.flush()
    return len(due)


def _remind(work: UnitOfWork, claim: Claim, clock: Clock) -> None:
    to_filer = clock.waits == Waits.FILER
    letter = reminder(
        clock.kind,
        claim.id,
        listing_url(work.session, claim),
        due=by_the_end(clock.ends_at, clock.calendar),
        is_certain=clock.certain,
        page=work.links.page(f"/claims/{claim.id}") if to_filer else None,
    )
    # Staff have the queue.
    if to_filer:
        tell_filer(work, claim, str(LetterKind.CLOCK_REMINDER), letter)
    elif clock.waits == Waits.SELLER:
        outbox.tell_seller(work, claim, str(LetterKind.CLOCK_REMINDER), letter)
