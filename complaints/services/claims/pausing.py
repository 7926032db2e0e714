"""Staff let a claim's clock stand still, with a reason, and let it run on."""

from __future__ import annotations

from complaints.errors import Refusal, not_found
from complaints.models import Claim, Clock
from complaints.queries import clocks as running_clocks
from complaints.rules.clocks import may_pause
from complaints.services import clocks, leases
from complaints.services.claims.holding import lock_claim
from complaints.words import message as _
from complaints.work import UnitOfWork


def pause(work: UnitOfWork, clock_id: int, *, reason: str) -> Claim:
    """Let a clock stand still. One that a law bounds rings at its latest moment all the same.

    Refuses with: not-found; held; forbidden; wrong-state, where it does not run, or its
    time is the law's or the seller's.
    """
    claim, clock = lock_with_clock(work, clock_id)
    if not may_pause(clock.kind, clock.latest):
        raise Refusal(
            "wrong-state",
            _("This time is set by law, or is the seller's: nobody can put it off."),
            state=clock.state,
        )
    clocks.pause(work, clock, reason)
    return claim


def resume(work: UnitOfWork, clock_id: int) -> Claim:
    """Let a clock run on that stands still: it ends later by as long as it stood.

    Refuses with: not-found; held; forbidden; wrong-state.
    """
    claim, clock = lock_with_clock(work, clock_id)
    clocks.resume(work, clock)
    return claim


def lock_with_clock(work: UnitOfWork, clock_id: int) -> tuple[Claim, Clock]:
    """Return a clock and its claim, both locked, for a member of staff.

    Refuses with: not-found; held; forbidden.
    """
    claim_id = running_clocks.claim_of(work.session, clock_id)
    if claim_id is None:
        raise not_found(_("deadline"))
    claim = lock_claim(work, claim_id, None)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can pause a deadline or let it run on."))
    leases.renew_lease(work, "complaint", claim.complaint_id)
    return claim, running_clocks.lock_clock(work.session, clock_id)
