"""`migrate`: bring the database forward, or one step back."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from complaints import migration, opening
from complaints.commands import rotating
from complaints.commands.context import pass_unchecked
from complaints.context import Context
from complaints.db import Database
from complaints.words import say

BACK = "-1"


class Stopped(KeyboardInterrupt):
    """SIGTERM or Ctrl+C. As a KeyboardInterrupt it lets a statement in hand be cancelled."""

    def __init__(self, number: int) -> None:
        self.number = number


@click.command()
@click.option("--to", "revision", default="head", help="A revision, or -1 for one step back.")
@click.option(
    "--backup",
    type=click.Path(exists=True, path_type=Path),
    help="A backup of the database as it is, for a step back.",
)
@click.option("--discard", is_flag=True, help="Step back without a backup.")
@click.option("--yes", is_flag=True, help="Step back without being asked.")
@pass_unchecked
def migrate(context: Context, revision: str, backup: Path | None, discard: bool, yes: bool) -> None:
    """Bring the database to the newest revision.

    Example: DATABASE_URL=postgresql://app@db/cleanhands cleanhands migrate
    """
    if revision.startswith("-") and revision != BACK:
        raise click.ClickException("One step back at a time: --to -1.")
    opening.require_known_keys(context)
    before = migration.current(context.database)
    with context.database.alone("migrate") as is_alone:
        if not is_alone:
            raise click.ClickException("Another `cleanhands migrate` is under way.")
        with _told_as_it_is(context.database, before):
            if revision == BACK:
                _step_back(context.database, backup, discard=discard, yes=yes)
            else:
                _go_forward(context, revision)
        if revision != BACK and migration.current(context.database) == migration.head():
            with _told_as_it_is(context.database, before, tables_done=True):
                after_the_tables(context)
    after = migration.current(context.database)
    click.echo(f"The database is at revision {after or 'none'} (was: {before or 'none'}).")


def _go_forward(context: Context, revision: str) -> None:
    database = context.database
    drifted = migration.require_sound(database)
    opening.check_first_policy(context)
    if drifted.extra:
        click.echo(f"The database has more than its revision made: {say(drifted.more)}.", err=True)
    migration.upgrade(database, revision)
    after = migration.current(database)
    if revision.isdecimal() and after != revision:
        raise click.ClickException(
            f"The database stays at revision {after}: --to goes forward to a revision, and --to -1 "
            f"takes one step back."
        )


def after_the_tables(context: Context) -> None:
    """Do what needs the keys, in order. Each part goes on where it was when it is done again."""
    rotating.bind(context)
    opening.ready(context)


def _step_back(database: Database, backup: Path | None, *, discard: bool, yes: bool) -> None:
    here = migration.current(database)
    if here is None or not migration.knows(here):
        raise click.ClickException(f"This version knows no step back from revision {here}.")
    target = migration.before(here)
    if target is None:
        raise click.ClickException(f"Revision {here} is the first: nothing lies below it.")
    click.echo(f"A step back, from revision {here} to {target}, loses for good:")
    for loss in migration.losses(database, target):
        if loss.column is None:
            click.echo(f"  of {loss.table} {loss.count:,} rows")
        else:
            click.echo(f"  of {loss.table} {loss.count:,} values of {loss.column}")
    if backup is None and not discard:
        raise click.ClickException(
            "Nothing was changed. Name a backup of the database as it is (--backup PATH; "
            "`cleanhands backup` makes one), or do without one: --discard."
        )
    if backup is not None and not _holds_something(backup):
        raise click.ClickException(f"Nothing was changed: {backup} is empty.")
    if not yes:
        if not sys.stdin.isatty():
            raise click.ClickException("Nothing was changed: nobody is there to ask. Give --yes.")
        click.confirm("Take this step?", abort=True)
    migration.downgrade(database, target)


def _holds_something(backup: Path) -> bool:
    return any(backup.iterdir()) if backup.is_dir() else backup.stat().st_size > 0


@contextmanager
def _told_as_it_is(
    database: Database, before: str | None, *, tables_done: bool = False
) -> Iterator[None]:
    """Say in one sentence what stopped a migration, and where the database is then."""

    def stop(number: int, _frame: FrameType | None) -> None:
        # A second one ends the process at once.
        signal.signal(number, signal.SIG_DFL)
        raise Stopped(number)

    kept = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except CommandError as error:
        raise click.ClickException(str(error)) from None
    except Stopped as stopped:
        where = _where(database, before, tables_done=tables_done)
        click.echo(f"Stopped. {where}", err=True)
        raise click.exceptions.Exit(128 + stopped.number) from None
    except DBAPIError as error:
        # Its first line alone: the rest may hold the statement and personal data.
        sentence = str(error.orig).strip().partition("\n")[0]
        where = _where(database, before, tables_done=tables_done)
        raise click.ClickException(f"The migration stopped: {sentence}. {where}") from None
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


def _where(database: Database, before: str | None, *, tables_done: bool) -> str:
    """Say where the database is: a commit may have come before the signal."""
    try:
        after = migration.current(database)
    except DBAPIError:
        after = before
    if after != before or tables_done:
        return (
            f"The tables are at revision {after or 'none'}; run `cleanhands migrate` again for "
            "what comes after them."
        )
    return (
        f"The database is as it was, at revision {before or 'none'}; run `cleanhands migrate` "
        "again once the cause is gone."
    )
