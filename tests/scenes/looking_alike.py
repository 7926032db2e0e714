"""An account that looks like another one, written beside what it has filed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from complaints.models import Complaint, PartyMatch
from complaints.rules.actors import SYSTEM
from complaints.services.cases import holds
from complaints.storage.context import Context
from tests.scenes.working import working


def hold_all(context: Context, filer_id: int, other_id: int, now: datetime) -> int:
    """Match the two accounts, hold all complaints of the first, and return the match's id."""
    with context.database.transaction() as session:
        match = PartyMatch(
            filer_id=filer_id, other_id=other_id, weight=7.25, shared=["device:2", "payment:3"],
            made_at=now, seen_at=now,
        )  # fmt: skip
        session.add(match)
        session.flush()
        for row in session.scalars(select(Complaint).where(Complaint.filer_id == filer_id)):
            holds.hold(working(session, SYSTEM, now), row, match)
        return match.id
