"""`ledger`: whether the record of who did what holds, its head, and words that must go."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TextIO

import click

from complaints.base.clock import utcnow
from complaints.commands import noting
from complaints.commands.context import ID, OPERATOR, pass_context, pass_without_keys, tell_altered
from complaints.commands.exits import Exit
from complaints.commands.output import FORMAT, JSON
from complaints.queries.upkeep import ledger_chain as chain
from complaints.queries.upkeep import ledger_verdict
from complaints.queries.upkeep.ledger_verdict import Fate, Kept, Verdict
from complaints.rules.upkeep import ledger_heads
from complaints.rules.upkeep.ledger_checking import Finding, Wrong
from complaints.rules.upkeep.ledger_heads import DamagedError, Head
from complaints.services.upkeep import installations, seals
from complaints.storage.context import Context
from complaints.work import begin_work

WORDS = {
    Wrong.CHANGED: "was changed",
    Wrong.REMOVED: "was removed",
    Wrong.INSERTED: "was inserted afterwards",
    Wrong.REORDERED: "is in another's place",
}


@click.group("ledger")
def ledger_group() -> None:
    """The ledger: does its chain hold?

    Example: cleanhands ledger verify
    """


@ledger_group.command("verify")
@click.option(
    "--head",
    "kept",
    type=click.File("r", encoding="utf-8", errors="replace"),
    help="Heads that were kept elsewhere, one a line; - is standard input.",
)
@FORMAT
@pass_without_keys
def verify(context: Context, kept: TextIO | None, written: str) -> None:
    """Follow the chain of the ledger, and name the first entry that was tampered with.

    With --head, say too whether the chain is the one that the heads were taken of. Exit code 1
    where it does not hold, or somebody altered the schema by hand. It compares no keys.

    Example: cleanhands ledger verify --head heads.jsonl
    """
    heads = _read(kept) if kept else []
    is_altered = tell_altered(context)
    with context.database.snapshot(as_stored=True) as connection:
        verdict = ledger_verdict.check_ledger(connection, heads, progress=_progress)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    if written == JSON:
        said = {"holds": verdict.holds, "schema_altered": is_altered, **asdict(verdict)}
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        for line in verdict_lines(verdict):
            click.echo(line)
    noting.note(context, lambda work: installations.verified(work, holds=verdict.holds))
    if is_altered or not verdict.holds:
        click.get_current_context().exit(Exit.COULD_NOT)


@ledger_group.command("head")
@pass_without_keys
def print_head(context: Context) -> None:
    """Print the head of the chain: a line of JSON, to be kept where nobody here can change it.

    Example: cleanhands ledger head >> /mnt/elsewhere/heads.jsonl
    """
    tell_altered(context)
    with context.database.snapshot(as_stored=True) as connection:
        click.echo(chain.head_of_chain(connection, now=utcnow()).line())


@ledger_group.command("erase-words")
@click.argument("entry_id", type=ID, metavar="ENTRY")
@click.option("--why", required=True, help="Why; kept in the ledger. Do not repeat the words.")
@pass_context
def erase_words(context: Context, entry_id: int, why: str) -> None:
    """Erase what people wrote in an entry. Who did what, and when, stays; the chain still holds.

    Example: cleanhands ledger erase-words 812 --why "A name that must go, request 14."
    """
    with begin_work(context, OPERATOR) as work:
        seals.erase_words(work, entry_id, why=why)
    click.echo(f"The words of entry {entry_id} are erased.")


def _read(kept: TextIO) -> list[Head]:
    try:
        return ledger_heads.read_heads(kept)
    except DamagedError as error:
        where = f"line {error.line} is damaged" if error.line else "it is empty"
        raise click.ClickException(
            f"This is no file of heads, {where}: a head is one line as `cleanhands ledger head` "
            "prints it. Take another copy."
        ) from None


def _progress(count: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{count:,} entries", nl=False, err=True)


def verdict_lines(verdict: Verdict) -> list[str]:
    """Return what was found in sentences, what is wrong first."""
    said = []
    if verdict.first:
        said.append(_finding(verdict.first))
        if verdict.wrong > 1:
            said.append(f"It is the first of {verdict.wrong:,} places where the chain is broken.")
    elif verdict.kept and verdict.kept.fate is not Fate.HOLDS:
        said.append("The chain holds in itself.")
    else:
        said.append("The ledger holds.")
    if verdict.kept:
        said.append(_kept(verdict.kept))
    since = f" (the oldest since {verdict.since})" if verdict.since else ""
    said.append(
        f"{verdict.sealed:,} sealed, {verdict.waiting:,} not sealed yet{since}, "
        f"{verdict.erased:,} with erased words."
    )
    return said


def _finding(finding: Finding) -> str:
    entry = "An entry" if finding.ledger_id is None else f"Entry {finding.ledger_id}"
    return f"{entry} {WORDS[finding.wrong]}, at position {finding.position} of the chain."


def _kept(kept: Kept) -> str:
    head = kept.head
    before = f"after position {kept.before.position}" if kept.before else "before it"
    return {
        Fate.HOLDS: f"It has the head of {head.at}, position {head.position}.",
        Fate.OTHER_DATABASE: f"The head of {head.at} is of another database, {head.database}.",
        Fate.CUT: f"The end was cut off: on {head.at} the chain reached position {head.position}.",
        Fate.REWRITTEN: (
            f"The chain was made anew: on {head.at} it had another hash at position "
            f"{head.position}. Something {before} was tampered with."
        ),
    }[kept.fate]
