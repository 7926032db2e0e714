"""`import`: histories, the public github/dmca repository, a platform's catalogue."""

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

from complaints.clock import utcnow
from complaints.commands.context import pass_context
from complaints.context import Context
from complaints.importers import batches, github_dmca, interchange
from complaints.importers import listings as catalogues
from complaints.importers.histories import take_in
from complaints.importers.lines import STDIN, LineFile, RawLine, open_lines
from complaints.importers.rejects import Reject, RejectsFile
from complaints.rules.actors import SYSTEM
from complaints.services import listings
from complaints.services.histories import History, Loaded
from complaints.services.listings import Catalogued
from complaints.services.registry import Aim
from complaints.work import Work

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


def _source(_context: click.Context, _parameter: click.Parameter, given: str) -> str:
    if not given.strip() or len(given) > LONGEST_SOURCE or not given.isprintable():
        raise click.BadParameter(f"must be 1 to {LONGEST_SOURCE} characters that can be printed.")
    return given


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
@REJECTS
@STRICT
@QUIET
@pass_context
def import_complaints(
    context: Context,
    files: tuple[str, ...],
    source: str,
    rejects: Path | None,
    strict: bool,
    quiet: bool,
) -> int:
    """Take in complaints from interchange files: JSON Lines, plain or gzip; - is standard input.

    Of a complaint that is there already only events that were not there go in.

    Example: cleanhands import complaints 2024.jsonl.gz 2025.jsonl.gz --source old-portal
    """
    now, rejected = utcnow(), 0
    for name, out in _each(files, rejects):
        begun = time.perf_counter()
        with _opened(name) as lines, out:
            told = interchange.read_lines(_counted(lines, name, quiet), source=source, now=now)
            taken = take_in(
                context.database,
                context.vault,
                told,
                links=context.links,
                now=now,
                reject=out.write,
            )
        _say(f"{name}: {_complaints(taken.counts)}", begun, quiet)
        rejected += _say_rejects(out)
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
        notices, reading = github_dmca.read(directory, progress=progress)
    if not reading.files:
        raise click.ClickException(
            f"{directory}: no notices; it must be a copy of the github/dmca repository, with a "
            "folder for each year."
        )

    def told() -> Iterator[History | Reject]:
        for number, notice in enumerate(_barred(notices, "storing", quiet), 1):
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
    with _sink(path, str(directory)) as out:
        for file, reason in reading.not_understood:
            out.write(Reject(0, f"{file}: {reason}", ""))
        taken = take_in(
            context.database, context.vault, told(), links=context.links, now=now, reject=out.write
        )
    if not quiet:
        _say_understood(reading)
    _say(f"{directory}: {_complaints(taken.counts)}", begun, quiet)
    return 1 if _say_rejects(out) and strict else 0


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
    listed_on, price, currency, sales_30d. Claims that came without a store get it from here.

    Example: cleanhands import listings catalogue.csv.gz
    """
    now, begun = utcnow(), time.perf_counter()

    def store(session: Session, batch: list[Aim]) -> Catalogued:
        return listings.load(Work(session, SYSTEM, now, context.links), batch, vault=context.vault)

    ((_, out),) = _each((file,), rejects)
    with _opened(file) as lines, out:
        said = catalogues.read_lines(_counted(lines, file, quiet))
        try:
            taken = batches.take(
                context.database,
                _without_rejects(said, out),
                store,
                weight=lambda _: 1,
                counts=Catalogued(),
            )
        except catalogues.HeadingError as error:
            raise click.ClickException(f"{file}: {error}") from None
    counts = taken.counts
    _say(
        f"{file}: {counts.listings:,} listings; claims linked to a store: "
        f"{counts.stores_linked:,}, to an operator: {counts.operators_linked:,}",
        begun,
        quiet,
    )
    return 1 if _say_rejects(out) and strict else 0


def _without_rejects(said: Iterator[Aim | Reject], out: RejectsFile) -> Iterator[Aim]:
    for one in said:
        if isinstance(one, Reject):
            out.write(one)
        else:
            yield one


def _each(files: tuple[str, ...], rejects: Path | None) -> list[tuple[str, RejectsFile]]:
    """Return each file with its rejects file; one that is named is shared by all."""
    if rejects is not None and len(files) > 1:
        raise click.UsageError("--rejects names one file; give it with one FILE.")
    for name in files:
        if rejects is not None and _is_same(rejects, name):
            raise click.UsageError(f"--rejects names {name} itself, which is being read.")
    return [(name, _sink(rejects or _beside(name), name)) for name in files]


def _is_same(rejects: Path, name: str) -> bool:
    try:
        return rejects.samefile(name)
    except OSError:
        return False  # one of them is not there


def _beside(name: str) -> Path:
    return Path("stdin.rejects.jsonl" if name == STDIN else f"{name}.rejects.jsonl")


def _sink(path: Path, file: str) -> RejectsFile:
    return RejectsFile(path, file)


@contextmanager
def _opened(name: str) -> Iterator[LineFile]:
    try:
        with open_lines(name) as lines:
            yield lines
    except OSError as error:
        # The rejects file may be what cannot be written.
        where = error.filename or name
        raise click.ClickException(f"{where}: {error.strerror or error}") from error


def _counted(lines: LineFile, name: str, quiet: bool) -> Iterator[RawLine]:
    """Yield the lines, with a bar on a terminal that follows the bytes read."""
    if quiet or not lines.size or not sys.stderr.isatty():
        yield from lines
        return
    done = 0
    with click.progressbar(length=lines.size, label=Path(name).name, file=sys.stderr) as bar:
        for line in lines:
            yield line
            if line.number % 100 == 0:
                bar.update(lines.position - done)
                done = lines.position
        bar.update(lines.size - done)


def _barred(items: list[T], label: str, quiet: bool) -> Iterator[T]:
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


@contextmanager
def _reading_bar(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give what shows how many files were read, on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="reading", file=sys.stderr) as bar:

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
    return "; ".join(parts)


def _say(sentence: str, begun: float, quiet: bool) -> None:
    if not quiet:
        click.echo(f"{sentence}; {time.perf_counter() - begun:.1f} s")


def _say_rejects(out: RejectsFile) -> int:
    if out.count:
        click.echo(f"{out.count:,} rejected, see {out.path}", err=True)
    return out.count


def _say_understood(reading: github_dmca.Reading) -> None:
    click.echo(f"{reading.understood:,} of {reading.files:,} files understood")
    for year, (found, with_targets) in sorted(reading.by_year.items()):
        share = with_targets / found if found else 0.0
        click.echo(f"  {year}: {found:,} notices, {with_targets:,} with targets ({share:.1%})")
