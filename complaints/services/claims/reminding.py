"""Writes to whom a clock waits for, before its time is over."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.queries import clocks as running_clocks
from complaints.rules.clocks import AT_ONCE, by_the_end
from complaints.rules.kinds import LetterKind
from complaints.rules.regimes import Waits
from complaints.services import clocks, outbox
from complaints.services.claims.holding import listing_url, tell_filer
from complaints.words.letters.clocks import reminder
from complaints.work import UnitOfWork


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
