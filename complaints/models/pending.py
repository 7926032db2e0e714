"""Decisions that are taken and have no effect yet: for some minutes they can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON

from complaints.models.base import Base, Mapped, identity, link, mapped_column


class PendingDecision(Base):
    """What a person decided, with its arguments, until it takes effect or is undone.

    Either deletes the row: the ledger keeps which.
    """

    __tablename__ = "pending_decision"

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id")
    person_id: Mapped[int] = link("person.id")
    role: Mapped[str]
    decision: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    takes_effect_at: Mapped[datetime] = mapped_column(index=True)


class PendingClaim(Base):
    """A claim that a pending decision is about. It is locked meanwhile."""

    __tablename__ = "pending_claim"

    claim_id: Mapped[int] = link("claim.id", primary_key=True, index=False)
    pending_id: Mapped[int] = link("pending_decision.id")
