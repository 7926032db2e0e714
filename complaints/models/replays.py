"""Stored answers to POSTs that carried an Idempotency-Key.

Forms that were processed, so that the same form sent twice acts once.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column


class Replay(Base):
    """One key of one client. Inserted first in the request's transaction: a twin waits for it."""

    __tablename__ = "replay"
    __table_args__ = (UniqueConstraint("api_key_id", "key"),)

    id: Mapped[int] = identity()
    api_key_id: Mapped[int] = link("api_key.id", index=False)
    key: Mapped[str]
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON)
    body: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


class FormKey(Base):
    """One form as it was sent. Inserted first in the request's transaction: a twin waits for it.

    `digest` covers the form's hidden key, its address and all that was typed; the sender was
    redirected to `location`.
    """

    __tablename__ = "form_key"

    id: Mapped[int] = identity()
    digest: Mapped[str] = mapped_column(unique=True)
    location: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
