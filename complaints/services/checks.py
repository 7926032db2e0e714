"""Settles a check of intake: a person records that a filer may act for the rights holder."""

from __future__ import annotations

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.models import Check
from complaints.queries import complaints
from complaints.rules.kinds import CheckKind
from complaints.services import ledger, outbox
from complaints.words import message as _
from complaints.words.letters.claims import authority_verified
from complaints.work import Work


def verify_authority(work: Work, complaint_id: int, *, reason: str) -> Check:
    """Record that a complaint's filer may act for its rights holder; `reason` says on what ground.

    From now on claims of the complaint can be taken down, and the filer is not asked again for
    this holder or right. Where the filer is not authorized, reject the claims instead.
    Refuses with: not-found; forbidden, when the actor is not staff; wrong-state, where nothing was
    asked or it is verified already.
    """
    complaint = complaints.get(work, complaint_id)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff verifies a filer's authority."))
    statement = select(Check).where(
        Check.complaint_id == complaint_id, Check.kind == CheckKind.AUTHORITY
    )
    check = work.session.scalar(statement.with_for_update())
    if check is None or check.verified_at is not None:
        done = (
            _("The authority of this complaint is verified already.")
            if check
            else _("The authority of this complaint was not asked.")
        )
        raise Refusal("wrong-state", done, possible=[])
    check.verified_at, check.verified_by = work.now, work.actor.person_id
    ledger.record(work, "verify_authority", "complaint", complaint_id, why=reason)
    letter = authority_verified(complaint.reference)
    outbox.write(
        work, "authority_verified", letter, filer_id=complaint.filer_id, complaint_id=complaint_id
    )
    return check
