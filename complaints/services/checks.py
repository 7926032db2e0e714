"""Settles what intake asked: a person records that a filer may speak for the rights holder."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import Refusal
from complaints.models import Check
from complaints.queries import complaints
from complaints.rules.actors import Actor
from complaints.rules.kinds import CheckKind
from complaints.services import ledger, outbox
from complaints.words import message as _
from complaints.words.letters.claims import authority_verified


def verify_authority(
    session: Session, actor: Actor, complaint_id: int, *, reason: str, now: datetime
) -> Check:
    """Record that the filer of a complaint may speak for its rights holder, and by what it showed.

    From now on claims of the complaint can be taken down, and the filer is not asked again for
    this holder or right. Who is not authorized is not recorded here: reject the claims.
    Refuses with: not-found; forbidden, for who is no staff; wrong-state, where nothing was asked
    or it is verified already.
    """
    complaint = complaints.get(session, actor, complaint_id)
    if not actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff verifies a filer's authority."))
    asked = select(Check).where(
        Check.complaint_id == complaint_id, Check.kind == CheckKind.AUTHORITY
    )
    check = session.scalar(asked.with_for_update())
    if check is None or check.verified_at is not None:
        done = (
            _("The authority of this complaint is verified already.")
            if check
            else _("The authority of this complaint was not asked.")
        )
        raise Refusal("wrong-state", done, possible=[])
    check.verified_at, check.verified_by = now, actor.person_id
    ledger.record(
        session, actor, "verify_authority", "complaint", complaint_id, now=now, why=reason
    )
    letter = authority_verified(complaint.reference)
    outbox.write(
        session,
        "authority_verified",
        letter,
        now=now,
        filer_id=complaint.filer_id,
        complaint_id=complaint_id,
    )
    session.flush()
    return check
