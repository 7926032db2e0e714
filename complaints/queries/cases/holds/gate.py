"""Whether a complaint is held. Compares its clock with `now`, so no job has to end a hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Check, Complaint
from complaints.rules.kinds import CheckKind, Sign
from complaints.words import Message
from complaints.words import message as _
from complaints.work import UnitOfWork


def holding(now: datetime) -> ColumnElement[bool]:
    """Return the condition for checks that hold their complaints at `now`."""
    return and_(Check.kind == CheckKind.PARTY, Check.verified_at.is_(None), Check.until > now)


def held_until(
    session: Session, complaint_ids: Collection[int], now: datetime
) -> Mapping[int, datetime]:
    """Return by complaint id until when it is held; what is not held is left out."""
    statement = select(Check.complaint_id, Check.until).where(
        Check.complaint_id.in_(complaint_ids), holding(now)
    )
    rows = session.execute(statement).tuples()
    return {complaint_id: until for complaint_id, until in rows if until is not None}


def is_held(session: Session, filer_id: int, now: datetime) -> bool:
    """Say whether any complaint of an account is held at `now`."""
    statement = select(Check.id).join(Complaint, Complaint.id == Check.complaint_id)
    theirs = statement.where(Complaint.filer_id == filer_id, holding(now))
    return session.scalar(theirs.limit(1)) is not None


def hold_of_complaint(session: Session, complaint_id: int) -> Check | None:
    """Return the hold of a complaint, an ended one too."""
    kind = Check.kind == CheckKind.PARTY
    return session.scalar(select(Check).where(Check.complaint_id == complaint_id, kind))


def require_not_held(work: UnitOfWork, complaint_id: int) -> None:
    """Refuses with: filer-being-checked, while a person is to look at who files."""
    held = select(Check).where(Check.complaint_id == complaint_id, holding(work.now))
    check = work.session.scalar(held)
    if check is None or check.until is None:
        return
    unproven = check.signs == [Sign.UNPROVEN]
    detail = _unproven(complaint_id, check.until) if unproven else _alike(complaint_id, check.until)
    raise Refusal(
        "filer-being-checked",
        detail,
        complaint_id=complaint_id,
        until=check.until.isoformat(),
    )


def _alike(complaint_id: int, until: datetime) -> Message:
    return _(
        "Complaint %(complaint_id)s is held until %(until)s, because staff have to check who "
        "is filing. Look at both accounts and judge whether they are the same, let this "
        "complaint go on (on its page, or by POST "
        "/api/v1/complaints/%(complaint_id)s/release), or reject the claim.",
        complaint_id=str(complaint_id),
        until=until,
    )


def _unproven(complaint_id: int, until: datetime) -> Message:
    return _(
        "Complaint %(complaint_id)s is held until %(until)s: the register names its holder, but "
        "another account has proven that it is the holder. Compare the filer's document and "
        "record it (on the complaint's page, or by POST "
        "/api/v1/complaints/%(complaint_id)s/authority), let this complaint go on (there too, or "
        "`release` in place of `authority`), or reject the claim.",
        complaint_id=str(complaint_id),
        until=until,
    )
