"""The appeal against a boycott, a joining or a suspension."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from complaints.models import Appeal, Boycott, Joining, Suspension


def appeal_of_case(
    session: Session, case: Boycott | Joining | Suspension, filer_id: int | None = None
) -> Appeal | None:
    """Return the one appeal of an account, or a seller, against a case, if it filed one; of a
    joining, which concerns several, by the account's id."""
    return session.scalar(select(Appeal).where(is_of_case(case, filer_id)))


def appeals_of_joining(session: Session, joining: Joining) -> Sequence[Appeal]:
    """Return the appeals against a joining, each account's, the oldest first."""
    filed = select(Appeal).where(Appeal.joining_id == joining.id)
    return session.scalars(filed.order_by(Appeal.id)).all()


def next_to_decide(appeals: Sequence[Appeal], now: datetime) -> Appeal | None:
    """Return the appeal that is decided next: of those that are open the oldest one whose ground is
    not waited for. None where none is open."""
    waiting = [each for each in appeals if each.state == "filed"]
    return min(waiting, key=lambda each: (is_ground_awaited(each, now), each.id), default=None)


def is_ground_awaited(appeal: Appeal | None, now: datetime) -> bool:
    """Say whether the filer is asked why the decision is wrong, and can still say it."""
    if appeal is None or appeal.state != "filed":
        return False
    return appeal.ground_due is not None and now < appeal.ground_due


def is_of_case(case: Boycott | Joining | Suspension, filer_id: int | None) -> ColumnElement[bool]:
    """Return the condition for the appeal of an account against a case."""
    if isinstance(case, Boycott):
        return Appeal.boycott_id == case.id
    if isinstance(case, Suspension):
        return Appeal.suspension_id == case.id
    return and_(Appeal.joining_id == case.id, Appeal.filer_id == filer_id)
