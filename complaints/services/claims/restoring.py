"""Brings a listing back once a law says so: 17 U.S.C. 512(g)(2)(C), E-Commerce Law Art. 43."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.queries import answers, proceedings
from complaints.rules.kinds import EventBy, EventKind, Side
from complaints.rules.restoration import REASONS, RESTORED_BY_LAW
from complaints.services import outbox, timeline
from complaints.services.claims.countering import page_of
from complaints.services.claims.holding import address, tell_filer
from complaints.services.move import move
from complaints.words import Message
from complaints.words.letters.restoring import restored, true_now
from complaints.work import Work


def restore(work: Work, claim: Claim, clock: Clock) -> None:
    """Reinstate the listing of a countered claim, with letters to both sides.

    A claim that is decided by now stays as it is, and so does one about which a suit is open.
    """
    if claim.state != "countered" or not claim.listing_down:
        return
    if claim.id in proceedings.open_on(work.session, [claim.id]):
        return
    reason = REASONS[clock.regime]
    move(work, claim, "restore", why=str(reason), clock=clock.id, kind=clock.kind)
    timeline.write(
        work,
        [claim],
        EventKind.REINSTATEMENT,
        by=EventBy.RULE,
        reason=str(reason),
        code=RESTORED_BY_LAW,
    )
    _tell_both(work, claim, reason)


def _tell_both(work: Work, claim: Claim, reason: Message) -> None:
    url, page = address(work.session, claim), page_of(work, claim.id)
    to_filer, to_seller = (
        restored(
            claim.id,
            url,
            reason=reason,
            listing_now=true_now(*answers.holding_down(work.session, claim, side)),
            page=page if side is Side.FILER else None,
        )
        for side in Side
    )
    tell_filer(work, claim, "listing_restored", to_filer)
    outbox.tell_seller(work, claim, "listing_restored", to_seller)
