"""Brings a listing back once a law says so: 17 U.S.C. 512(g)(2)(C), E-Commerce Law Art. 43."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.queries import suits
from complaints.rules.kinds import EventBy, EventKind
from complaints.rules.reasons import BY_CODE, RESTORED_BY_LAW
from complaints.rules.statements import Decision
from complaints.services import reasons, timeline
from complaints.services.move import transition
from complaints.work import UnitOfWork


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
