"""Flags (filers put before staff) and the signals that they rest on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.cases.flags import FLAG, UNFINISHED
from complaints.rules.kinds import Family, Level

_UNFINISHED = text("state IN (" + ", ".join(f"'{s}'" for s in UNFINISHED) + ")")


class Flag(Base):
    """A filer put before staff. At most one unfinished flag a filer; later scans add to it.

    `findings` is the digest of the facts: a scan that finds the same facts changes nothing.
    `ring_filers` are the ids of the other filers of its ring. `near` says how near the filer is to
    boycotted ones, for the order of the queue: it changes with the newest scan, without a version.
    `policy_number` is the policy of its newest findings, none where a file found them.
    `speaks_for` and `explained` are facts, which queries/cases/flag_words.py puts into words:
    kinds and numbers of mitigating factors, and the scan's explanation beyond its signals, as
    schemas/cases/flags.py lists it.
    """

    __tablename__ = "flag"
    __table_args__ = (
        Index(
            "uq_flag_unfinished",
            "filer_id",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        Index("ix_flag_filer", "filer_id"),
        one_of("state", FLAG.states),
        one_of("level", Level),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
        CheckConstraint("near >= 0 AND near <= 1", name="near"),
        CheckConstraint(
            "state NOT IN ('dismissed', 'confirmed')"
            " OR (closed_at IS NOT NULL AND why IS NOT NULL)",
            name="closed",
        ),
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id", index=False)
    scan_run_id: Mapped[int] = link("scan_run.id")
    policy_number: Mapped[int | None] = link("policy.number")
    state: Mapped[str]
    level: Mapped[str]
    score: Mapped[float]
    near: Mapped[float] = mapped_column(default=0.0)
    ring: Mapped[str | None]
    ring_filers: Mapped[list[int]] = mapped_column(JSON, default=list)
    findings: Mapped[str]
    speaks_for: Mapped[list[Any]] = mapped_column(JSON)
    explained: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    taken_by: Mapped[int | None] = link("person.id")
    closed_by: Mapped[int | None] = link("person.id")
    closed_at: Mapped[datetime | None]
    why: Mapped[str | None]
    # Staff put off until then what the filer reads of it.
    untold_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FlagAnswer(Base):
    """What a flag's filer said about it before any warning; what it added later is a row of its
    own."""

    __tablename__ = "flag_answer"

    id: Mapped[int] = identity()
    flag_id: Mapped[int] = link("flag.id")
    text: Mapped[str]
    said_at: Mapped[datetime]


class Signal(Base):
    """One detector's finding about a flag's filer in one scan, with its numbers.

    `summary` is the sentence that an earlier version stored; None where the numbers say all.
    """

    __tablename__ = "signal"
    __table_args__ = (
        UniqueConstraint("flag_id", "scan_run_id", "detector"),
        one_of("family", Family),
        CheckConstraint("strength >= 0 AND strength <= 1", name="strength"),
    )

    id: Mapped[int] = identity()
    flag_id: Mapped[int] = link("flag.id", index=False)
    scan_run_id: Mapped[int] = link("scan_run.id")
    detector: Mapped[str]
    family: Mapped[str]
    strength: Mapped[float]
    log_odds: Mapped[float]
    score_without: Mapped[float]
    summary: Mapped[str | None]
    numbers: Mapped[dict[str, object]] = mapped_column(JSON)


class SignalComplaint(Base):
    """A complaint that a signal rests on; rank 0 is the strongest."""

    __tablename__ = "signal_complaint"

    signal_id: Mapped[int] = link("signal.id", primary_key=True, index=False)
    complaint_id: Mapped[int] = link("complaint.id", primary_key=True)
    rank: Mapped[int]
