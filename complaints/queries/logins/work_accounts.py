"""Whose a work account is."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Account, WorkAccount


def find_by_work(session: Session, *, issuer: str, subject: str) -> Account | None:
    """Return the account that is linked with whom a provider vouches for. A mailbox says nothing
    of it."""
    return session.scalar(
        select(Account)
        .join(WorkAccount, WorkAccount.account_id == Account.id)
        .where(WorkAccount.issuer == issuer, WorkAccount.subject == subject)
    )
