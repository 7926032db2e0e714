"""What the filer answers when it was asked for something that is missing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.errors import Refusal
from complaints.models import Claim
from complaints.rules.actors import Actor, Role
from complaints.rules.kinds import EventBy, EventKind
from complaints.services import ledger, outbox, timeline
from complaints.services.claims.holding import address, held
from complaints.services.move import move
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.claims import replied


def complete(
    session: Session,
    actor: Actor,
    claim_id: int,
    *,
    note: str,
    now: datetime,
    expected: int | None = None,
) -> Claim:
    """Give what was asked for: the claim waits for a decision again.

    Refuses with: not-found; stale; wrong-state; forbidden.
    """
    claim = held(session, actor, claim_id, expected)
    claim.answer_due = None
    move(session, actor, claim, "complete", now=now)
    timeline.write(session, actor, [claim], EventKind.AMENDMENT, now=now, note=note)
    return claim


def reply(
    session: Session,
    actor: Actor,
    claim_id: int,
    *,
    statement: str,
    now: datetime,
    expected: int | None = None,
) -> Claim:
    """Answer the seller's counter-notice: the filer stands by its claim, in its own words.

    Moves nothing: staff decide with both sides' words before them. The seller is told.
    Refuses with: not-found; stale; forbidden, for who is not the filer's side; wrong-state, where
    no counter-notice waits for a decision.
    """
    claim = held(session, actor, claim_id, expected)
    if actor.role is not Role.FILER:
        raise Refusal("forbidden", _("The filer answers a counter-notice; staff decide it."))
    if claim.state != "countered":
        raise Refusal(
            "wrong-state",
            _(
                "This claim is “%(state)s”: there is no counter-notice to answer.",
                state=label("state", claim.state),
            ),
            state=claim.state,
            possible=[],
        )
    timeline.write(
        session, actor, [claim], EventKind.AMENDMENT, now=now, by=EventBy.FILER, note=statement
    )
    ledger.record(session, actor, "reply", "claim", claim.id, now=now)
    letter = replied(claim.id, address(session, claim), statement=statement)
    outbox.tell_seller(session, claim, "claim_replied", letter, now=now)
    session.flush()
    return claim
