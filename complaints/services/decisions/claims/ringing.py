"""Takes the steps of clocks whose time is over, in the order in which they are.

Closes a claim whose filer did not send what was asked for.

Brings a listing back once a law says so: 17 U.S.C. 512(g)(2)(C), E-Commerce Law Art. 43.

Writes to whom a clock waits for, before its time is over.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from complaints.base.errors import Refusal
from complaints.models import Claim, Clock
from complaints.queries.law import clocks as running_clocks
from complaints.queries.law import suits
from complaints.rules.decisions.reasons import BY_CODE, NOT_SENT, RESTORED_BY_LAW
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import EventBy, EventKind, LetterKind
from complaints.rules.law.clocks import AT_ONCE, RUNS, by_the_end
from complaints.rules.law.regimes import ClockStep, Waits
from complaints.services import timeline
from complaints.services.decisions import pending, reasons
from complaints.services.decisions.claims import rounds
from complaints.services.decisions.claims.holding import listing_url, tell_filer
from complaints.services.decisions.claims.rounds import Rung
from complaints.services.law import clocks
from complaints.services.mailing import outbox
from complaints.services.move import transition
from complaints.words.letters.clocks import reminder
from complaints.work import UnitOfWork

log = logging.getLogger(__name__)
# What the end of clocks does to their claims, at once.
Step = Callable[[UnitOfWork, Rung], None]


def lapse(work: UnitOfWork, rung: Rung) -> None:
    """Close claims that wait for their filer; one that does not any more is left as it is."""
    rows = [claim for claim, _clock in rung if claim.state == "incomplete"]
    if not rows:
        return
    for claim in rows:
        transition(work, claim, "lapse")
    event = timeline.add_event(work, rows, EventKind.LAPSE)
    reasons.state_reasons(work, rows, Decision.LAPSE, code=str(NOT_SENT), event=event)


def restore_listings(work: UnitOfWork, rung: Rung) -> None:
    """Reinstate the listings of countered claims, with one letter to each reader.

    A claim that is decided by now stays as it is, and so does one that a suit
    keeps down.
    """
    reason = BY_CODE[RESTORED_BY_LAW].words
    rows = []
    for claim, clock in rung:
        if _comes_back(work, claim):
            transition(work, claim, "restore", why=str(reason), clock=clock.id, kind=clock.kind)
            rows.append(claim)
    if not rows:
        return
    event = timeline.add_event(
        work,
        rows,
        EventKind.REINSTATEMENT,
        by=EventBy.RULE,
        reason=str(reason),
        code=RESTORED_BY_LAW,
    )
    reasons.state_reasons(work, rows, Decision.RESTORE, code=RESTORED_BY_LAW, event=event)


def _comes_back(work: UnitOfWork, claim: Claim) -> bool:
    if claim.state != "countered" or not claim.listing_down:
        return False
    about = [claim.id]
    return not (suits.open_on(work.session, about) or suits.keep_down(work.session, about))


STEPS: Final[Mapping[ClockStep, Step]] = {
    ClockStep.LAPSE: lapse,
    ClockStep.RESTORE: restore_listings,
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
    changes nothing: its clocks go to the list of staff.
    """
    due = running_clocks.lock_due_clocks(work.session, work.now, limit)
    for together in _together(work, due):
        _ring(work, together)
    return len(due)


def _together(work: UnitOfWork, due: Sequence[Clock]) -> Iterable[list[Clock]]:
    """Return the clocks in the order of their ends, by moment and complaint: a reader gets one
    letter about what they do."""
    by_end = defaultdict(list)
    for clock in due:
        about = clock.claim_id and work.session.get_one(Claim, clock.claim_id).complaint_id
        by_end[clock.ends_at, about].append(clock)
    return by_end.values()


def _ring(work: UnitOfWork, together: Sequence[Clock]) -> None:
    # A claim has several clocks, and the step of an earlier one may have stopped this one.
    rings = [clock for clock in together if clock.state in RUNS]
    try:
        with work.session.begin_nested():
            take_end_step(work, rings)
    except Refusal as refusal:
        for clock in rings:
            work.session.refresh(clock)
            log.warning("clock %s: its step is refused: %s", clock.id, refusal)
            clocks.leave_to_staff(work, clock, str(refusal))


def take_end_step(work: UnitOfWork, together: Sequence[Clock]) -> None:
    """End clocks of one complaint, and do to their claims, which are locked, what each step does.
    A decision about one of them that has no effect yet becomes void."""
    by_step = defaultdict(list)
    for clock in together:
        clocks.end_clock(work, clock)
        if clock.step is None or clock.claim_id is None:
            continue
        if clock.step == ClockStep.RESTORE:
            # What the law does at this moment goes before what somebody has just decided.
            pending.void(work, clock.claim_id, "a law's clock rang")
        by_step[clock.step].append((work.session.get_one(Claim, clock.claim_id), clock))
    for step, rung in by_step.items():
        STEPS[ClockStep(step)](work, rung)


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
