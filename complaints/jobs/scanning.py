"""One scan from record to flags: read in a snapshot, sweep with nothing open, then record.

Used by the job and by `cleanhands scan`. Must not hold a transaction while it sweeps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from abuse.explain.report import FilerReport, Report
from abuse.explain.volumes import Rows, volumes
from abuse.policy import Policy
from abuse.record.columns import numbers
from abuse.record.table import ClaimTable
from abuse.scanning import scan
from abuse.stages import Stages
from complaints.jobs import schedule
from complaints.jobs.queue import Leased
from complaints.queries.cases import boycotts
from complaints.queries.findings import claim_table
from complaints.queries.findings import scans as scan_queries
from complaints.queries.upkeep import rotations
from complaints.rules.actors import SYSTEM
from complaints.rules.cases.flags import is_worth_a_flag
from complaints.rules.kinds import Level
from complaints.rules.policy.policies import Policies
from complaints.services.findings import samples, scans
from complaints.services.findings.scans import Recorded
from complaints.storage.context import Context
from complaints.storage.db import Database
from complaints.work import UnitOfWork, begin_work
from complaints.work.policy import in_force


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan's report, and what recording it needs."""

    report: Report
    later_levels: dict[int, Level]
    started_at: datetime
    figures: dict[str, Rows] = field(default_factory=dict)
    policy_number: int | None = None
    # Hashes of identities that nothing new is compared with, as their key is lost.
    not_compared: int = 0
    # The newest entry of the ledger as the record was read.
    seen_to: int | None = None

    def record(self, work: UnitOfWork) -> Recorded:
        """Turn the findings into flags, in the caller's transaction.

        Adds a few of whom the scan is unsure to the month's sample.
        """
        recorded = scans.record(
            work,
            self.report,
            later_levels=self.later_levels,
            figures=self.figures,
            policy_number=self.policy_number,
            started_at=self.started_at,
            seen_to=self.seen_to,
        )
        scores = {filer.key: filer.score for filer in self.report.filers}
        samples.add_doubtful(work, recorded.run_id, scores)
        return recorded


def scan_and_record(context: Context, job: Leased, now: datetime) -> Scanned:
    """Scan the record, turn the findings into flags, and finish the job, in one transaction.

    Raises LeaseLostError.
    """
    begun = time.monotonic()
    with context.database.reading() as session:
        policy = in_force(session)
    scanned = sweep(context.database, policy, now=now)
    ended = now + timedelta(seconds=time.monotonic() - begun)
    again_at = schedule.next_time(job.kind, context.config, now=now)
    with begin_work(context, SYSTEM, now=ended) as work:
        scanned.record(work)
        job.finish(work.session, now=ended, again_at=again_at)
    return scanned


def sweep(
    database: Database,
    policy: Policies,
    *,
    now: datetime,
    as_of: datetime | None = None,
    seed: int = 0,
    stages: Stages | None = None,
    progress: Callable[[str], None] | None = None,
) -> Scanned:
    """Scan the record as of `as_of` (default: its newest filing or event, never after `now`)."""
    if progress:
        progress("read")
    with database.snapshot() as connection:
        moment = min(as_of or claim_table.newest_event(connection, now=now) or now, now)
        table = claim_table.read_claim_table(connection, as_of=moment)
        bound = boycotts.bound_filers(connection, now)
        warned = boycotts.warned_filers(connection, moment, now)
        channels = claim_table.channels(connection)
        not_compared = rotations.not_compared(connection)
        seen_to = scan_queries.newest_entry(connection)
    report = scan(
        table,
        policy.scan,
        seed=seed,
        boycotted=bound,
        warned=warned,
        standing=True,
        stages=stages,
        progress=progress,
    )
    if progress:
        progress("later facts")
    return Scanned(
        report,
        _later_levels(
            database, table, warned, report, policy.scan, seed, stages.beside() if stages else None
        ),
        now,
        volumes(table, channels),
        policy.number,
        not_compared,
        seen_to,
    )


def _later_levels(
    database: Database,
    table: ClaimTable,
    warned: Mapping[int, datetime],
    report: Report,
    policy: Policy,
    seed: int,
    stages: Stages | None,
) -> dict[int, Level]:
    """Return by filer the level that only the facts dated after its closed flag reach.

    Only for filers whose flag depends on it: not where the facts are the same or the level is
    higher than the closed flag's, nor where nothing was filed or decided since.
    """
    flagged = {f.key: f for f in report.filers if is_worth_a_flag(Level(f.level))}
    with database.reading() as session:
        closed = scan_queries.closed_flags(session, flagged)
    levels = {}
    for filer_id, flag in sorted(closed.items()):
        filer = flagged[filer_id]
        same = scans.facts_digest(filer) == flag.findings
        if same or Level(filer.level).rank > flag.level.rank:
            continue
        later = table.excluding_claims_of(filer_id, before=flag.closed_at)
        if _has_claims(later, filer_id):
            again = scan(later, policy, seed=seed, warned=warned, explain=False, stages=stages)
            levels[filer_id] = _level_of(filer_id, again.filers)
    return levels


def _has_claims(table: ClaimTable, filer_id: int) -> bool:
    mine = np.flatnonzero(numbers(table.filers, "key") == filer_id)
    return bool(np.isin(numbers(table.claims, "filer"), mine).any())


def _level_of(filer_id: int, filers: Iterable[FilerReport]) -> Level:
    return next((Level(filer.level) for filer in filers if filer.key == filer_id), Level.NONE)
