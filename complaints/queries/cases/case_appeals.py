"""The appeal against a case about a filer, a boycott or a joining."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from complaints.models import Appeal, Boycott, Joining


def appeal_of_case(session: Session, case: Boycott | Joining) -> Appeal | None:
    """Return the one appeal against a case, if it was filed."""
    return session.scalar(select(Appeal).where(is_of_case(case)))


def is_ground_awaited(appeal: Appeal | None, now: datetime) -> bool:
    """Say whether the filer is asked why the decision is wrong, and can still say it."""
    return appeal is not None and appeal.ground_due is not None and now < appeal.ground_due


def is_of_case(case: Boycott | Joining) -> ColumnElement[bool]:
    """Return the condition for the appeal against a case."""
    if isinstance(case, Boycott):
        return Appeal.boycott_id == case.id
    return Appeal.joining_id == case.id
