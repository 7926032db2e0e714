"""Says of each flag that may still have consequences whether a new scan supports it.

A flag that the scan no longer supports keeps its state, its findings and its case: people draw the
consequences. Ground of services/findings/scans.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from abuse.explain.report import FilerReport
from complaints.models import Boycott, Flag, FlagReading, ScanRun
from complaints.queries.findings import scans
from complaints.rules.cases.boycotts import UNFINISHED
from complaints.rules.cases.flags import is_worth_a_flag
from complaints.rules.kinds import Level
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def record_readings(work: UnitOfWork, filers: Iterable[FilerReport], run: ScanRun) -> None:
    """Store a reading of each flag that this scan no longer supports; remove the others'.

    Dismissed flags have no consequences and get none; a confirmed one may still be proposed from.
    A scan as of a moment before a newer one's says nothing about flags of today. Versions and
    ledger are written where a reading is new or another one, not where only figures drifted.
    """
    if not scans.is_of_today(work.session, run):
        return
    by_filer = {filer.key: filer for filer in filers}
    dismissed = select(Flag.id).where(Flag.state == "dismissed")
    work.session.execute(delete(FlagReading).where(FlagReading.flag_id.in_(dismissed)))
    concerned = _concerned(work.session, by_filer)
    if not concerned:
        return
    # Flags before filers, as in a proposal, so that two that lock both take turns.
    locked = select(Flag.id).where(Flag.id.in_(concerned)).order_by(Flag.id).with_for_update()
    work.session.execute(locked)
    known = {reading.flag_id: reading for reading in work.session.scalars(select(FlagReading))}
    changed = []
    for flag_id, filer_id in concerned.items():
        before, filer = known.get(flag_id), by_filer.get(filer_id)
        if _is_supported(filer):
            if before is not None and filer is not None:
                _support(work, before, filer, run)
                changed.append(flag_id)
        elif _read(work, before, flag_id, filer, run):
            changed.append(flag_id)
    _touch(work, changed)


def _is_supported(filer: FilerReport | None) -> bool:
    return filer is not None and is_worth_a_flag(Level(filer.level))


def _concerned(session: Session, by_filer: Mapping[int, FilerReport]) -> dict[int, int]:
    """Return the filers of the flags whose reading this scan may change, by flag."""
    read = set(session.scalars(select(FlagReading.flag_id)))
    flags = select(Flag.id, Flag.filer_id).where(Flag.state != "dismissed").order_by(Flag.id)
    return {
        flag_id: filer_id
        for flag_id, filer_id in session.execute(flags).tuples()
        if flag_id in read or not _is_supported(by_filer.get(filer_id))
    }


def _support(work: UnitOfWork, reading: FlagReading, filer: FilerReport, run: ScanRun) -> None:
    work.session.delete(reading)
    ledger.record(
        work, "supported", "flag", reading.flag_id, scan=run.id,
        level=filer.level, score=round(filer.score, 4),
    )  # fmt: skip


def _read(
    work: UnitOfWork,
    before: FlagReading | None,
    flag_id: int,
    filer: FilerReport | None,
    run: ScanRun,
) -> bool:
    """Write what the scan reads now; say whether it is another reading than the one before.

    A filer that the scan names no more has no finding left.
    """
    level, score = (filer.level, filer.score) if filer else (str(Level.NONE), 0.0)
    digest = _digest(filer)
    reading = before or FlagReading(flag_id=flag_id)
    is_another = before is None or before.findings != digest
    reading.scan_run_id, reading.level, reading.score = run.id, level, score
    reading.findings = digest
    reading.signals = [
        {"detector": each.detector, "family": each.family, "numbers": each.numbers}
        for each in (filer.signals if filer else ())
    ]
    work.session.add(reading)
    if is_another:
        ledger.record(
            work, "unsupported", "flag", flag_id, scan=run.id, level=level, score=round(score, 4)
        )
    return is_another


def _digest(filer: FilerReport | None) -> str:
    signals = filer.signals if filer else []
    rests_on = sorted([each.detector, sorted(each.complaint_keys)] for each in signals)
    level = filer.level if filer else str(Level.NONE)
    text = json.dumps([level, rests_on], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _touch(work: UnitOfWork, flag_ids: Sequence[int]) -> None:
    """Give flags and the cases that rest on them a new version: who decides on an older page is
    told to read it again."""
    work.session.flush()
    flags = update(Flag).where(Flag.id.in_(flag_ids))
    work.session.execute(flags.values(version=Flag.version + 1, updated_at=work.now))
    cases = update(Boycott).where(Boycott.flag_id.in_(flag_ids), Boycott.state.in_(UNFINISHED))
    work.session.execute(cases.values(version=Boycott.version + 1))
