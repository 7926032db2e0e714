"""Runs of the detector, and the newest flags that a new run starts from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Flag, LedgerEntry, ScanRun, Signal, SignalComplaint
from complaints.rules.cases.flags import UNFINISHED
from complaints.rules.findings import scans as scan_rules
from complaints.rules.kinds import Level
from complaints.words import message as _
from complaints.work import UnitOfWork

# Filers in one statement; SQLite takes 32,766 parameters.
_AT_ONCE = 5_000
# How long after the moment that it says something may be committed.
_LATE = timedelta(minutes=1)
# The fact of a run's entry that says up to which entry of the ledger it read.
SEEN_TO = "seen_to"


@dataclass(frozen=True, slots=True)
class ClosedFlag:
    """A filer's newest flag, dismissed or confirmed, with nothing unfinished after it."""

    level: Level
    closed_at: datetime
    findings: str


def latest_flags(session: Session, filer_ids: Collection[int]) -> dict[int, Flag]:
    """Return each filer's newest flag; filers that never had one are left out."""
    latest: dict[int, Flag] = {}
    ids = sorted(filer_ids)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        newest = select(func.max(Flag.id)).where(Flag.filer_id.in_(some)).group_by(Flag.filer_id)
        flags = session.scalars(select(Flag).where(Flag.id.in_(newest)))
        latest |= {flag.filer_id: flag for flag in flags}
    return latest


def rest_on(session: Session, flag_ids: Sequence[int]) -> dict[int, dict[str, set[int]]]:
    """Return the complaints that each flag rests on, by detector, as of its own scan."""
    resting: dict[int, dict[str, set[int]]] = {}
    for start in range(0, len(flag_ids), _AT_ONCE):
        rows = session.execute(
            select(Signal.flag_id, Signal.detector, SignalComplaint.complaint_id)
            .join(Flag, and_(Flag.id == Signal.flag_id, Flag.scan_run_id == Signal.scan_run_id))
            .outerjoin(SignalComplaint, SignalComplaint.signal_id == Signal.id)
            .where(Flag.id.in_(flag_ids[start : start + _AT_ONCE]))
        ).tuples()
        for flag_id, detector, complaint_id in rows:
            of_detector = resting.setdefault(flag_id, {}).setdefault(detector, set())
            # A signal may rest on no complaint.
            if complaint_id is not None:
                of_detector.add(complaint_id)
    return resting


def closed_flags(session: Session, filer_ids: Collection[int]) -> dict[int, ClosedFlag]:
    """Return the newest flag of each filer whose newest flag is closed, by filer."""
    return {
        filer_id: ClosedFlag(Level(flag.level), flag.closed_at, flag.findings)
        for filer_id, flag in latest_flags(session, filer_ids).items()
        if flag.state not in UNFINISHED and flag.closed_at is not None
    }


def shapes_by(session: Session, run_ids: Collection[int]) -> dict[int, str | None]:
    """Return the digest of the curves by which each run weighed."""
    runs = select(ScanRun.id, ScanRun.shapes).where(ScanRun.id.in_(run_ids))
    return dict(session.execute(runs).tuples().all())


def is_of_today(session: Session, run: ScanRun) -> bool:
    """Say whether no scan was as of a later moment: only such a run speaks of the present."""
    return run.as_of >= (session.scalar(select(func.max(ScanRun.as_of))) or run.as_of)


def newest_run(session: Session) -> ScanRun | None:
    """Return the newest of the runs that speak of the present (`is_of_today`); None for none."""
    return session.scalar(
        select(ScanRun).order_by(ScanRun.as_of.desc(), ScanRun.id.desc()).limit(1)
    )


def newest_entry(connection: Connection) -> int:
    """Return the id of the ledger's newest entry; 0 before the first."""
    return connection.scalar(select(func.max(LedgerEntry.id))) or 0


def has_come(session: Session, run: ScanRun) -> bool:
    """Say whether anything that a scan reads may have come since a run read the record.

    The ledger knows. What is committed late is there up to `_LATE` after its moment; an import of
    hours has the moment of its beginning, and is told by its place behind what the run saw.
    """
    came = LedgerEntry.at > run.started_at - _LATE
    entry = select(LedgerEntry.facts).where(
        LedgerEntry.subject == "scan", LedgerEntry.subject_id == run.id
    )
    seen = (session.scalar(entry) or {}).get(SEEN_TO)
    if seen is not None:
        came = or_(came, LedgerEntry.id > seen)
    entries = exists().where(came, LedgerEntry.subject.not_in(scan_rules.NOT_READ))
    return bool(session.scalar(select(entries)))


def list_scans(
    work: UnitOfWork, *, before: int | None = None, limit: int = 50
) -> Sequence[ScanRun]:
    """Return up to limit + 1 runs, the newest first.

    Refuses with: not-found, unless the actor is staff.
    """
    if not work.actor.is_staff:
        raise not_found(_("page"))
    statement = select(ScanRun)
    if before is not None:
        statement = statement.where(ScanRun.id < before)
    return work.session.scalars(statement.order_by(ScanRun.id.desc()).limit(limit + 1)).all()
