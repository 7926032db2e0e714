"""The append-only record of who did what, when, why. A trigger refuses to change or delete it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index

from complaints.models.base import Base, Mapped, identity, mapped_column, one_of
from complaints.rules.actors import ActorKind


class LedgerEntry(Base):
    """One act. Holds ids and words of staff, no personal data."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_subject", "subject", "subject_id"),
        Index("ix_ledger_verb", "verb"),
        Index("ix_ledger_at", "at"),
        Index("ix_ledger_actor", "actor_kind", "actor_id"),
        one_of("actor_kind", ActorKind),
    )

    id: Mapped[int] = identity()
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[int]
    verb: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    why: Mapped[str | None]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
