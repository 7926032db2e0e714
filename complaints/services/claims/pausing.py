"""Staff let a claim's clock stand still, with a reason, and let it run on."""

from __future__ import annotations

from complaints.errors import Refusal, not_found
from complaints.models import Claim, Clock
from complaints.queries import clocks as running_clocks
from complaints.rules.clocks import may_pause
from complaints.services import clocks, leases
from complaints.services.claims.holding import held
from complaints.words import message as _
from complaints.work import Work


def pause(work: Work, clock_id: int, *, reason: str) -> Claim:
    """Let a clock stand still. One that a law bounds rings at its latest moment all the same.

    Refuses with: not-found; held; forbidden; wrong-state, where it does not run, or its
    time is the law's or the seller's.
    """
    claim, clock = held_with_clock(work, clock_id)
    if not may_pause(clock.kind, clock.latest):
        raise Refusal(
            "wrong-state",
            _("This time is set by law, or is the seller's: nobody can put it off."),
            state=clock.state,
        )
    clocks.pause(work, clock, reason)
    return claim


def resume(work: Work, clock_id: int) -> Claim:
    """Let a clock run on that stands still: it ends later by as long as it stood.

    Refuses with: not-found; held; forbidden; wrong-state.
    """
    claim, clock = held_with_clock(work, clock_id)
    clocks.resume(work, clock)
    return claim


def held_with_clock(work: Work, clock_id: int) -> tuple[Claim, Clock]:
    """Return a clock and its claim, both locked, for a member of staff.

    Refuses with: not-found; held; forbidden.
    """
    claim_id = running_clocks.claim_of(work.session, clock_id)
    if claim_id is None:
        raise not_found(_("deadline"))
    claim = held(work, claim_id, None)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can pause a deadline or let it run on."))
    leases.keep(work, "complaint", claim.complaint_id)
    return claim, running_clocks.locked_one(work.session, clock_id)
