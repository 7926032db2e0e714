"""Writes outgoing letters in the transaction of what they tell. Ground: calls no other service."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.models import Letter
from complaints.rules.kinds import Language


def write(
    session: Session,
    kind: str,
    *,
    subject: str,
    body: str,
    now: datetime,
    language: Language = Language.ENGLISH,
    filer_id: int | None = None,
    store_id: int | None = None,
    complaint_id: int | None = None,
    boycott_id: int | None = None,
) -> Letter:
    """Put a letter to a filer or to a store into the outbox; exactly one of the two is given."""
    letter = Letter(
        kind=kind,
        language=str(language),
        filer_id=filer_id,
        store_id=store_id,
        complaint_id=complaint_id,
        boycott_id=boycott_id,
        subject=subject,
        body=body,
        created_at=now,
    )
    session.add(letter)
    return letter
