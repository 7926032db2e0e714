"""Letters to accounts. They are sealed: each holds a link or a code that signs its reader in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import AccountLetter


def list_letters(session: Session, *, unsent: bool = True, limit: int) -> Sequence[AccountLetter]:
    """Return up to `limit` letters, the newest first; all of them where `unsent` is False."""
    statement = select(AccountLetter).order_by(AccountLetter.id.desc()).limit(limit)
    if unsent:
        statement = statement.where(AccountLetter.sent_at.is_(None))
    return session.scalars(statement).all()
