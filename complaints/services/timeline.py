"""Writes an event of a complaint's timeline: what happened, when, by whom, to which of its claims.

Ground: calls no other service but the register's digest and the search's index. Must not change a
state: `move` does.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Event, EventClaim, Listing
from complaints.rules.actors import Role
from complaints.rules.kinds import EventBy, EventKind, Merit, Side
from complaints.rules.staff.search_words import Thing
from complaints.services.registry import event_digest
from complaints.services.staff import search_index
from complaints.work import UnitOfWork

BY_ROLE = {
    Role.FILER: EventBy.FILER,
    Role.SELLER: EventBy.SELLER,
    Role.REVIEWER: EventBy.STAFF,
    Role.SUPERVISOR: EventBy.STAFF,
    Role.CLOCK: EventBy.RULE,
}


def add_event(
    work: UnitOfWork,
    claims: Sequence[Claim],
    kind: EventKind,
    *,
    by: EventBy | None = None,
    merit: Merit | None = None,
    reason: str | None = None,
    code: str | None = None,
    note: str | None = None,
    note_to: Side | None = None,
) -> Event:
    """Add one event about claims of one complaint and return it, flushed.

    `reason` is a sentence, the code's where there is a `code`; one side alone reads the note where
    `note_to` names it. Without `by` it is the side of the actor's own role. Where the same event,
    to the microsecond, is stored already, that one is returned.
    """
    facts = {
        "kind": str(kind),
        "by": str(by or BY_ROLE[work.actor.role]),
        "merit": str(merit) if merit else None,
        "reason": reason,
        "note": note,
    }
    (complaint_id,) = {claim.complaint_id for claim in claims}
    digest = event_digest(facts, at=work.now, listing_ids=_references(work.session, claims))
    there = select(Event).where(Event.complaint_id == complaint_id, Event.digest == digest)
    known = work.session.scalar(there)
    if known is not None:
        return known
    event = Event(
        complaint_id=complaint_id,
        at=work.now,
        recorded_at=work.now,
        all_targets=False,
        person_id=work.actor.person_id,
        policy_number=work.policy.number,
        digest=digest,
        code=code,
        note_to=str(note_to) if note and note_to else None,
        **facts,
    )
    work.session.add(event)
    work.session.flush()
    work.session.add_all(
        EventClaim(event_id=event.id, claim_id=claim.id, applied=True) for claim in claims
    )
    if note:
        search_index.index_rows(work.session, Thing.COMPLAINT, (), changed=[complaint_id])
    return event


def _references(session: Session, claims: Sequence[Claim]) -> Sequence[str]:
    ids = {claim.listing_id for claim in claims}
    return session.scalars(select(Listing.reference).where(Listing.id.in_(ids))).all()
