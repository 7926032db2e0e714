"""Milder means than a boycott: what was done before, and what who imposed it says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Check, Complaint
from complaints.queries.cases import parties
from complaints.rules.kinds import CheckKind

_WARNED_ONLY = ("dropped", "heeded")


@dataclass(frozen=True, slots=True)
class MilderMeans:
    """`words` are of who imposed it, None where nobody said any. `earlier_warnings` counts this
    party's cases that ended with a warning; `authority_asked` its complaints of the window whose
    authority was asked; `for_one_principal` says that the case was narrowed to one client."""

    warned_at: datetime | None
    earlier_warnings: int
    authority_asked: int
    for_one_principal: bool
    words: str | None


def milder_means_of(session: Session, row: Boycott) -> MilderMeans:
    """Return what was done short of a boycott."""
    accounts = parties.accounts_of(row.filer_id)
    before = select(func.count()).where(
        Boycott.filer_id.in_(accounts),
        Boycott.id != row.id,
        Boycott.state.in_(_WARNED_ONLY),
        Boycott.warned_at <= row.window_to,
    )
    asked = (
        select(func.count())
        .select_from(Check)
        .join(Complaint, Complaint.id == Check.complaint_id)
        .where(
            Check.kind == CheckKind.AUTHORITY,
            Complaint.filer_id.in_(accounts),
            Complaint.filed_at > row.window_from,
            Complaint.filed_at <= row.window_to,
        )
    )
    return MilderMeans(
        row.warned_at,
        session.scalar(before) or 0,
        session.scalar(asked) or 0,
        row.rights_holder_id is not None,
        row.milder,
    )
