"""Takes hold of a claim that the actor may touch, and writes the letters about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Filer, Listing
from complaints.queries import claims
from complaints.rules.actors import Actor
from complaints.rules.texts import Wording
from complaints.services import outbox
from complaints.services.move import locked


def held(session: Session, actor: Actor, claim_id: int, expected: int | None) -> Claim:
    """Return the claim, locked until the transaction ends.

    Refuses with: not-found, also for what the actor may not see; stale, where `expected` is given
    and somebody was faster.
    """
    claims.needs_visible(session, actor, claim_id)
    return locked(session, Claim, claim_id, expected=expected)


def lock_filer(session: Session, filer_id: int) -> None:
    """Hold the filer's account, as a filing does: no claim of it is opened beside this one."""
    session.execute(select(Filer.id).where(Filer.id == filer_id).with_for_update())


def address(session: Session, claim: Claim) -> str:
    """Return the canonical URL of what the claim aims at."""
    return session.get_one(Listing, claim.listing_id).url


def tell_filer(
    session: Session, claim: Claim, kind: str, wording: Wording, *, now: datetime
) -> None:
    """Write to the filer about its claim."""
    outbox.write(
        session,
        kind,
        subject=wording.subject,
        body=wording.body,
        now=now,
        filer_id=claim.filer_id,
        complaint_id=claim.complaint_id,
    )
