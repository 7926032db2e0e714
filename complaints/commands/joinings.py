"""`joinings`: accounts counted to one party, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.orm import Session

from abuse.identity.names import visible
from complaints.clock import utcnow, written
from complaints.commands.context import ID, OPERATOR, as_person, pass_context, person_of
from complaints.context import Context
from complaints.models import Filer, Joining
from complaints.queries import joinings as joining_queries
from complaints.queries.holds import Effect
from complaints.rules import actors
from complaints.rules.actors import HandKind
from complaints.rules.joinings import JOINING, UNFINISHED
from complaints.services import joinings, ledger
from complaints.work import Work

MOST = 1_000


@click.group("joinings")
def joinings_group() -> None:
    """Count accounts to one party: proposed by a judgement, decided by a second person.

    Example: cleanhands joinings list --as ann
    """


@joinings_group.command("list")
@click.option("--state", type=click.Choice([*JOINING.states, "all"]), help="Default: unfinished.")
@as_person
@pass_context
def list_joinings(context: Context, state: str | None, handle: str) -> None:
    """List joinings, unfinished ones unless told otherwise.

    Example: cleanhands joinings list --state proposed --as ann
    """
    actor = person_of(context, handle)
    states = UNFINISHED if state is None else JOINING.states if state == "all" else (state,)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        rows = joining_queries.list_joinings(work, states=states, limit=MOST)
        for row in rows:
            click.echo(_line(session, row))
        if not rows:
            click.echo("No joining.", err=True)


@joinings_group.command("show")
@click.argument("joining_id", type=ID, metavar="JOINING")
@as_person
@pass_context
def show(context: Context, joining_id: int, handle: str) -> None:
    """Show a joining: the two accounts, what they share, the reasons, what it binds, the appeal.

    Example: cleanhands joinings show 3 --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        detail = joining_queries.detail(work, joining_id)
        row, appeal = detail.row, detail.appeal
        click.echo(_line(session, row))
        facts = [
            ("why", row.why),
            ("shared", ", ".join(row.shared) or None),
            ("reasons", row.reasons),
            *(("binds", f"boycott {each.id}, {_until(each.ends_at)}") for each in detail.binds),
            ("effect", _effect(detail.effect)),
            ("match", str(detail.match_id) if detail.match_id else None),
            ("appeal", f"{appeal.state}: {appeal.grounds}" if appeal else None),
            ("ended", row.end_reason),
        ]
        for name, value in facts:
            if value is not None:
                click.echo(f"  {name:<12}{visible(value)}")


@joinings_group.command("join")
@click.argument("joining_id", type=ID, metavar="JOINING")
@click.option("--why", required=True, help="Why; the filer reads it.")
@as_person
@pass_context
def join(context: Context, joining_id: int, why: str, handle: str) -> None:
    """Count the two accounts to one party. Needs a supervisor who did not propose it.

    Example: cleanhands joinings join 3 --why "One bank account pays both." --as ben
    """
    _step(context, handle, joinings.join, joining_id, why=why)


@joinings_group.command("drop")
@click.argument("joining_id", type=ID, metavar="JOINING")
@click.option("--why", required=True, help="The reason, kept in the record.")
@as_person
@pass_context
def drop(context: Context, joining_id: int, why: str, handle: str) -> None:
    """Drop a proposal: the accounts stay apart.

    Example: cleanhands joinings drop 3 --why "They share an office." --as ann
    """
    _step(context, handle, joinings.drop, joining_id, why=why)


@joinings_group.command("part")
@click.argument("joining_id", type=ID, metavar="JOINING")
@click.option("--why", required=True, help="Why; the filer reads it.")
@as_person
@pass_context
def part(context: Context, joining_id: int, why: str, handle: str) -> None:
    """Undo a joining. Needs a supervisor.

    Example: cleanhands joinings part 3 --why "Two sisters, two firms." --as cem
    """
    _step(context, handle, joinings.part, joining_id, why=why)


@joinings_group.command("appeal")
@click.argument("joining_id", type=ID, metavar="JOINING")
@click.option("--grounds", required=True, help="Why the filer appeals.")
@pass_context
def appeal(context: Context, joining_id: int, grounds: str) -> None:
    """Enter an account's appeal that came by post: the operator does, for no member of staff speaks
    for a filer.

    Example: cleanhands joinings appeal 3 --grounds "We are two firms."
    """
    with context.database.transaction() as session:
        work = Work(session, OPERATOR, utcnow(), context.links)
        filer_id = joining_queries.get(work, joining_id).filer_id
        filer = actors.filer(filer_id).by(HandKind.COMMAND)
        row = joinings.appeal(work.by(filer), joining_id, grounds=grounds)
        ledger.record(work, "entered_appeal", "joining", joining_id)
        line = _line(session, row)
    click.echo(line)


@joinings_group.command("appeal-decide")
@click.argument("joining_id", type=ID, metavar="JOINING")
@click.argument("decision", type=click.Choice(["uphold", "part"]))
@click.option("--why", required=True, help="Why; the filer reads it.")
@as_person
@pass_context
def appeal_decide(context: Context, joining_id: int, decision: str, why: str, handle: str) -> None:
    """Decide an appeal. Needs a supervisor who neither proposed nor decided the joining.

    Example: cleanhands joinings appeal-decide 3 part --why "The lease shows it." --as cem
    """
    _step(context, handle, joinings.decide_appeal, joining_id, parts=decision == "part", reason=why)


def _step(
    context: Context, handle: str, verb: Callable[..., Joining], joining_id: int, **options: Any
) -> None:
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        row = verb(Work(session, actor, utcnow(), context.links), joining_id, **options)
        line = _line(session, row)
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
