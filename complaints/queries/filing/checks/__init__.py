"""The check at intake: its stored results, and what it looks up in the record.

What intake noted about a complaint, and whether its claims may lead to a takedown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Check, Complaint
from complaints.queries.filing.checks.incumbents import (
    Speaker,
    confirmed_domains_of,
    domains_of,
    filed_since,
    first_filed,
    speakers_by_name,
    speakers_by_right,
)
from complaints.rules.kinds import CheckKind
from complaints.words import message as _


def checks_of_complaint(session: Session, complaint_id: int) -> Sequence[Check]:
    """Return the checks of one complaint."""
    statement = select(Check).where(Check.complaint_id == complaint_id)
    return session.scalars(statement.order_by(Check.kind)).all()


def authority_of(session: Session, complaint_ids: Collection[int]) -> Mapping[int, str]:
    """Return “asked” or “verified” by complaint id; a complaint whose filer was not asked for its
    authority is left out."""
    statement = select(Check.complaint_id, Check.verified_at).where(
        Check.complaint_id.in_(complaint_ids), Check.kind == CheckKind.AUTHORITY
    )
    return {
        complaint_id: "verified" if verified_at else "asked"
        for complaint_id, verified_at in session.execute(statement).tuples()
    }


def require_authority(session: Session, complaint_id: int) -> None:
    """Refuses with: authority-unverified, while the filer's authority waits to be verified."""
    if authority_of(session, [complaint_id]).get(complaint_id) == "asked":
        raise Refusal(
            "authority-unverified",
            _(
                "Whether the filer of complaint %(complaint_id)s may speak for the rights "
                "holder is not verified yet, so nothing is taken down on it. Record that it "
                "is, on the page of the complaint or by POST "
                "/api/v1/complaints/%(complaint_id)s/authority, or reject the claim.",
                complaint_id=str(complaint_id),
            ),
            complaint_id=complaint_id,
        )


def has_unsettled(kind: CheckKind) -> ColumnElement[bool]:
    """Return the condition for complaints with an unsettled check of this kind."""
    return exists(
        select(Check.id).where(
            Check.complaint_id == Complaint.id, Check.kind == kind, Check.verified_at.is_(None)
        )
    )
