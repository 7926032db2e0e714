"""Policies by number, and drafts with the results of their backtests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import DraftState


class Policy(Base):
    """A policy that was put into force; the one with the highest number is in force now.

    `digest` covers all values, so that a release with other defaults is noticed. `person_id` is
    empty where the service put it, as the first one.
    """

    __tablename__ = "policy"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    digest: Mapped[str]
    since: Mapped[datetime]
    person_id: Mapped[int | None] = link("person.id")
    why: Mapped[str]


class PolicyDraft(Base):
    """A draft in TOML, and the replay of the months from `first` to `last` (2026-01) under both.

    `policy_number` is the policy in force that it was compared with. `result` is the
    backtest as JSON, or why there is none, which queries/policy_drafts.py puts into words; `said`
    is the text that an earlier version stored.
    """

    __tablename__ = "policy_draft"
    __table_args__ = (
        one_of("state", DraftState),
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
    policy_number: Mapped[int | None] = link("policy.number")
