"""`flags`: what waits for staff, why, and what a member of staff makes of it."""

from __future__ import annotations

import textwrap

import click

from abuse.names import visible
from complaints.clock import utcnow
from complaints.commands.context import as_person, pass_context, person_of
from complaints.context import Context
from complaints.models import Filer, Flag
from complaints.queries import flags as asked
from complaints.queries.flags import FlagOfFiler
from complaints.rules.flags import FLAG
from complaints.rules.kinds import Level
from complaints.services import flags

MOST = 1_000


@click.group("flags")
def flags_group() -> None:
    """Filers that a scan put before staff.

    Example: cleanhands flags list --as ann
    """


@flags_group.command("list")
@click.option("--state", type=click.Choice([*FLAG.states, "all"]), help="Default: unfinished ones.")
@click.option("--level", type=click.Choice([str(level) for level in Level][2:]))
@click.option("--mine", is_flag=True, help="Those that I took.")
@as_person
@pass_context
def list_flags(
    context: Context, state: str | None, level: str | None, mine: bool, handle: str
) -> None:
    """List flags: the highest level, then the highest score, then the nearest to a boycott.

    Example: cleanhands flags list --level boycott_review --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        rows = asked.find(
            session, actor, state=state or "unfinished", level=level, mine=mine, limit=MOST
        )
        for flag, filer in rows:
            click.echo(visible(_line(flag, filer)))
        if not rows:
            click.echo("No flag.", err=True)


@flags_group.command("show")
@click.argument("flag_id", type=int, metavar="FLAG")
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Of the paragraph.",
)
@as_person
@pass_context
def show(context: Context, flag_id: int, language: str, handle: str) -> None:
    """Show a flag: its case in a paragraph, its signals with their complaints, its ring.

    Example: cleanhands flags show 12 --language zh --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        found = asked.get(session, actor, flag_id)
        first, *rest = _lines(found)
        said = found.flag.explained.get("explanation", {}).get(language, "")
        # A Chinese character is two columns wide.
        width = 48 if language == "zh" else 96
        told = textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="  ")
        for line in [first, *told, *rest]:
            click.echo(visible(line))
        for member in asked.ring_of(session, actor, flag_id):
            own = f"flag {member.flag.id}, {member.flag.level}" if member.flag else "no flag"
            ring = f"  ring:   {member.filer.name} (filer {member.filer.id}; {own})"
            click.echo(visible(ring))


@flags_group.command("take")
@click.argument("flag_id", type=int, metavar="FLAG")
@as_person
@pass_context
def take(context: Context, flag_id: int, handle: str) -> None:
    """Take an open flag under review.

    Example: cleanhands flags take 12 --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        flags.take(session, actor, flag_id, now=utcnow())
    click.echo(f"Flag {flag_id} is under review by {handle}.")


@flags_group.command("confirm")
@click.argument("flag_id", type=int, metavar="FLAG")
@click.option("--why", required=True, help="The reason, kept in the record.")
@as_person
@pass_context
def confirm(context: Context, flag_id: int, why: str, handle: str) -> None:
    """Confirm that the filer abuses the system; a boycott can then be proposed.

    Example: cleanhands flags confirm 12 --why "All nine marks are invented." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        flags.confirm(session, actor, flag_id, why=why, now=utcnow())
    click.echo(f"Flag {flag_id} is confirmed. Next: cleanhands boycotts propose {flag_id} --help")


@flags_group.command("dismiss")
@click.argument("flag_id", type=int, metavar="FLAG")
@click.option("--why", required=True, help="The reason, kept in the record.")
@as_person
@pass_context
def dismiss(context: Context, flag_id: int, why: str, handle: str) -> None:
    """Close a flag without consequence; its facts alone never raise it again.

    Example: cleanhands flags dismiss 12 --why "Two honest errors, put right." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        flags.dismiss(session, actor, flag_id, why=why, now=utcnow())
    click.echo(f"Flag {flag_id} is dismissed.")


def _line(flag: Flag, filer: Filer) -> str:
    ring = f"  [{flag.ring}]" if flag.ring else ""
    return f"{flag.id:>5}  {flag.score:.2f}  {flag.level:<14}  {flag.state:<12}  {filer.name}{ring}"


def _lines(found: FlagOfFiler) -> list[str]:
    flag = found.flag
    lines = [_line(flag, found.filer), f"  since {flag.opened_at:%Y-%m-%d}, filer {flag.filer_id}"]
    for each in found.evidence:
        signal = each.signal
        references = ", ".join(reference for _, reference in each.complaints[:5])
        more = f" and {len(each.complaints) - 5} more" if len(each.complaints) > 5 else ""
        lines += [
            f"  {signal.log_odds:+.2f}  {signal.family}: {signal.summary}",
            f"         without it {signal.score_without:.2f}; complaints {references}{more}",
        ]
    lines += [f"  for it: {sentence}" for sentence in flag.speaks_for]
    return [*lines, f"  why:    {flag.why}"] if flag.why else lines
