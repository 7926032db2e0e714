"""Stores an uploaded paper's hash and keys, and of which paper it is a copy. Reads no bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from complaints.models import DocumentKey, DocumentLook
from complaints.services.registry import rows

LOOK: Any = DocumentLook.__table__
KEY: Any = DocumentKey.__table__


def store_look(
    session: Session,
    document_id: int,
    *,
    hash_: bytes | None,
    keys: Sequence[str],
    same_as: int | None,
    now: datetime,
) -> None:
    """Store a paper's look. `same_as` is an earlier paper that it is a copy of."""
    first = _first_of(session, same_as) if same_as is not None else None
    look = {"document_id": document_id, "hash": hash_, "alike_id": first, "looked_at": now}
    rows.insert_new(session, LOOK, [look])
    rows.insert_new(session, KEY, [{"key": key, "document_id": document_id} for key in set(keys)])


def _first_of(session: Session, document_id: int) -> int:
    """Return the first of a paper's copies; a paper without copies so far is the first itself."""
    statement = select(DocumentLook.alike_id).where(DocumentLook.document_id == document_id)
    first = session.scalar(statement)
    if first is not None:
        return first
    session.execute(
        update(DocumentLook)
        .where(DocumentLook.document_id == document_id)
        .values(alike_id=document_id)
    )
    return document_id
