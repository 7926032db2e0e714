"""Turns a scan's findings into flags: the same facts, the same flag.

A filer has at most one unfinished flag; a scan adds to it, figures alone once a day. After a flag
was dismissed or confirmed, only new facts open another (rules/cases/flags.py). What it no longer
supports, services/findings/readings.py says; which ring is which, services/cases/rings. Must not
judge.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from abuse.explain.report import FilerReport, Report
from complaints.base.clock import parse_moment
from complaints.models import Filer, FilerLink, Flag, ScanRun, Signal, SignalComplaint
from complaints.queries.findings import scans
from complaints.rules.cases.flags import UNFINISHED, has_new_facts, is_worth_a_flag
from complaints.rules.kinds import Level
from complaints.services.cases.rings import follow_rings
from complaints.services.findings import readings, standings
from complaints.services.findings.stakes import keep_stakes
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork

# Links that are kept of a flagged filer, the strongest.
MOST_LINKS = 60
# How old a flag's figures may be, where what it rests on is the same.
DRIFTS_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a scan changed: ids of flags that it opened and added to, and how many filers it left
    as they were: `unchanged` facts, or a flag `kept_closed` without new facts."""

    run_id: int
    opened: tuple[int, ...]
    added_to: tuple[int, ...]
    unchanged: int
    kept_closed: int


def record(
    work: UnitOfWork,
    report: Report,
    *,
    later_levels: Mapping[int, Level],
    figures: Mapping[str, list[list[object]]] | None = None,
    policy_number: int | None = None,
    started_at: datetime,
    seen_to: int | None = None,
) -> Recorded:
    """Store a scan's run, every filer's figures, and the findings at warning or above as flags.

    `later_levels` gives, for filers whose newest flag is closed, the level that the facts dated
    after the closure reach alone; a filer that is not in it has no such facts. `policy_number` is
    the policy of the scan, None where its thresholds came from a file. `seen_to` is the newest
    entry of the ledger as it read the record.
    """
    flagged = [filer for filer in report.filers if is_worth_a_flag(Level(filer.level))]
    run = _store_run(work, report, len(flagged), policy_number, started_at, seen_to)
    readings.record_readings(work, report.filers, run)
    if report.standing is not None:
        standings.replace(work.session, report.standing, run_id=run.id)
    if figures:
        standings.replace_figures(work.session, figures, run_id=run.id)
    # Two scans at once would both open a flag: locking the filers' rows makes them take turns.
    rings = _rings(report.filers)
    keys = sorted({filer.key for filer in flagged}.union(*rings.values()))
    work.session.execute(
        select(Filer.id)
        .where(Filer.id.in_(keys))
        .order_by(Filer.id)
        .with_for_update(key_share=True)
    )
    latest = scans.latest_flags(work.session, keys)
    drifted = _drifted(work, flagged, latest)
    opened, added_to, kept_closed = [], [], 0
    for filer in flagged:
        flag = latest.get(filer.key)
        digest = facts_digest(filer)
        if flag is not None and (flag.findings == digest or flag.id in drifted):
            _place(work.session, flag, filer)
            continue
        if flag is not None and flag.state in UNFINISHED:
            _update(work, flag, filer, rings, digest, run)
            added_to.append(flag.id)
        elif flag is None or _has_new_facts(flag, filer, later_levels):
            opened.append(_open(work, filer, rings, digest, run).id)
        else:
            kept_closed += 1
    keep_stakes(work, [filer.key for filer in flagged], rings.values())
    _store_links(work.session, report, flagged, run.id)
    if scans.is_of_today(work.session, run):
        before_staff = {filer.ring for filer in flagged}
        follow_rings(work, {name: rings[name] for name in rings if name in before_staff})
    unchanged = len(flagged) - len(opened) - len(added_to) - kept_closed
    return Recorded(run.id, tuple(opened), tuple(added_to), unchanged, kept_closed)


def _drifted(
    work: UnitOfWork, flagged: Iterable[FilerReport], latest: Mapping[int, Flag]
) -> set[int]:
    """Return the unfinished flags of which only figures changed, as they do with every filing of a
    peer, and which were written less than a day ago.

    Each writing keeps all that the flag rests on, and staff who have its page open must read it
    again: for figures alone once a day is enough.
    """
    recent = {
        filer.key: latest[filer.key]
        for filer in flagged
        if filer.key in latest
        and latest[filer.key].state in UNFINISHED
        and work.now - latest[filer.key].updated_at < DRIFTS_FOR
    }
    stored = scans.rest_on(work.session, [flag.id for flag in recent.values()])
    drifted = set()
    for filer in flagged:
        flag = recent.get(filer.key)
        rests_on = {each.detector: set(each.complaint_keys) for each in filer.signals}
        if flag is not None and flag.level == filer.level and stored.get(flag.id, {}) == rests_on:
            drifted.add(flag.id)
    return drifted


def _place(session: Session, flag: Flag, filer: FilerReport) -> None:
    """Update a flag's place in the queue. It is not one of the flag's facts, so that the version
    stays as it is."""
    near = filer.near or 0.0
    if flag.state in UNFINISHED and flag.near != near:
        session.execute(update(Flag).where(Flag.id == flag.id).values(near=near))


def facts_digest(filer: FilerReport) -> str:
    """Return the digest of a filer's findings: the same findings have the same."""
    facts = [
        [signal.detector, signal.numbers, sorted(signal.complaint_keys)]
        for signal in sorted(filer.signals, key=lambda signal: signal.detector)
    ]
    text = json.dumps([filer.level, facts], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _has_new_facts(flag: Flag, filer: FilerReport, later_levels: Mapping[int, Level]) -> bool:
    later = later_levels.get(filer.key, Level.NONE)
    return has_new_facts(Level(flag.level), Level(filer.level), later)


def _store_run(
    work: UnitOfWork,
    report: Report,
    flagged: int,
    policy_number: int | None,
    started_at: datetime,
    seen_to: int | None,
) -> ScanRun:
    facts = report.run
    run = ScanRun(
        as_of=parse_moment(facts["as_of"]),
        started_at=started_at,
        finished_at=work.now,
        policy=facts["policy"],
        policy_number=policy_number,
        shapes=facts["shapes"],
        data=facts["data"],
        filers=facts["filers"],
        complaints=facts["complaints"],
        claims=facts["claims"],
        flagged=flagged,
        seconds=facts["seconds"],
        person_id=work.actor.person_id,
    )
    work.session.add(run)
    work.session.flush()
    counts = {name: facts[name] for name in ("filers", "complaints", "claims", "policy", "data")}
    if seen_to is not None:
        counts[scans.SEEN_TO] = seen_to
    ledger.record(work, "scanned", "scan", run.id, flagged=flagged, **counts)
    return run


def _rings(filers: Iterable[FilerReport]) -> dict[str, list[int]]:
    rings: dict[str, list[int]] = {}
    for filer in filers:
        if filer.ring is not None:
            rings.setdefault(filer.ring, []).append(filer.key)
    return rings


def _open(
    work: UnitOfWork, filer: FilerReport, rings: Mapping[str, list[int]], digest: str, run: ScanRun
) -> Flag:
    flag = Flag(filer_id=filer.key, state="open", opened_at=work.now)
    _describe(flag, filer, rings, digest, run, work.now)
    work.session.add(flag)
    work.session.flush()
    _add_signals(work.session, flag, filer, run)
    ledger.record(
        work, "opened", "flag", flag.id, filer=filer.key, scan=run.id,
        level=filer.level, score=round(filer.score, 4),
    )  # fmt: skip
    return flag


def _update(
    work: UnitOfWork,
    flag: Flag,
    filer: FilerReport,
    rings: Mapping[str, list[int]],
    digest: str,
    run: ScanRun,
) -> None:
    before = flag.level
    _describe(flag, filer, rings, digest, run, work.now)
    _add_signals(work.session, flag, filer, run)
    ledger.record(
        work, "added_findings", "flag", flag.id, scan=run.id, before=before,
        level=filer.level, score=round(filer.score, 4),
    )  # fmt: skip


def _describe(
    flag: Flag,
    filer: FilerReport,
    rings: Mapping[str, list[int]],
    digest: str,
    run: ScanRun,
    now: datetime,
) -> None:
    flag.scan_run_id, flag.policy_number = run.id, run.policy_number
    flag.level = filer.level
    flag.score = filer.score
    flag.near = filer.near or 0.0
    flag.ring = filer.ring
    flag.ring_filers = [key for key in rings.get(filer.ring or "", []) if key != filer.key]
    flag.findings = digest
    flag.speaks_for = [
        {"kind": each.kind, "numbers": dict(each.numbers)} for each in filer.speaks_for
    ]
    flag.explained = _explained(filer)
    flag.updated_at = now


def _explained(filer: FilerReport) -> dict[str, Any]:
    """Return the scan's explanation beyond the findings, as facts."""
    return {
        **filer.explained(),
        "certificate": filer.certificate,
        "four_factors": filer.four_factors,
        "windows": {signal.detector: [signal.since, signal.until] for signal in filer.signals},
        "level_without": {
            signal.detector: signal.level_without
            for signal in filer.signals
            if signal.level_without is not None
        },
    }


def _store_links(
    session: Session, report: Report, flagged: Iterable[FilerReport], run: int
) -> None:
    """Replace the last scan's links by this scan's links of flagged filers and their rings."""
    concerned = {filer.key for filer in flagged}
    seen: Counter[int] = Counter()
    rows = []
    for link in sorted(report.links, key=lambda link: (-link.weight, link.a, link.b)):
        ends = sorted((link.a, link.b))
        near = concerned.intersection(ends)
        # A filer's strongest links are enough for a picture of sixty.
        if not near or min(seen[end] for end in near) >= MOST_LINKS:
            continue
        seen.update(near)
        rows.append(
            {
                "scan_run_id": run, "a_id": ends[0], "b_id": ends[1], "source": link.source,
                "weight": link.weight, "kinds": list(link.kinds), "numbers": link.numbers,
            }
        )  # fmt: skip
    session.execute(delete(FilerLink))
    if rows:
        session.execute(insert(FilerLink), rows)


def _add_signals(session: Session, flag: Flag, filer: FilerReport, run: ScanRun) -> None:
    signals = [
        Signal(
            flag_id=flag.id,
            scan_run_id=run.id,
            detector=signal.detector,
            family=signal.family,
            strength=signal.strength,
            log_odds=signal.log_odds,
            score_without=signal.score_without,
            numbers=signal.numbers,
        )
        for signal in filer.signals
    ]
    session.add_all(signals)
    session.flush()
    rests_on = [
        {"signal_id": row.id, "complaint_id": key, "rank": rank}
        for row, signal in zip(signals, filer.signals, strict=True)
        for rank, key in enumerate(dict.fromkeys(signal.complaint_keys))
    ]
    if rests_on:
        session.execute(insert(SignalComplaint), rests_on)
