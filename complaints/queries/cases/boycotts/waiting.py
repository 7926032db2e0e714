"""Boycotts that are under way, those that the clock moves next, and the claims that they keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Complaint
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.counting import same_principal
from complaints.rules.cases.boycotts import BINDING, UNFINISHED


def find_open_boycott(
    session: Session, filer_id: int, rights_holder_id: int | None
) -> Boycott | None:
    """Return the boycott of this party and exactly this scope that is under way or in force."""
    same: ColumnElement[bool] = Boycott.rights_holder_id.is_(None)
    if rights_holder_id is not None:
        same = Boycott.rights_holder_id.in_(same_principal(rights_holder_id))
    statement = select(Boycott).where(
        Boycott.filer_id.in_(parties.accounts_of(filer_id)), Boycott.state.in_(UNFINISHED), same
    )
    # Two parties that were joined may each have had one.
    return session.scalar(statement.order_by(Boycott.id).limit(1))


def due_to_lapse(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return ids of warnings whose time to answer is over."""
    due = select(Boycott.id).where(Boycott.state == "warned", Boycott.answer_due <= now)
    return session.scalars(due.order_by(Boycott.id).limit(limit)).all()


def due_to_expire(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Return ids of boycotts whose term is over."""
    due = select(Boycott.id).where(Boycott.state.in_(BINDING), Boycott.ends_at <= now)
    return session.scalars(due.order_by(Boycott.id).limit(limit)).all()


def perhaps_heeded(session: Session, delivered_before: datetime) -> Sequence[int]:
    """Return ids of warnings that are old enough to be closed as heeded."""
    waiting = ("answered", "unanswered")
    old = select(Boycott.id).where(
        Boycott.state.in_(waiting), Boycott.delivered_at <= delivered_before
    )
    return session.scalars(old.order_by(Boycott.id)).all()


def lock_kept_claims(session: Session, boycott_id: int) -> Sequence[Claim]:
    """Return the claims kept as not processed because of this boycott, the oldest first."""
    kept = (
        select(Claim)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(Complaint.boycott_id == boycott_id, Claim.state == "not_processed")
        .order_by(Complaint.filed_at, Claim.id)
        .with_for_update(of=Claim)
    )
    return session.scalars(kept).all()
