"""Runs of the detector over the record.

A scan's reading of a flag that it no longer supports, and who stands by a case on it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import Level


class ScanRun(Base):
    """One run. `policy` and `data` are digests: the same two give the same findings.

    `policy_number` is empty where the scan was run by a file's thresholds. `shapes` is the digest
    of the curves by which evidence was weighed, which `policy` covers as well; empty where an
    earlier version scanned.
    """

    __tablename__ = "scan_run"

    id: Mapped[int] = identity()
    as_of: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    policy: Mapped[str]
    policy_number: Mapped[int | None] = link("policy.number")
    shapes: Mapped[str | None]
    data: Mapped[str]
    filers: Mapped[int]
    complaints: Mapped[int]
    claims: Mapped[int]
    flagged: Mapped[int]
    seconds: Mapped[dict[str, float]] = mapped_column(JSON)
    person_id: Mapped[int | None] = link("person.id")


class FlagReading(Base):
    """The newest scan's reading of a flag whose filer now stands below *warning*: one a flag.

    A scan that supports the flag again removes it. `findings` is the digest of what it rests on
    (level, detectors, complaints) without numbers, which drift with the peers: the same digest is
    the same reading. `signals` are the findings now, as facts.
    """

    __tablename__ = "flag_reading"
    __table_args__ = (
        one_of("level", Level),
        CheckConstraint("score >= 0 AND score <= 1", name="score"),
    )

    flag_id: Mapped[int] = link("flag.id", primary_key=True, index=False)
    scan_run_id: Mapped[int] = link("scan_run.id")
    level: Mapped[str]
    score: Mapped[float]
    findings: Mapped[str]
    signals: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class StandBy(Base):
    """A person's reason to go on with a boycott in spite of a reading, by the reading's digest.

    `supervisor` says whether the person was one then: a supervisor's takes the case out of the
    supervisors' queue.
    """

    __tablename__ = "stand_by"
    __table_args__ = (
        UniqueConstraint("boycott_id", "findings", "person_id"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[int] = identity()
    boycott_id: Mapped[int] = link("boycott.id", index=False)
    findings: Mapped[str]
    person_id: Mapped[int] = link("person.id")
    supervisor: Mapped[bool]
    reason: Mapped[str]
    at: Mapped[datetime]
