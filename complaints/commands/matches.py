"""`matches`: accounts that look like one of a boycotted or flagged filer, and what people say."""

from __future__ import annotations

import click

from abuse.identity.names import visible
from complaints.clock import utcnow
from complaints.commands.context import ID, as_person, pass_context, person_of
from complaints.context import Context
from complaints.queries import joinings, party_matches
from complaints.queries.party_matches import MatchView, Side
from complaints.rules.kinds import LinkVerdict
from complaints.services import judgements
from complaints.words.labels import label
from complaints.work import Work

MOST = 1_000
MATCH = click.argument("match_id", type=ID, metavar="MATCH")


@click.group("matches")
def matches_group() -> None:
    """Accounts that look like one of a boycotted or flagged filer.

    Example: cleanhands matches list --held --as ann
    """


@matches_group.command("list")
@click.option("--held", is_flag=True, help="Those that hold a complaint now.")
@as_person
@pass_context
def list_matches(context: Context, held: bool, handle: str) -> None:
    """List matches, the newest first.

    Example: cleanhands matches list --held --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        rows = party_matches.find(work, held=True if held else None, limit=MOST)
        for view in rows:
            click.echo(visible(_line(view)))
        if not rows:
            click.echo("No match.", err=True)


@matches_group.command("show")
@MATCH
@as_person
@pass_context
def show(context: Context, match_id: int, handle: str) -> None:
    """Show both accounts of a match, what they share, and the complaints that it holds.

    Example: cleanhands matches show 3 --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        view = party_matches.get(work, match_id)
        lines = [
            _line(view),
            *(
                f"  {label('shared', each.kind)}: shown by {each.accounts} accounts"
                for each in view.shared
            ),
            *(line for side in party_matches.sides(work, view) for line in _lines(side)),
            *(f"  holds {row.reference}" for row in party_matches.held_by(work, match_id)),
        ]
        if view.judgement is not None:
            lines.append(f"  said: {view.judgement.verdict}, {view.judgement.why}")
        joining = joinings.newest_between(session, view.filer.id, view.other.id)
        if joining is not None:
            lines.append(f"  joining {joining.id}: {label('state', joining.state)}")
        for line in lines:
            click.echo(visible(line))


@matches_group.command("judge")
@MATCH
@click.argument("verdict", type=click.Choice([str(verdict) for verdict in LinkVerdict]))
@click.option("--why", required=True, help="The reason, kept in the record.")
@as_person
@pass_context
def judge(context: Context, match_id: int, verdict: str, why: str, handle: str) -> None:
    """Say whether the same people are behind both accounts. “no” lets the complaints go on that
    the match holds; “yes” proposes to count the account to the party.

    Example: cleanhands matches judge 3 no --why "Two firms in one house." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        view = party_matches.get(work, match_id)
        judgements.judge(
            work, filer=view.filer.id, other=view.other.id, verdict=verdict, why=why,
            expected=view.version,
        )  # fmt: skip
    click.echo(f"Match {match_id} is judged: {verdict}.")


def _line(view: MatchView) -> str:
    held = f"  holds {view.held}" if view.held else ""
    return (
        f"{view.match.id:>5}  {view.match.weight:>5.1f}  {view.filer.name} looks like "
        f"{view.other.name}{held}"
    )


def _lines(side: Side) -> list[str]:
    states = ", ".join(f"{label('state', state)} {n}" for state, n in side.states.items())
    marks = [f"boycott {row.id} {label('state', row.state)}" for row in side.boycotts]
    marks += [f"flag {row.id} {label('state', row.state)}" for row in side.flags]
    return [
        f"  filer {side.filer.id} {side.filer.name}: {side.complaints} complaints"
        + (f" ({states})" if states else ""),
        *(f"    {mark}" for mark in marks),
    ]
