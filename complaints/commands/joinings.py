"""`joinings`: accounts counted to one party. Staff decide by page and API; what came by post is
entered here."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.orm import Session

from abuse.identity.names import visible
from complaints.base.clock import written
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.http import paging
from complaints.models import Filer, Joining
from complaints.queries.cases import joinings as joining_queries
from complaints.queries.cases.holds import Effect
from complaints.rules import actors
from complaints.rules.actors import HandKind
from complaints.rules.cases.joinings import JOINING, UNFINISHED
from complaints.schemas.cases.joinings import JoiningOut, JoiningsOut
from complaints.services.cases import joinings
from complaints.services.upkeep import ledger
from complaints.storage.context import Context
from complaints.work import begin_reading, begin_work

MOST = 1_000


@click.group("joinings")
def joinings_group() -> None:
    """Count accounts to one party: proposed by a judgement, decided by a second person.

    Example: cleanhands joinings list
    """


@joinings_group.command("list")
@click.option("--state", type=click.Choice([*JOINING.states, "all"]), help="Default: unfinished.")
@FORMAT
@pass_context
def list_joinings(context: Context, state: str | None, written: str) -> None:
    """List joinings, unfinished ones unless told otherwise.

    Example: cleanhands joinings list --state proposed
    """
    states = UNFINISHED if state is None else JOINING.states if state == "all" else (state,)
    with begin_reading(context, OPERATOR) as work:
        rows = joining_queries.list_joinings(work, states=states, limit=MOST)
        if written == JSON:
            details = joining_queries.details(work, rows)
            echo_json(JoiningsOut, paging.page(details, MOST, lambda each: (each.row.id,)))
            return
        for row in rows:
            click.echo(_line(work.session, row))
        if not rows:
            click.echo("No joining.", err=True)


@joinings_group.command("show")
@click.argument("joining_id", type=ID, metavar="JOINING")
@FORMAT
@pass_context
def show_joining(context: Context, joining_id: int, written: str) -> None:
    """Show a joining: the two accounts, what they share, the reasons, what it binds, the appeal.

    Example: cleanhands joinings show 3
    """
    with begin_reading(context, OPERATOR) as work:
        detail = joining_queries.joining_detail(work, joining_id)
        if written == JSON:
            echo_json(JoiningOut, detail)
            return
        row = detail.row
        click.echo(_line(work.session, row))
        facts = [
            ("why", row.why),
            ("shared", ", ".join(row.shared) or None),
            ("reasons", row.reasons),
            *(("binds", f"boycott {each.id}, {_until(each.ends_at)}") for each in detail.binds),
            ("effect", _effect(detail.effect)),
            ("match", str(detail.match_id) if detail.match_id else None),
            *(
                ("appeal", f"of {each.filer_id}, {each.state}: {each.grounds}")
                for each in detail.appeals
            ),
            ("ended", detail.end_reason),
        ]
        for name, value in facts:
            if value is not None:
                click.echo(f"  {name:<12}{visible(value)}")


@joinings_group.command("appeal")
@click.argument("joining_id", type=ID, metavar="JOINING")
@click.option("--filer", "filer_id", type=ID, required=True, help="Which account appeals.")
@click.option("--grounds", required=True, help="Why the filer appeals.")
@pass_context
def enter_appeal(context: Context, joining_id: int, filer_id: int, grounds: str) -> None:
    """Enter an account's appeal that came by post: the operator does, for no member of staff speaks
    for a filer.

    Example: cleanhands joinings appeal 3 --filer 12 --grounds "We are two firms."
    """
    with begin_work(context, OPERATOR) as work:
        filer = actors.filer(filer_id).by(HandKind.COMMAND)
        row = joinings.appeal(work.by(filer), joining_id, grounds=grounds)
        ledger.record(work, "entered_appeal", "joining", joining_id)
        line = _line(work.session, row)
    click.echo(line)


def _effect(effect: Effect | None) -> str | None:
    if effect is None or not effect.accounts:
        return None
    return f"accounts bound {effect.accounts}, open complaints held {effect.complaints}"


def _line(session: Session, row: Joining) -> str:
    one, other = (session.get_one(Filer, each) for each in (row.filer_id, row.other_id))
    names = f"{one.id} {visible(one.name)} with {other.id} {visible(other.name)}"
    return f"{row.id:>5}  {row.state:<12}  {names}"


def _until(ends_at: Any) -> str:
    return f"until {written(ends_at)}" if ends_at is not None else "without an end"
