"""The figures for a monitor, as they are now: what waits, what is late, what is free.

Holds counts and ages alone: no name, no address, and labels of which there are few.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from complaints.health import disk
from complaints.health.check import Check
from complaints.queries.mailing import deliveries
from complaints.queries.sellers import orders
from complaints.queries.upkeep import health
from complaints.queries.upkeep import jobs as job_queries
from complaints.rules.upkeep.health import State
from complaints.storage import db_errors
from complaints.storage.context import Context

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a monitor reads: what it says, and by what it is told apart."""

    says: str
    label: str = ""


FIGURES: Final[Mapping[str, Figure]] = MappingProxyType({
    "cleanhands_check": Figure("How a health check fares: 0 well, 1 warns, 2 bad.", "check"),
    "cleanhands_ready": Figure("Whether requests can be served (1) or not (0)."),
    "cleanhands_jobs_due": Figure("Jobs that are due and not done.", "kind"),
    "cleanhands_job_lag_seconds": Figure(
        "How long a recurring job has been due without having come to its end.", "kind"
    ),
    "cleanhands_jobs_late": Figure("Recurring jobs that missed their time."),
    "cleanhands_scan_age_seconds": Figure("Time since the last scan ended."),
    "cleanhands_scan_seconds": Figure("How long the last scan took."),
    "cleanhands_deadlines_late": Figure("Claims that staff should have decided by now."),
    "cleanhands_orders": Figure(
        "Orders to marketplaces that are not done, by state, and how many of them are `late`.",
        "state",
    ),
    "cleanhands_letters_unsent": Figure(
        "Letters by mail that wait for the mail server, or did not go (`failed`).", "why"
    ),
    "cleanhands_disk_free_bytes": Figure("Free bytes where the place lies.", "place"),
    "cleanhands_ledger_unsealed": Figure("Entries of the ledger that wait for their seal."),
    "cleanhands_ledger_unsealed_seconds": Figure("How long the oldest of them has waited."),
    "cleanhands_clock_jumps": Figure("Jumps of workers' clocks that are not settled."),
    "cleanhands_ledger_verified_age_seconds": Figure("Time since the ledger was last verified."),
    "cleanhands_ledger_holds": Figure(
        "Whether the ledger held when it was last verified (1), or an entry was altered (0)."
    ),
    "cleanhands_backup_age_seconds": Figure("Time since the last complete backup began."),
    "cleanhands_restore_test_age_seconds": Figure("Time since a backup was last tried."),
    "cleanhands_doctor_age_seconds": Figure("Time since the doctor last looked at everything."),
    "cleanhands_doctor_state": Figure("The worst that it found: 0 well, 1 warns, 2 bad."),
})  # fmt: skip

# The name of a figure, the value of its label, the number.
Sample = tuple[str, str, float]


def read_figures(
    context: Context, checks: list[Check], *, ready: bool, now: datetime
) -> Iterator[Sample]:
    """Yield the figures. What cannot be asked just now is left out."""
    yield "cleanhands_ready", "", float(ready)
    yield from (("cleanhands_check", check.name, float(check.state)) for check in checks)
    for place, free in disk.free_bytes(context.config):
        yield "cleanhands_disk_free_bytes", place, float(free)
    if any(check.name == "database" and check.state is State.BAD for check in checks):
        # Who asks a database that hangs holds up one thread of the server more each time.
        return
    try:
        with context.database.reading() as session:
            yield from _of_jobs(session, context, now)
            yield from _of_work(session, now)
            yield from _of_ledger(session, now)
    except SQLAlchemyError as error:
        # The checks say it: a monitor that asks gets an answer.
        log.warning("figures are left out, the database: %s", db_errors.for_log(error))


def _of_jobs(session: Session, context: Context, now: datetime) -> Iterator[Sample]:
    for kind, count in health.jobs_due(session, now).items():
        yield "cleanhands_jobs_due", kind, float(count)
    for kind, seconds in job_queries.lags(session, context.config, now).items():
        yield "cleanhands_job_lag_seconds", kind, seconds
    yield "cleanhands_jobs_late", "", float(len(job_queries.late(session, context.config, now)))
    last = health.last_scan(session)
    if last is not None:
        yield "cleanhands_scan_age_seconds", "", (now - last.finished_at).total_seconds()
        yield "cleanhands_scan_seconds", "", last.took.total_seconds()
    yield "cleanhands_clock_jumps", "", float(health.clock_jumps(session).count)


def _of_work(session: Session, now: datetime) -> Iterator[Sample]:
    late = health.claims_past_deadline(session, now)
    yield "cleanhands_deadlines_late", "", float(late.count)
    for order_state, count in orders.count_orders(session, now).items():
        yield "cleanhands_orders", order_state, float(count)
    waiting = health.letters_for_mail_server(session).count
    yield "cleanhands_letters_unsent", "waiting", float(waiting)
    failed = deliveries.count_of_those_that_did_not_go(session)
    yield "cleanhands_letters_unsent", "failed", float(failed)


def _of_ledger(session: Session, now: datetime) -> Iterator[Sample]:
    unsealed = health.unsealed(session)
    age = (now - unsealed.since).total_seconds() if unsealed.since else 0.0
    yield "cleanhands_ledger_unsealed", "", float(unsealed.count)
    yield "cleanhands_ledger_unsealed_seconds", "", age
    row = health.installation(session)
    for name, moment in (
        ("cleanhands_ledger_verified_age_seconds", row.ledger_verified_at),
        ("cleanhands_backup_age_seconds", row.backed_up_at),
        ("cleanhands_restore_test_age_seconds", row.restore_tested_at),
        ("cleanhands_doctor_age_seconds", row.doctor_ran_at),
    ):
        if moment is not None:
            yield name, "", (now - moment).total_seconds()
    if row.ledger_holds is not None:
        yield "cleanhands_ledger_holds", "", float(row.ledger_holds)
    if row.doctor_state is not None:
        yield "cleanhands_doctor_state", "", float(row.doctor_state)
