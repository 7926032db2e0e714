"""Letters to accounts. They are sealed: each holds a link or a code that signs its reader in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import AccountLetter, SecretLink


def list_letters(session: Session, *, unsent: bool = True, limit: int) -> Sequence[AccountLetter]:
    """Return up to `limit` letters, the newest first; all of them where `unsent` is False."""
    statement = select(AccountLetter).order_by(AccountLetter.id.desc()).limit(limit)
    if unsent:
        statement = statement.where(AccountLetter.sent_at.is_(None))
    return session.scalars(statement).all()


def code_of(session: Session, letter_id: int) -> int | None:
    """Return the newest letter with a code for the links of a letter; None where there is none."""
    statement = (
        select(AccountLetter.id)
        .join(SecretLink, SecretLink.id == AccountLetter.secret_link_id)
        .where(SecretLink.letter_id == letter_id, SecretLink.revoked_at.is_(None))
        .order_by(AccountLetter.id.desc())
    )
    return session.scalar(statement.limit(1))
