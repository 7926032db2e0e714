"""Writes a line of a complaint's timeline: what happened, when, by whom, to which of its claims.

Ground: calls no other service but the register's digest. A state is not its business (`move` is).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Event, EventClaim, Listing
from complaints.policy import in_force
from complaints.rules.actors import Actor, Role
from complaints.rules.kinds import EventBy, EventKind, Merit
from complaints.services.registry import event_digest

BY_ROLE = {
    Role.FILER: EventBy.FILER,
    Role.SELLER: EventBy.SELLER,
    Role.REVIEWER: EventBy.STAFF,
    Role.SUPERVISOR: EventBy.STAFF,
    Role.CLOCK: EventBy.RULE,
}


def write(
    session: Session,
    actor: Actor,
    claims: Sequence[Claim],
    kind: EventKind,
    *,
    now: datetime,
    by: EventBy | None = None,
    merit: Merit | None = None,
    reason: str | None = None,
    note: str | None = None,
) -> Event:
    """Add one event about claims of one complaint and return it, flushed.

    `by` is left out where the actor's own role says it. An event that is there word for word, to
    the microsecond, is returned instead of a second one.
    """
    said = {
        "kind": str(kind),
        "by": str(by or BY_ROLE[actor.role]),
        "merit": str(merit) if merit else None,
        "reason": reason,
        "note": note,
    }
    (complaint_id,) = {claim.complaint_id for claim in claims}
    digest = event_digest(said, at=now, listing_ids=_references(session, claims))
    there = select(Event).where(Event.complaint_id == complaint_id, Event.digest == digest)
    known = session.scalar(there)
    if known is not None:
        return known
    event = Event(
        complaint_id=complaint_id,
        at=now,
        recorded_at=now,
        all_targets=False,
        person_id=actor.person_id,
        policy_number=in_force(session).number,
        digest=digest,
        **said,
    )
    session.add(event)
    session.flush()
    session.add_all(
        EventClaim(event_id=event.id, claim_id=claim.id, applied=True) for claim in claims
    )
    session.flush()
    return event


def _references(session: Session, claims: Sequence[Claim]) -> Sequence[str]:
    ids = {claim.listing_id for claim in claims}
    return session.scalars(select(Listing.reference).where(Listing.id.in_(ids))).all()
