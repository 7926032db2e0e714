"""`doctor`: what is wrong with the service, and what to do.

It opens what is there and makes nothing: it is asked when something is missing. That it looked is
noted in the database, where that can be.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import event

from complaints import health
from complaints.base.clock import utcnow
from complaints.commands import noting
from complaints.commands.output import FORMAT, JSON
from complaints.health import before, owner
from complaints.health.check import Check, not_allowed
from complaints.rules.upkeep.health import State
from complaints.services.upkeep import installations
from complaints.storage.context import Context


@click.command()
@FORMAT
@click.pass_context
def doctor(click_context: click.Context, written: str) -> None:
    """Look at all that the service needs, and say what to do.

    Exit code 0: all is well; 1: something is to be looked at; 2: something does not work.

    Example: cleanhands doctor --format json
    """
    with _quiet():
        checks = _looked(click_context.find_object(Context))
    worst = health.worst(checks)
    if written == JSON:
        click.echo(json.dumps(_document(checks), ensure_ascii=False, indent=1))
    else:
        for check in checks:
            detail = f" ({check.detail})" if check.detail else ""
            click.echo(f"{check.state.name.lower():5} {check.name:15} {check.message}{detail}")
    click_context.exit(int(worst))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the log silent: the doctor says itself what fails."""
    log = logging.getLogger("complaints")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _looked(given: Context | None) -> list[Check]:
    if given is not None:
        return _of(given)
    settings = before.load_settings()
    if isinstance(settings, Check):
        return [settings]
    try:
        context = Context.of(settings)
    except OSError as error:
        return [Check("database", State.BAD, not_allowed(error))]
    if not context.database.is_sqlite:
        event.listen(context.database.engine, "connect", _wait_for_no_lock)
    try:
        return _of(context)
    finally:
        context.database.dispose()


def _wait_for_no_lock(connection: Any, _record: object) -> None:
    """Have PostgreSQL say that somebody locks a table, who may do so for ever."""
    connection.execute("SET lock_timeout = '1s'")
    connection.commit()


def _of(context: Context) -> list[Check]:
    now = utcnow()
    checks = health.run_checks(context, now)
    has_database = checks[0].state is not State.BAD
    checks = [*checks, *owner.check_machine(context, now, has_database=has_database)]
    if has_database and not any(
        each.name == "schema" and each.state is State.BAD for each in checks
    ):
        state = int(health.worst(checks))
        noting.note(context, lambda work: installations.doctored(work, state=state))
    return checks


def _document(checks: list[Check]) -> dict[str, object]:
    return {
        "state": health.worst(checks).name.lower(),
        "ready": health.is_ready(checks),
        "checks": [
            {"name": each.name, "state": each.state.name.lower(), "message": str(each.message)}
            for each in checks
        ],
    }
