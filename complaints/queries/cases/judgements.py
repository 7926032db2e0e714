"""Judgements by staff whether one operator runs two accounts. Staff only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import LinkJudgement
from complaints.words import message as _
from complaints.work import UnitOfWork


def list_judgements(
    work: UnitOfWork,
    *,
    filer_id: int | None = None,
    current: bool = True,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[LinkJudgement]:
    """Return up to limit + 1 judgements, the newest first: those in force (`current`), or all.

    Refuses with: not-found, unless the actor is staff.
    """
    if not work.actor.is_staff:
        raise not_found(_("page"))
    statement = select(LinkJudgement)
    if current:
        statement = statement.where(LinkJudgement.superseded_at.is_(None))
    if filer_id is not None:
        statement = statement.where(
            or_(LinkJudgement.a_id == filer_id, LinkJudgement.b_id == filer_id)
        )
    if before is not None:
        statement = statement.where(LinkJudgement.id < before)
    return work.session.scalars(statement.order_by(LinkJudgement.id.desc()).limit(limit + 1)).all()


def of_pair(session: Session, a_id: int, b_id: int) -> Sequence[LinkJudgement]:
    """Return all judgements of a pair, given in either order, the newest first."""
    low, high = sorted((a_id, b_id))
    statement = select(LinkJudgement).where(LinkJudgement.a_id == low, LinkJudgement.b_id == high)
    return session.scalars(statement.order_by(LinkJudgement.id.desc())).all()


def current_of(session: Session, a_id: int, b_id: int) -> LinkJudgement | None:
    """Return the judgement in force of a pair, given in either order."""
    low, high = sorted((a_id, b_id))
    return session.scalar(
        select(LinkJudgement).where(
            LinkJudgement.a_id == low,
            LinkJudgement.b_id == high,
            LinkJudgement.superseded_at.is_(None),
        )
    )
