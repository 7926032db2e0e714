"""Draft changes of the policy, each with what a backtest says of it beside the policy in force."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column


class PolicyDraft(Base):
    """A draft in TOML, and the replay of the months from `first` to `last` (2026-01) under both.

    `result` holds totals and months by policy; `said` is the whole as a text for people.
    """

    __tablename__ = "policy_draft"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),
        CheckConstraint("state = 'waiting' OR done_at IS NOT NULL", name="done"),
    )

    id: Mapped[int] = identity()
    person_id: Mapped[int] = link("person.id")
    text: Mapped[str]
    first: Mapped[str]
    last: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    said: Mapped[str | None]
