"""`migrate`: bring the database forward, or one step back."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from sqlalchemy.exc import DBAPIError

from complaints import migration
from complaints.base.errors import ConfigurationError, Refusal
from complaints.commands import rotating, search, stepping_back
from complaints.commands.confirming import find_confirmed_mailboxes
from complaints.commands.context import pass_making
from complaints.commands.lawful import give_laws
from complaints.health import opening
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.storage.db import Database
from complaints.words import say

BACK, NEWEST = "-1", "head"


class Stopped(KeyboardInterrupt):
    """SIGTERM or Ctrl+C. As a KeyboardInterrupt it lets a statement in hand be cancelled."""

    def __init__(self, number: int) -> None:
        self.number = number


@click.command()
@click.option("--to", "revision", default=NEWEST, help="A revision, or -1 for one step back.")
@click.option(
    "--backup",
    type=click.Path(exists=True, path_type=Path),
    help="A backup of the database as it is, for a step back.",
)
@click.option("--discard", is_flag=True, help="Step back without a backup.")
@click.option("--yes", is_flag=True, help="Step back without being asked.")
@pass_making
def migrate(context: Context, revision: str, backup: Path | None, discard: bool, yes: bool) -> None:
    """Bring the database to the newest revision.

    Example: DATABASE_URL=postgresql://app@db/cleanhands cleanhands migrate
    """
    if revision.startswith("-") and revision != BACK:
        raise click.ClickException("One step back at a time: --to -1.")
    if revision not in (BACK, NEWEST) and not migration.knows(revision):
        raise click.ClickException(
            f"This version knows no revision {revision}: its newest is {migration.head_revision()}."
        )
    opening.require_known_keys(context)
    before = migration.current(context.database)
    with context.database.alone("migrate") as is_alone:
        if not is_alone:
            raise click.ClickException("Another `cleanhands migrate` is under way.")
        with _told_as_it_is(context.database, before):
            if revision == BACK:
                stepping_back.downgrade(context, backup, discard=discard, yes=yes)
            else:
                _go_forward(context, revision)
        if revision != BACK and migration.current(context.database) == migration.head_revision():
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
    if revision not in (NEWEST, after):
        raise click.ClickException(
            f"The database stays at revision {after}: --to goes forward to a revision, and --to -1 "
            f"takes one step back."
        )


def after_the_tables(context: Context) -> None:
    """Do what needs the keys, in order. Each part goes on where it was when it is done again."""
    rotating.bind(context)
    opening.ready(context)
    give_laws(context)
    find_confirmed_mailboxes(context)
    search.fill(context)


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
    except (ConfigurationError, Refusal) as error:
        if not tables_done:
            raise
        where = _where(database, before, tables_done=True)
        raise click.ClickException(f"{error} {where}") from None
    except Stopped as stopped:
        where = _where(database, before, tables_done=tables_done)
        click.echo(f"Stopped. {where}", err=True)
        raise click.exceptions.Exit(128 + stopped.number) from None
    except DBAPIError as error:
        sentence = db_errors.first_line(_first(error))
        where = _where(database, before, tables_done=tables_done)
        raise click.ClickException(f"The migration stopped: {sentence}. {where}") from None
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


def _first(error: BaseException) -> BaseException:
    """Return the error of the database that came first. SQLite takes everything back where the disk
    is full, so that Alembic fails again as it tidies up the table that it was rebuilding."""
    first, each = error, error.__context__
    while each is not None:
        first = each if isinstance(each, DBAPIError) else first
        each = each.__context__
    return first


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
