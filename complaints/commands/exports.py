"""`export`: the record back out."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import click
from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.commands.context import OPERATOR, pass_context
from complaints.exporters.interchange import Unsealer, write_lines
from complaints.models import FilerIdentity
from complaints.queries.filing import interchange
from complaints.queries.filing.interchange import ExportedComplaint
from complaints.rules.upkeep import sealed
from complaints.services.staff import disclosures
from complaints.storage.context import Context
from complaints.storage.vault import Vault
from complaints.work import begin_work

STDOUT = "-"
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("export")
def export_group() -> None:
    """Write the record out.

    Example: cleanhands export complaints --source import --out complaints.jsonl.gz
    """


@export_group.command("complaints")
@click.option("--source", help="Only complaints of this source.")
@click.option(
    "--with-identities", is_flag=True, help="With email, phone and the like; it goes on record."
)
@click.option("--out", default=STDOUT, show_default=True, help="FILE, also .gz; - is standard out.")
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
@pass_context
def export_complaints(
    context: Context,
    source: str | None,
    with_identities: bool,
    out: str,
    quiet: bool,
) -> None:
    """Write complaints with their events in the interchange format, as they were imported.

    Example: cleanhands export complaints --out complaints.jsonl.gz
    """
    if with_identities:
        with begin_work(context, OPERATOR) as work:
            disclosures.disclose_all(work, source=source)
    lost: list[int] = []
    unseal = _unsealer(context.vault, lost) if with_identities else None
    count = 0
    with (
        context.database.snapshot() as connection,
        Session(connection) as session,
        _output(out) as handle_out,
    ):
        total = interchange.count_all(session, source=source)
        complaints = _with_progress(interchange.read_all(session, source=source), total, quiet)
        for line in write_lines(complaints, unseal):
            handle_out.write(line.encode())
            count += 1
    if not quiet:
        click.echo(f"{count:,} complaints written", err=True)
    if lost:
        click.echo(
            f"Identities left out, as the key is lost that they were sealed under: {len(lost):,}.",
            err=True,
        )


@export_group.command("parquet")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--quiet", is_flag=True, help="No summary.")
@pass_context
def export_parquet(context: Context, folder: Path, quiet: bool) -> None:
    """Write the columns that a scan reads, one table a file, for `cleanhands scan --input`.

    FOLDER must not be there, or be empty. Identities go out as the keyed hashes of the record.

    Example: cleanhands export parquet columns-2026-06-30
    """
    from abuse.record.parquet import write_tables
    from complaints.queries.findings import claim_table

    with _new_folder(folder) as part:
        with context.database.snapshot() as connection:
            rows = claim_table.rows(connection, as_of=utcnow())
        counts = write_tables(rows, part)
    if not quiet:
        click.echo(f"{counts['claims']:,} claims written", err=True)


@export_group.command("transparency")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--year", "number", type=int, required=True, help="A calendar year, in UTC.")
@click.option("--service", required=True, help="What the report calls the platform.")
@click.option("--quiet", is_flag=True, help="No summary.")
@pass_context
def export_transparency(
    context: Context, folder: Path, number: int, service: str, quiet: bool
) -> None:
    """Write a year's transparency report in the Union's template, a table a file.

    FOLDER must not be there, or be empty. What other systems of the platform know is to be added.

    Example: cleanhands export transparency report-2026 --year 2026 --service "Example Market"
    """
    from complaints.exporters.transparency import files_of
    from complaints.queries.law.transparency import find_figures
    from complaints.rules.law.transparency import year

    now = utcnow()
    period = year(number, now=now)
    with (
        _new_folder(folder) as part,
        context.database.snapshot() as connection,
        Session(connection) as session,
    ):
        for name, data in files_of(find_figures(session, period), service).items():
            (part / name).write_bytes(data)
    if not quiet:
        click.echo(f"{folder}: {period.written}", err=True)
        if period.until == now:
            click.echo(f"{number} is not over: these are the figures up to now.", err=True)


@export_group.command("statements")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "first", type=_DAY, required=True, help="The first day, in UTC.")
@click.option("--to", "last", type=_DAY, required=True, help="The last day; it must be over.")
@click.option(
    "--given",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="FOLDER of an earlier export: without what the database has by its answers.",
)
@click.option("--quiet", is_flag=True, help="No summary.")
@pass_context
def export_statements(
    context: Context,
    folder: Path,
    first: datetime,
    last: datetime,
    given: tuple[Path, ...],
    quiet: bool,
) -> None:
    """Write restrictions of sellers for the DSA Transparency Database, up to 100 a file.

    FOLDER must not be there, or be empty. Nothing is sent. Keep the database's answer to
    statements-0001.json beside it, as statements-0001.answer.json.

    Example: cleanhands export statements statements-2026-06 --from 2026-06-01 --to 2026-06-30
    """
    from complaints.exporters.statements import given_in, write_statements
    from complaints.rules.law.transparency import whole_days

    period = whole_days(first.date(), last.date(), today=utcnow().date())
    with _answers_read():
        known = {puid for each in given for puid in given_in(each)}
    with (
        _new_folder(folder) as part,
        context.database.snapshot() as connection,
        Session(connection) as session,
    ):
        manifest = write_statements(session, period, part, given=known)
    if not quiet:
        click.echo(f"{manifest['statements']:,} statements, {period.written}", err=True)
    for each in manifest["left_out"]:
        named = ", ".join(f"{name} {each[name]}" for name in each if name != "why")
        click.echo(f"Left out, {named}: {each['why']}", err=True)


@export_group.command("answers")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@pass_context
def export_answers(context: Context, folder: Path) -> None:
    """Say what became of each batch of exported statements, by the answers beside them.

    Example: cleanhands export answers statements-2026-06
    """
    from complaints.exporters.statements import read_answers

    del context
    with _answers_read():
        manifest = read_answers(folder)
    for each in manifest["batches"]:
        click.echo(f"{each['file']}\t{each['statements']}\t{each['state']}")


@contextmanager
def _answers_read() -> Iterator[None]:
    from complaints.exporters.statements import AnswerError

    try:
        yield
    except AnswerError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder to write into, which is there under its name only once it is complete."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is there already: give a folder that is not.")
    part = folder.with_name(f"{folder.name}.part")
    part.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield part
    if folder.exists():
        folder.rmdir()
    part.rename(folder)


def _unsealer(vault: Vault, lost: list[int]) -> Unsealer:
    """Return what opens identities; those whose key is lost are left out, and noted in `lost`."""

    def unseal(identity: FilerIdentity) -> str | None:
        if identity.sealed is None:
            return None
        about = sealed.identity(identity.id, identity.filer_id, identity.kind)
        opened = vault.unseal(identity.sealed, identity.key_id, about=about)
        if opened is None:
            lost.append(identity.id)
        return opened

    return unseal


def _with_progress(
    complaints: Iterator[ExportedComplaint], total: int, quiet: bool
) -> Iterator[ExportedComplaint]:
    hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(
        complaints, length=total, label="writing", file=sys.stderr, hidden=hidden
    ) as bar:
        yield from bar


@contextmanager
def _output(out: str) -> Iterator[IO[bytes]]:
    """Open the output. A file is its owner's alone, and appears only once it is complete."""
    if out == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        if Path(out).exists() and not Path(out).is_file():
            # A pipe or a device is written to as it is, never replaced.
            with Path(out).open("wb") as device, _compressed(device, out) as written:
                yield written
            return
        with _replacing(Path(out)) as file, _compressed(file, out) as written:
            yield written
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from error


@contextmanager
def _replacing(out: Path) -> Iterator[IO[bytes]]:
    """Yield a file that replaces `out` once it is complete; an incomplete one is removed."""
    part = out.with_name(f"{out.name}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    descriptor = os.open(part, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            # A file that a killed export left may be readable by others.
            os.fchmod(descriptor, 0o600)
            yield file
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _compressed(file: IO[bytes], out: str) -> Iterator[IO[bytes]]:
    if not out.endswith(".gz"):
        yield file
        return
    # Without a time in it, the same record gives the same bytes.
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as compressed:
        yield compressed  # type: ignore[misc]
