"""A step back: says what it would lose, wants a backup, or none by choice, and asks."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from complaints import migration
from complaints.backup import restoring
from complaints.backup.errors import BackupError
from complaints.backup.reading import Source
from complaints.queries.upkeep import ledger_chain
from complaints.storage.context import Context


def downgrade(context: Context, backup: Path | None, *, discard: bool, yes: bool) -> None:
    """Take one step back. Raises ClickException, with nothing changed, where consent is lacking."""
    database = context.database
    here = migration.current(database)
    if here is None or not migration.knows(here):
        raise click.ClickException(f"This version knows no step back from revision {here}.")
    target = migration.before(here)
    if target is None:
        raise click.ClickException(f"Revision {here} is the first: nothing lies below it.")
    losses = migration.losses(database, target)
    lost = "loses for good:" if losses else "loses nothing that is stored."
    click.echo(f"A step back, from revision {here} to {target}, {lost}")
    for loss in losses:
        if loss.column is None:
            click.echo(f"  of {loss.table} {loss.count:,} rows")
        else:
            click.echo(f"  of {loss.table} {loss.count:,} values of {loss.column}")
    if backup is None and not discard:
        raise click.ClickException(
            "Nothing was changed. Name a backup of the database as it is (--backup PATH; "
            "`cleanhands backup` makes one), or do without one: --discard."
        )
    if backup is not None:
        _require_backup(context, backup)
    if not yes:
        if not sys.stdin.isatty():
            raise click.ClickException("Nothing was changed: nobody is there to ask. Give --yes.")
        click.confirm("Take this step?", abort=True)
    migration.downgrade(database, target)


def _require_backup(context: Context, place: Path) -> None:
    """Raise ClickException where it is no whole backup of this database as it is."""
    try:
        manifest = restoring.check_backup(Source(place), context=context)
    except BackupError as error:
        raise click.ClickException(f"Nothing was changed. {error}") from None
    with context.database.snapshot() as connection:
        name = ledger_chain.database_name(connection)
    if manifest.database != name:
        raise click.ClickException("Nothing was changed: it is a backup of another database.")
    if manifest.revision != migration.current(context.database):
        raise click.ClickException(
            f"Nothing was changed: the backup is of revision {manifest.revision}. Take another."
        )
    click.echo(f"The backup is of {manifest.made_at}, and whole: what was done since is lost too.")
