"""Policies by number, and drafts with the results of their backtests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy import text as sql

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import DraftState


class Policy(Base):
    """A policy that was put into force; the one with the highest number is in force now.

    `digest` covers all values, so that a release with other defaults is noticed. `person_id` is
    empty where the service or the operator put it, as the first one. `drafted_by` is who put it
    forward, where it was drafted; `reasons` are those of its thresholds, by table and name.
    """

    __tablename__ = "policy"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    digest: Mapped[str]
    since: Mapped[datetime]
    person_id: Mapped[int | None] = link("person.id")
    why: Mapped[str]
    drafted_by: Mapped[int | None] = link("person.id")
    reasons: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))


class PolicyDraft(Base):
    """A draft in TOML, and the replay of the months from `first` to `last` (2026-01) under both.

    `base_number` is the policy that it changes, `version` counts its author's changes, `reasons`
    has one for each threshold that it changes by a field. `policy_number` is the policy in force
    that it was compared with. `result` is the backtest as JSON, or why there is none, which
    queries/policy/policy_drafts.py puts into words; `said` is the text that an earlier version
    stored; `looks_done` of `looks` scans are done.

    Its author puts it forward; a second person puts it in force, as `became_number`, or sends it
    back.
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
    base_number: Mapped[int | None] = link("policy.number")
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    reasons: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    looks_done: Mapped[int | None]
    looks: Mapped[int | None]
    put_forward_at: Mapped[datetime | None]
    put_forward_why: Mapped[str | None]
    sent_back_by: Mapped[int | None] = link("person.id")
    sent_back_at: Mapped[datetime | None]
    sent_back_why: Mapped[str | None]
    became_number: Mapped[int | None] = link("policy.number")
