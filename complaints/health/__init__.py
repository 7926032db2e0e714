"""Looks whether the service can work: each check by its name, how it fares, and what to do.

`run_checks` asks what a running service can ask of itself, every few seconds; `owner.check_machine`
what only the owner of the machine can. A check looks at one thing, changes nothing, and knows no
other check.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from complaints.health import database, disk, documents, jobs, lateness, mail
from complaints.health.check import Check, Look, tried
from complaints.rules.upkeep.health import State
from complaints.storage.context import Context
from complaints.storage.db_errors import SAID, Trouble

# Where one of these is bad, requests fail: the service is not ready.
NEEDED: Final = frozenset({"database", "schema", "keys", "disk", "writing", "documents_place"})
# What staff of the platform notice in their work.
CONCERNS_WORK: Final = frozenset({"scan", "jobs", "letters", "clock"})

_NEEDS_NO_DATABASE: Final[Mapping[str, Look]] = MappingProxyType({
    "disk": disk.of_database,
    "documents": documents.reachable,
})  # fmt: skip
_OF_DATABASE: Final[Mapping[str, Look]] = MappingProxyType({
    "schema": database.fits_schema,
    "role": database.allowed_no_more,
    "writing": database.writes,
    "keys": database.fits_keys,
    "documents_place": documents.in_place,
    "policy": database.reads_policy,
    "ledger": lateness.ledger_sealed,
    "verification": lateness.ledger_verified,
    "jobs": jobs.on_time,
    "failing_jobs": jobs.failing,
    "scan": jobs.scanned,
    "clock": lateness.clock_steady,
    "letters": mail.going,
    "backup": lateness.backup_taken,
    "restore_test": lateness.restore_tested,
    "deadlines": lateness.check_deadlines,
})  # fmt: skip
LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {"database": database.answers, **_NEEDS_NO_DATABASE, **_OF_DATABASE}
)
NAMES: Final = tuple(LOOKS)


def run_checks(context: Context, now: datetime) -> list[Check]:
    """Return every check.

    Where the database does not answer, those that ask it are left out: they would say the same. So
    are those that meet a table that is not there, where the tables do not fit.
    """
    first = tried("database", database.answers, context, now)
    checks = dict(_NEEDS_NO_DATABASE)
    if first.state is not State.BAD:
        checks |= _OF_DATABASE
    seen = [first, *(tried(name, check, context, now) for name, check in checks.items())]
    if any(check.name == "schema" and check.state is State.BAD for check in seen):
        seen = [check for check in seen if check.message is not SAID[Trouble.SCHEMA].operator]
    return seen


def is_ready(checks: list[Check]) -> bool:
    """Say whether requests can be served: jobs that are late do not end that."""
    return not any(check.state is State.BAD and check.name in NEEDED for check in checks)


def worst(checks: list[Check]) -> State:
    """Return the worst state of all."""
    return max((check.state for check in checks), default=State.OK)
