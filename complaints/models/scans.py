"""Runs of the detector over the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON

from complaints.models.base import Base, Mapped, identity, link, mapped_column


class ScanRun(Base):
    """One run. `policy` and `data` are digests: the same two give the same findings.

    `policy_number` is empty where the scan was run by a file's thresholds.
    """

    __tablename__ = "scan_run"

    id: Mapped[int] = identity()
    as_of: Mapped[datetime]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    policy: Mapped[str]
    policy_number: Mapped[int | None] = link("policy.number")
    data: Mapped[str]
    filers: Mapped[int]
    complaints: Mapped[int]
    claims: Mapped[int]
    flagged: Mapped[int]
    seconds: Mapped[dict[str, float]] = mapped_column(JSON)
    person_id: Mapped[int | None] = link("person.id")
