"""The append-only record of who did what, when, why. A trigger refuses to change or delete it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlalchemy.orm import query_expression

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.actors import ActorKind, HandKind


class LedgerEntry(Base):
    """One act. Holds ids and words of staff, no personal data.

    The actor is the side that was acted for; the hand is by what: a log-in, a key, a link, or a
    command. It is None for the clock.
    """

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
    hand_kind: Mapped[str | None] = growing(HandKind)
    hand_id: Mapped[int | None]
    verb: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    why: Mapped[str | None]
    facts: Mapped[dict[str, object]] = mapped_column(JSON)
    # Its place in the chain, where a question asks for it; None while it is not sealed.
    position: Mapped[int | None] = query_expression()


class LedgerSeal(Base):
    """An entry's place in the chain. A sealer writes it soon after the entry (docs/ledger.md).

    `hash` covers the seal before and the entry's canonical bytes, with `words`, the salted hash of
    its free words. The salt goes with the words when they are erased; the hash stays.
    """

    __tablename__ = "ledger_seal"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ledger_id: Mapped[int] = link("ledger.id", unique=True, index=False)
    salt: Mapped[bytes | None]
    words: Mapped[str | None]
    hash: Mapped[str]
    sealed_at: Mapped[datetime]
