"""A policy in force for a test that is about something else: no draft, no second person."""

from __future__ import annotations

from sqlalchemy.orm import Session

from complaints.models import Policy
from complaints.queries.policy import policies as policy_queries
from complaints.rules.policy import policies
from complaints.work.policy import forget_policy
from tests.scenes.clock import NOW


def put_policy(session: Session, text: str, *, why: str = "A test.") -> Policy:
    """Put a text in force under the next number."""
    current = policy_queries.newest_policy(session)
    row = Policy(
        number=(current.number if current else 0) + 1, text=text,
        digest=policies.parse_policies(text).digest, since=NOW, why=why,
    )  # fmt: skip
    session.add(row)
    session.flush()
    forget_policy(session)
    return row
