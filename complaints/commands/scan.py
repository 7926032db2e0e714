"""`scan`: run the detector over the record, print what it finds, and put it before staff."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime

import click

from complaints.clock import parse_moment, utcnow
from complaints.commands.context import pass_context
from complaints.context import Context
from complaints.rules import policies
from complaints.rules.actors import SYSTEM


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
@click.option("--mask", is_flag=True, help="Stable pseudonyms instead of names and references.")
@click.option(
    "--policy",
    "policy_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Thresholds in TOML instead of CLEANHANDS_POLICY_FILE's.",
)
@click.option("--no-record", is_flag=True, help="Print only: open no flag, store no run.")
@click.option("--seed", default=0, show_default=True, help="For stages that draw at random.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Show the N highest (table).")
@pass_context
def scan(
    context: Context,
    form: str,
    as_of: datetime | None,
    mask: bool,
    policy_file: str | None,
    no_record: bool,
    seed: int,
    limit: int | None,
) -> None:
    """Find filers who seem to abuse the complaint system, with the evidence for each.

    Findings at warning or above become flags; the same facts never raise a second one. The result
    goes to standard output, all else to standard error.

    Example: cleanhands scan --format json --as-of 2026-06-30 > scan.json
    """
    # The detector's libraries take a second to load: not for --help, nor for wrong use.
    from complaints.jobs import scanning

    now = utcnow()
    policy = policies.load(policy_file or context.config.policy_file).scan
    scanned = scanning.sweep(
        context.database, policy, now=now, as_of=as_of, seed=seed, progress=_progress()
    )
    _clear()
    report = scanned.report
    if form == "json":
        click.echo(json.dumps(report.as_json(mask), ensure_ascii=False, indent=1))
    else:
        click.echo(report.as_table(mask, limit))
    if no_record:
        return
    with context.database.transaction() as session:
        done = scanned.record(session, SYSTEM, now=utcnow())
    click.echo(
        f"Scan {done.run_id}: {len(done.opened)} flags opened, {len(done.added_to)} added to, "
        f"{done.unchanged} unchanged, {done.kept_closed} kept closed (no new facts).",
        err=True,
    )


def _progress() -> Callable[[str], None] | None:
    """Return what names the stages on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    return lambda stage: click.echo(f"\r\033[Kscanning: {stage} ...", err=True, nl=False)


def _clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
