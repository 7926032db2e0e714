"""What is true of the whole database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Account, Complaint, Filer, Installation, Partner, Person


def is_demo(session: Session) -> bool:
    """Say whether the database holds the demo, whose log-ins and letters are everybody's."""
    return bool(session.scalar(select(Installation.demo)))


def is_empty(session: Session) -> bool:
    """Say whether nobody has filed, has access or is known here yet."""
    people = (Complaint, Account, Person, Partner, Filer)
    return all(session.scalar(select(table.id).limit(1)) is None for table in people)
