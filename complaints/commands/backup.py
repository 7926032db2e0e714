"""`backup` and `restore`: all but the keys, out of a running service and into an empty place."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from sqlalchemy.exc import DBAPIError

from complaints import migration
from complaints.backup import keys, restoring, taking
from complaints.backup.errors import DISK_FULL, BackupError, list_sentences
from complaints.backup.manifest import Manifest
from complaints.backup.reading import Source
from complaints.base import on_disk
from complaints.base.clock import utcnow
from complaints.base.errors import ConfigurationError, Refusal
from complaints.commands import noting
from complaints.commands.context import pass_unchecked, tell_altered
from complaints.commands.exits import Exit
from complaints.health import opening
from complaints.services.upkeep import installations
from complaints.settings import config as configuration
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.storage.db_errors import Trouble
from complaints.work import UnitOfWork


@click.command()
@click.argument("place", type=click.Path(path_type=Path))
@pass_unchecked
def backup(context: Context, place: Path) -> None:
    """Take a backup at PLACE while the service runs: a tar where its name ends in .tar, else a
    folder, which may hold an earlier backup. It holds no keys.

    Exit code 1 also where a document could not be read, as the backup holds all others, and where
    the database could not note the backup, which is whole.

    Example: cleanhands backup /mnt/backups/tonight.tar
    """
    # Just where somebody altered the schema a backup is wanted: put back, it is as it must be.
    tell_altered(context, reads_all=True)
    opening.require_kind(context)
    opening.require_keys(context)
    context = opening.of_database(context)
    now = utcnow()
    with _sentences(f"No backup was taken, and nothing of it is left in {place}."):
        manifest = taking.take_backup(context, place, now=now)
    click.echo(_described(manifest, place))
    click.echo(
        "It holds no keys, and cannot be put back without them. Keep them safe, apart from it; "
        "they are in:"
    )
    for kind, where in keys.whereabouts(context.config):
        click.echo(f"  {kind}: {where}")
    wrong = [_lost(manifest.documents.lost)] if manifest.documents.lost else []
    try:
        taking.note_backup(context, manifest, now=now)
    except DBAPIError as error:
        said = db_errors.for_operator(error)
        wrong.append(f"The backup is whole, but could not be noted in the database. {said}")
    if wrong:
        raise click.ClickException("\n".join(wrong))


def _lost(documents: Sequence[str]) -> str:
    return list_sentences(
        [
            f"{len(documents):,} documents are missing or damaged where they are stored, or under "
            "another key; an earlier backup may have them:",
            *documents,
        ]
    )


@click.command()
@click.argument("place", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Look whether it is whole, and write nothing.")
@click.option(
    "--go-on",
    is_flag=True,
    help="The other service is stopped for good: letters go out, sessions stay.",
)
@click.option("--lost-keys", is_flag=True, help="The keys of the backup are gone for good.")
def restore(place: Path, check: bool, go_on: bool, lost_keys: bool) -> None:
    """Put a backup back, into the empty database of DATABASE_URL and the empty place for documents.

    Put the keys of the backup there first. Letters that waited are held until `cleanhands letters
    release`, since they may have gone after the backup, and everybody signs in again.

    Example: cleanhands restore /mnt/backups/tonight.tar
    """
    with (
        _sentences("Nothing was put back."),
        _taking_out(keys.new_files(configuration.database_url())),
    ):
        source = Source(place)
        context = _context(lost_keys=lost_keys, writes=not check)
        try:
            if check:
                manifest = restoring.check_backup(source, context=context)
                click.echo(f"It is whole. {_described(manifest, place)}")
                click.echo(_keys_of(manifest, are_given=context is not None))
                if context is not None:
                    _note_test(context, manifest)
                return
            assert context is not None
            done = restoring.restore(
                context, source, now=utcnow(), lost_keys=lost_keys, go_on=go_on
            )
        finally:
            if context is not None:
                context.database.dispose()
    click.echo("Put back and counted; the ledger is that of the backup.")
    click.echo(_described(done.manifest, place))
    for line in _next(done, go_on=go_on, lost_keys=lost_keys):
        click.echo(line)


def _context(*, lost_keys: bool, writes: bool) -> Context | None:
    """Return the service as it is configured; None where keys are missing and nothing is written.

    Raises BackupError where keys are missing: to read the configuration would make others.
    """
    missing = [] if lost_keys and writes else keys.missing(configuration.database_url())
    if missing and writes:
        raise BackupError(*missing)
    return None if missing or (lost_keys and not writes) else Context.from_environment(makes=True)


def _note_test(context: Context, manifest: Manifest) -> None:
    """Note in the database that a backup of it was tried, where it is there and the one."""

    def of_this_one(work: UnitOfWork) -> None:
        installations.restore_tested(work, database=manifest.database)

    if migration.current(context.database) == migration.head_revision():
        noting.note(context, of_this_one)


def _described(manifest: Manifest, place: Path) -> str:
    rows = sum(table.rows for table in manifest.tables.values())
    complaints = manifest.tables["complaint"].rows
    documents, ledger = manifest.documents, manifest.ledger
    broken = f", which does not hold ({ledger.in_words})" if ledger.wrong else ""
    return (
        f"Backup of {manifest.made_at} in {place}: {complaints:,} complaints, {rows:,} rows in "
        f"{len(manifest.tables)} tables at revision {manifest.revision}, {documents.count:,} "
        f"documents ({documents.size / 1e6:,.1f} MB), the ledger up to position "
        f"{ledger.head.position:,}{broken}."
    )


def _keys_of(manifest: Manifest, *, are_given: bool) -> str:
    if are_given:
        return "The keys that are given are its keys, and nobody changed its manifest."
    names = "; ".join(f"{kind} {', '.join(each)}" for kind, each in manifest.keys.items())
    return f"Its keys were not compared. It is under these: {names}."


def _next(done: restoring.Restored, *, go_on: bool, lost_keys: bool) -> Iterator[str]:
    if done.migrated:
        yield (
            f"The backup was of revision {done.manifest.revision}; the tables are those of this "
            "version now. Run `cleanhands migrate`, which ends what belongs to it."
        )
    if lost_keys:
        yield "Run `cleanhands secrets lost` for each key that is gone: until then nothing starts."
    if done.held:
        yield (
            f"{done.held:,} letters wait: they may have gone since the backup. Look with "
            "`cleanhands letters list`, then let them go with `cleanhands letters release`."
        )
    if not go_on:
        yield (
            "Everybody signs in again. What was done after the backup is gone: docs/operations.md "
            "says what to look at."
        )


@contextmanager
def _taking_out(files: Sequence[Path]) -> Iterator[None]:
    """Take out the files that were made meanwhile, where it did not come to its end."""
    try:
        yield
    except BaseException:
        for file in files:
            file.unlink(missing_ok=True)
        raise


@contextmanager
def _sentences(after: str) -> Iterator[None]:
    """Say what went wrong, a line each, and what is left.

    A process that is told to stop takes out what it wrote, as after any other error.
    """
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except BackupError as error:
        raise click.ClickException(f"{error}\n{after}") from None
    except Refusal as error:
        said = DISK_FULL if error.slug == "disk-full" else error
        raise click.ClickException(f"{said}\n{after}") from None
    except KeyboardInterrupt:
        click.echo(f"Stopped. {after}", err=True)
        raise click.exceptions.Exit(Exit.COULD_NOT) from None
    except (ConfigurationError, DBAPIError, OSError) as error:
        if db_errors.trouble_of(error) is Trouble.FULL or on_disk.is_full(error):
            raise click.ClickException(f"{DISK_FULL}\n{after}") from None
        # The command line says which, as of every command.
        click.echo(after, err=True)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # No Exception: SQLAlchemy would take it for one of a statement.
    raise KeyboardInterrupt
