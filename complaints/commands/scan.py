"""`scan`: run the detector over the record, print the findings, and turn them into flags.

With `--input` it scans files instead, opens no database, and records nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from abuse.engines import CHOICES
from complaints.base.clock import parse_moment, utcnow
from complaints.commands.context import OPERATOR, pass_context
from complaints.rules.policy import policies
from complaints.settings import config
from complaints.storage.context import Context
from complaints.words import ENGLISH, LANGUAGES, catalogue, counted, say
from complaints.work import begin_work
from complaints.work.policy import in_force

if TYPE_CHECKING:
    from abuse.explain.report import Report
    from abuse.stages import Stages


class Moment(click.ParamType[datetime]):
    """A date (its end in UTC) or a time with its offset."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            return parse_moment(str(value))
        except ValueError:
            self.fail(f"“{value}” is not a date, as 2026-06-30, or a time with its offset.")


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
@click.option(
    "--as-of", type=Moment(), help="Read nothing after it. Default: the newest filing or event."
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=ENGLISH,
    show_default=True,
    help="Of its sentences.",
)
@click.option("--mask", is_flag=True, help="Stable pseudonyms instead of names and references.")
@click.option(
    "--policy",
    "policy_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Thresholds in TOML instead of the policy in force.",
)
@click.option("--no-record", is_flag=True, help="Print only: open no flag, store no run.")
@click.option("--seed", default=0, show_default=True, help="For stages that draw at random.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Show the N highest (table).")
@click.option(
    "--input",
    "inputs",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True),
    help="Scan Parquet (a folder or files) or interchange files, without the database.",
)
@click.option(
    "--engine",
    type=click.Choice(CHOICES),
    help="Who does what is heavy. Default: arrays; duckdb for --incremental. An extra brings each.",
)
@click.option(
    "--master",
    default="local[*]",
    show_default=True,
    metavar="URL",
    help="Where Spark runs, as spark://HOST:7077 or yarn.",
)
@click.option(
    "--work",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the engine keeps its state while it runs; Spark's executors must reach it.",
)
@click.option(
    "--incremental", is_flag=True, help="Compare only what changed since the last such scan."
)
@click.option(
    "--state",
    metavar="FOLDER",
    default="var/scan",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where --incremental keeps what it compared.",
)
def scan(
    form: str,
    as_of: datetime | None,
    language: str,
    mask: bool,
    policy_file: str | None,
    no_record: bool,
    seed: int,
    limit: int | None,
    inputs: tuple[str, ...],
    engine: str | None,
    master: str,
    work: Path | None,
    incremental: bool,
    state: Path,
) -> None:
    """Find filers who seem to abuse the complaint system, with the evidence for each.

    Findings at warning or above become flags; the same facts never raise a second one. The result
    goes to standard output, all else to standard error. A scan of files opens no flag.

    Example: cleanhands scan --format json --as-of 2026-06-30 > scan.json
    """

    def show_report(report: Report) -> None:
        from abuse.explain.report_text import as_table

        _clear()
        if form == "json":
            document = report.as_json(mask, language=catalogue(language))
            click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            click.echo(as_table(report, mask=mask, limit=limit, language=catalogue(language)))

    engine = engine or ("duckdb" if incremental else "arrays")
    if incremental and engine == "arrays":
        raise click.UsageError("Arrays keep nothing: --incremental needs --engine duckdb or spark.")
    with _stages(engine, work, master, state if incremental else None) as stages:
        if inputs:
            show_report(_scan_files(inputs, policy_file, as_of, seed, stages))
        else:
            _scan_record(policy_file, as_of, seed, stages, show_report, record=not no_record)


@contextmanager
def _stages(engine: str, work: Path | None, master: str, state: Path | None) -> Iterator[Stages]:
    # The detector's libraries take a second to load: not for --help, nor for wrong use.
    from abuse.engines import EngineError
    from abuse.record.memory import TooLargeError
    from abuse.stages.choice import open_stages

    try:
        with open_stages(engine, work=work, master=master, state=state) as stages:
            yield stages
    except (EngineError, TooLargeError) as error:
        raise click.ClickException(str(error)) from error


def _scan_files(
    inputs: tuple[str, ...],
    policy_file: str | None,
    as_of: datetime | None,
    seed: int,
    stages: Stages,
) -> Report:
    from abuse.record.parquet import ParquetError
    from abuse.record.sources import load_table
    from abuse.scanning import scan as scan_table

    policy = policies.load_policies(policy_file or config.policy_file()).scan
    bad: list[str] = []
    try:
        table = load_table(inputs, now=utcnow(), as_of=as_of, bad=bad)
    except ParquetError as error:
        raise click.ClickException(str(error)) from error
    if bad:
        left_out = counted(
            "Left out %(num)s line not valid as complaints; %(first)s.",
            "Left out %(num)s lines not valid as complaints; %(first)s.",
            len(bad),
            first=bad[0],
        )
        click.echo(say(left_out), err=True)
        if not table.complaints.num_rows:
            raise click.ClickException(f"There is no valid complaint in {', '.join(inputs)}.")
    return scan_table(table, policy, seed=seed, stages=stages, progress=_progress())


@pass_context
def _scan_record(
    context: Context,
    policy_file: str | None,
    as_of: datetime | None,
    seed: int,
    stages: Stages,
    show_report: Callable[[Report], None],
    *,
    record: bool,
) -> None:
    from complaints.jobs import scanning

    with context.database.reading() as session:
        policy = policies.load_policies(policy_file) if policy_file else in_force(session)
    scanned = scanning.sweep(
        context.database,
        policy,
        now=utcnow(),
        as_of=as_of,
        seed=seed,
        stages=stages,
        progress=_progress(),
    )
    show_report(scanned.report)
    if scanned.not_compared:
        click.echo(
            f"{scanned.not_compared:,} hashes of identities are compared with nothing new: their "
            f"key is lost, and no original tells what they are.",
            err=True,
        )
    if not record:
        return
    with begin_work(context, OPERATOR) as work:
        recorded = scanned.record(work)
    click.echo(
        f"Scan {recorded.run_id}: {len(recorded.opened)} flags opened, "
        f"{len(recorded.added_to)} added to, {recorded.unchanged} unchanged, "
        f"{recorded.kept_closed} kept closed (no new facts).",
        err=True,
    )


def _progress() -> Callable[[str], None] | None:
    """Return the function that shows the stage on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    return lambda stage: click.echo(f"\r\033[Kscanning: {stage} ...", err=True, nl=False)


def _clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
