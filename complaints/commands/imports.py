"""`import`: histories, the public github/dmca repository, catalogues, extracts of registers."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from abuse.identity.names import visible
from complaints.base.clock import utcnow
from complaints.commands.context import pass_context
from complaints.importers import batches, github_dmca, interchange, register, register_storing
from complaints.importers import listings as catalogues
from complaints.importers.extracts import HeadingError
from complaints.importers.histories import take_in
from complaints.importers.lines import STDIN, LineFile, RawLine, open_lines
from complaints.importers.rejects import Reject, RejectsFile, without_rejects
from complaints.rules.actors import SYSTEM
from complaints.services.filing.histories import History, Loaded
from complaints.services.sellers import listings
from complaints.services.sellers.listings import Catalogued, Offer
from complaints.storage.context import Context
from complaints.work import UnitOfWork

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
REJECTS = click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where what cannot go in is put. Default: FILE.rejects.jsonl beside each file.",
)
STRICT = click.option("--strict", is_flag=True, help="Exit with 1 where something was rejected.")
QUIET = click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
LONGEST_SOURCE = 100
# How many rejects an import of a register says aloud.
SHOWN = 5


def _source(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not value.strip() or len(value) > LONGEST_SOURCE or not value.isprintable():
        raise click.BadParameter(f"must be 1 to {LONGEST_SOURCE} characters that can be printed.")
    return value


def _source_option(default: str) -> Callable[[F], F]:
    return click.option(
        "--source",
        default=default,
        show_default=True,
        callback=_source,
        help="Where the histories come from; references are unique within it.",
    )


@click.group("import")
def import_group() -> None:
    """Take in histories and catalogues.

    Example: cleanhands import complaints history-2025.jsonl.gz --source old-portal
    """


@import_group.command("complaints")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_source_option("import")
@click.option(
    "--believe",
    "vouched",
    multiple=True,
    metavar="SOURCE",
    help="Take its word for which marks of filers are confirmed, or in a register. Repeatable.",
)
@REJECTS
@STRICT
@QUIET
@pass_context
def import_complaints(
    context: Context,
    files: tuple[str, ...],
    source: str,
    vouched: tuple[str, ...],
    rejects: Path | None,
    strict: bool,
    quiet: bool,
) -> int:
    """Take in complaints from interchange files: JSON Lines, plain or gzip; - is standard input.

    Of a complaint that is there already only events that were not there go in. That a mailbox is
    confirmed speaks for an account: --believe only a source that confirms as we do, by a link.

    Example: cleanhands import complaints 2024.jsonl.gz 2025.jsonl.gz --source old-portal
    """
    now, rejected = utcnow(), 0
    for name, out in _inputs(files, rejects):
        begun = time.perf_counter()
        with _open_input(name) as lines, out:
            histories = interchange.read_histories(
                _with_byte_bar(lines, name, quiet), source=source, now=now, vouched=vouched
            )
            totals = take_in(
                context.database,
                context.vault,
                histories,
                links=context.links,
                now=now,
                reject=out.write,
            )
        _summarise(f"{name}: {_complaints(totals.counts)}", begun, quiet)
        rejected += _report_rejects(out)
    return 1 if strict and rejected else 0


@import_group.command("github-dmca")
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_source_option("github-dmca")
@REJECTS
@STRICT
@QUIET
@pass_context
def import_github_dmca(
    context: Context,
    directory: Path,
    source: str,
    rejects: Path | None,
    strict: bool,
    quiet: bool,
) -> int:
    """Take in takedown notices and their answers from a copy of the github/dmca repository.

    Files that were not understood are put into the rejects file, with the reason.

    Example: cleanhands import github-dmca ./dmca
    """
    now, begun = utcnow(), time.perf_counter()
    with _reading_bar(quiet) as progress:
        notices, reading = github_dmca.read_checkout(directory, progress=progress)
    if not reading.files:
        raise click.ClickException(
            f"{directory}: no notices; it must be a copy of the github/dmca repository, with a "
            "folder for each year."
        )

    def histories() -> Iterator[History | Reject]:
        for number, notice in enumerate(_with_bar(notices, "storing", quiet), 1):
            line = {**notice.line, "source": source}
            yield interchange.read_value(
                line,
                number=number,
                raw=json.dumps(line, ensure_ascii=False),
                source=source,
                now=now,
                unlisted_rejected=notice.unlisted_rejected,
            )

    path = rejects or Path(f"{directory.resolve().name}.rejects.jsonl")
    with RejectsFile(path, str(directory)) as out:
        for file, reason in reading.not_understood:
            out.write(Reject(0, f"{file}: {reason}", ""))
        totals = take_in(
            context.database,
            context.vault,
            histories(),
            links=context.links,
            now=now,
            reject=out.write,
        )
    if not quiet:
        _report_understood(reading)
    _summarise(f"{directory}: {_complaints(totals.counts)}", begun, quiet)
    return 1 if _report_rejects(out) and strict else 0


@import_group.command("listings")
@click.argument("file")
@REJECTS
@STRICT
@QUIET
@pass_context
def import_listings(
    context: Context, file: str, rejects: Path | None, strict: bool, quiet: bool
) -> int:
    """Take in a platform's own catalogue: CSV with a heading, or JSON Lines; plain or gzip.

    Fields: marketplace, listing_id, url, store_id, store_name, operator, category, title,
    listed_on, price, currency, sales_30d, delivers_to (countries, as DE FR); and where letters
    reach the seller: store_mailbox or store_inbox, operator_mailbox or operator_inbox; and what the
    store shows of its trader: trader_name, trader_address, trader_email, trader_phone,
    trader_register, trader_register_number, trader_certified_on. Claims that came without a store
    get it from here.

    Example: cleanhands import listings catalogue.csv.gz
    """
    now, begun = utcnow(), time.perf_counter()

    def store(session: Session, batch: list[Offer]) -> Catalogued:
        return listings.load_offers(
            UnitOfWork(session, SYSTEM, now, context.links), batch, vault=context.vault
        )

    ((_, out),) = _inputs((file,), rejects)
    with _open_input(file) as lines, out:
        offers = catalogues.read_offers(_with_byte_bar(lines, file, quiet), now=now)
        try:
            totals = batches.store_batches(
                context.database,
                without_rejects(offers, out.write),
                store,
                weight=lambda _: 1,
                counts=Catalogued(),
            )
        except catalogues.HeadingError as error:
            raise click.ClickException(f"{file}: {error}") from None
    counts = totals.counts
    _summarise(
        f"{file}: {counts.listings:,} listings; claims linked to a store: "
        f"{counts.stores_linked:,}, to an operator: {counts.operators_linked:,}"
        + (f"; inboxes new or changed: {counts.inboxes:,}" if counts.inboxes else "")
        + (f"; countries new or changed: {counts.countries:,}" if counts.countries else "")
        + (f"; traders new, changed or gone: {counts.traders:,}" if counts.traders else "")
        + (f"; pages that show something new: {counts.views:,}" if counts.views else ""),
        begun,
        quiet,
    )
    return 1 if _report_rejects(out) and strict else 0


@import_group.command("register")
@click.argument("file")
@REJECTS
@STRICT
@QUIET
@pass_context
def import_register(
    context: Context, file: str, rejects: Path | None, strict: bool, quiet: bool
) -> int:
    """Take in an office's extract of its register: CSV with a heading, or JSON Lines; plain or
    gzip.

    Columns: office, kind (trademark unless it says otherwise), number, holder, holder_names,
    country, title, classes, status, applied_on, registered_on, expires_on, mailbox. Rights that
    accounts have stated are compared with it by number and holder; a newer extract's word counts.

    Example: cleanhands import register cnipa-2026-11.csv.gz
    """
    begun = time.perf_counter()
    ((_, out),) = _inputs((file,), rejects)
    with _open_input(file) as lines, out:
        try:
            done = register_storing.take_in(
                context.database,
                context.vault,
                register.read_entries(_with_byte_bar(lines, file, quiet)),
                links=context.links,
                now=utcnow(),
                reject=_shown_too(out),
            )
        except HeadingError as error:
            raise click.ClickException(f"{file}: {error}") from None
    counts = done.entries.counts
    _summarise(
        f"{file}: {counts.new:,} new entries, {counts.changed:,} changed, "
        f"{counts.unchanged:,} unchanged; {done.rights.counts.proven:,} rights proven",
        begun,
        quiet,
    )
    return 1 if _report_rejects(out) and strict else 0


def _shown_too(out: RejectsFile) -> Callable[[Reject], None]:
    """Return what writes a reject, and shows the first few on standard error too."""

    def write(reject: Reject) -> None:
        out.write(reject)
        if out.count <= SHOWN:
            click.echo(visible(f"{out.file}, {reject.reason}"), err=True)

    return write


def _inputs(files: tuple[str, ...], rejects: Path | None) -> list[tuple[str, RejectsFile]]:
    """Return each file with its rejects file. Refuses a rejects file for several inputs."""
    if rejects is not None and len(files) > 1:
        raise click.UsageError("--rejects names one file; give it with one FILE.")
    for name in files:
        if rejects is not None and _is_same(rejects, name):
            raise click.UsageError(f"--rejects names {name} itself, which is being read.")
    return [(name, RejectsFile(rejects or _beside_input(name), name)) for name in files]


def _is_same(rejects: Path, name: str) -> bool:
    try:
        return rejects.samefile(name)
    except OSError:
        return False  # one of them is not there


def _beside_input(name: str) -> Path:
    return Path("stdin.rejects.jsonl" if name == STDIN else f"{name}.rejects.jsonl")


@contextmanager
def _open_input(name: str) -> Iterator[LineFile]:
    try:
        with open_lines(name) as lines:
            yield lines
    except OSError as error:
        # The rejects file may be what cannot be written.
        where = error.filename or name
        raise click.ClickException(f"{where}: {error.strerror or error}") from error


def _with_byte_bar(lines: LineFile, name: str, quiet: bool) -> Iterator[RawLine]:
    """Yield the lines, with a bar on a terminal that follows the bytes read."""
    done, label, hidden = 0, Path(name).name, not lines.size or _is_silent(quiet)
    with click.progressbar(length=lines.size, label=label, file=sys.stderr, hidden=hidden) as bar:
        for line in lines:
            yield line
            if line.number % 100 == 0:
                bar.update(lines.position - done)
                done = lines.position
        bar.update(lines.size - done)


def _with_bar(items: list[T], label: str, quiet: bool) -> Iterator[T]:
    hidden = _is_silent(quiet)
    with click.progressbar(items, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar


def _is_silent(quiet: bool) -> bool:
    return quiet or not sys.stderr.isatty()


@contextmanager
def _reading_bar(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield the function that shows on a terminal how many files were read."""
    hidden = _is_silent(quiet)
    with click.progressbar(length=1, label="reading", file=sys.stderr, hidden=hidden) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            if done % 100 == 0 or done == total:
                bar.update(done - bar.pos)

        yield progress


def _complaints(loaded: Loaded) -> str:
    parts = [
        f"{loaded.complaints:,} new complaints with {loaded.claims:,} claims",
        f"{loaded.events:,} events ({loaded.not_applied:,} not applied)",
        f"{loaded.known:,} complaints known already",
    ]
    if loaded.duplicates:
        parts.append(f"{loaded.duplicates:,} duplicate claims")
    if loaded.merged:
        parts.append(f"{loaded.merged:,} targets named twice")
    if loaded.held:
        parts.append(f"{loaded.held:,} held until somebody has looked at who files")
    if loaded.believed:
        parts.append(f"{loaded.believed:,} marks of filers taken as proven")
    if loaded.unbelieved:
        parts.append(f"{loaded.unbelieved:,} said to be proven and not believed, see --believe")
    return "; ".join(parts)


def _summarise(sentence: str, begun: float, quiet: bool) -> None:
    if not quiet:
        click.echo(f"{sentence}; {time.perf_counter() - begun:.1f} s")


def _report_rejects(out: RejectsFile) -> int:
    if out.count:
        click.echo(f"{out.count:,} rejected, see {out.path}", err=True)
    return out.count


def _report_understood(reading: github_dmca.Reading) -> None:
    click.echo(f"{reading.understood:,} of {reading.files:,} files understood")
    for year, (notices, with_targets) in sorted(reading.by_year.items()):
        share = with_targets / notices if notices else 0.0
        click.echo(f"  {year}: {notices:,} notices, {with_targets:,} with targets ({share:.1%})")
