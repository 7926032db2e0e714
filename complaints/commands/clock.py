"""`clock`: clocks of workers that jumped, an operator's word that they are right, and clocks of
claims that are left to staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click
from sqlalchemy.orm import Session

from complaints.base import clock
from complaints.base.clock import utcnow
from complaints.commands.context import OPERATOR, pass_context
from complaints.commands.exits import Exit
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.jobs import handlers
from complaints.models import ClockJump
from complaints.queries.law import clocks
from complaints.queries.law.clocks import ClockView
from complaints.queries.upkeep import clock_jumps as known
from complaints.schemas.law.clocks import ClocksOut
from complaints.schemas.upkeep.clock_jumps import MachineClockOut
from complaints.services.upkeep import clock_jumps
from complaints.storage.context import Context
from complaints.work import begin_work

SHOWN = 20
A_PART = 500


@click.group("clock", invoke_without_command=True)
@click.pass_context
def clock_group(click_context: click.Context) -> None:
    """Clocks that jumped while a worker ran. Without a command, as `clock show`.

    Example: cleanhands clock
    """
    if click_context.invoked_subcommand is None:
        click_context.invoke(show_clock)


@clock_group.command("show")
@FORMAT
@pass_context
def show_clock(context: Context, written: str) -> None:
    """Say what time it is here, and list the newest jumps. Exit code 1 while a clock is in doubt.

    Example: cleanhands clock show
    """
    with context.database.reading() as session:
        rows = known.newest_jumps(session, limit=SHOWN)
        in_doubt = len(known.unsettled(session))
    if written == JSON:
        echo_json(MachineClockOut, {"now": utcnow(), "in_doubt": in_doubt, "jumps": rows})
    else:
        click.echo(f"The clock of this machine says {clock.written(utcnow())}.")
        if not rows:
            click.echo("No clock has jumped while a worker ran.")
        for row in rows:
            click.echo(_line(row))
    if in_doubt:
        click.echo(
            "Nothing lapses and nothing is pruned until the clock has gone evenly for an hour. "
            "If it is right now: cleanhands clock accept",
            err=True,
        )
        click.get_current_context().exit(Exit.COULD_NOT)


@clock_group.command("accept")
@pass_context
def accept_clocks(context: Context) -> None:
    """Say that the clocks are right now: what waits for them goes on at once. The ledger keeps it.

    Example: cleanhands clock accept
    """
    with begin_work(context, OPERATOR) as work:
        count = clock_jumps.accept_jumps(work)
    if count:
        click.echo(f"{count} jump{'s' * (count > 1)} accepted: what waited goes on.")
    else:
        click.echo("No clock is in doubt.")


@clock_group.command("overdue")
@FORMAT
@pass_context
def list_overdue(context: Context, written: str) -> None:
    """List clocks of claims whose end does nothing by itself: staff carry them out or leave them.

    They were over before this version came, or their step was refused.

    Example: cleanhands clock overdue
    """
    with context.database.reading() as session:
        if written == JSON:
            echo_json(ClocksOut, {"items": list(_overdue(session)), "next": None})
            return
        view = None
        for view in _overdue(session):
            click.echo(
                f"claim {view.clock.claim_id}: {view.kind}, over after {view.last_day} "
                f"({view.zone}), {view.clock.basis}"
            )
    if view is None:
        click.echo("No clock is left to staff.", err=True)


@clock_group.command("as-of")
@click.argument(
    "moment", metavar="MOMENT", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"])
)
@pass_context
def as_of(context: Context, moment: datetime) -> None:
    """Take the steps of all clocks in the demo as if it were MOMENT (UTC) already: a day or a
    moment to come. Any other database is refused.

    Example: cleanhands clock as-of 2027-01-15
    """
    if not context.demo:
        raise click.ClickException("Clocks are run ahead in the demo alone.")
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment < utcnow():
        raise click.ClickException(f"{clock.written(moment)} is over: name a moment to come.")
    handlers.take_steps(context, moment)
    click.echo(f"The clocks have taken the steps that are due by {clock.written(moment)}.")


def _overdue(session: Session) -> Iterator[ClockView]:
    after = 0
    while rows := clocks.find_overdue(session, after=after, limit=A_PART):
        yield from rows
        after = rows[-1].clock.id


def _line(row: ClockJump) -> str:
    by = timedelta(seconds=abs(round(row.seconds)))
    way = "back" if row.seconds < 0 else "ahead"
    if row.settled_at is None:
        fate = "in doubt"
    else:
        fate = "accepted" if row.accepted else "went evenly since"
    return f"{row.id}: {by} {way}, to {clock.written(row.noticed_at)}: {fate}"
