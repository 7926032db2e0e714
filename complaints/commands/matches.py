"""`matches`: accounts that look like one of a boycotted or flagged filer. Staff judge them by page
and API."""

from __future__ import annotations

import click

from abuse.identity.names import visible
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.http import paging
from complaints.queries.cases import joinings, match_details, party_matches
from complaints.queries.cases.marks import Shared
from complaints.queries.cases.party_matches import MatchView, Side
from complaints.schemas.cases.matches import MatchesOut, WholeMatchOut
from complaints.storage.context import Context
from complaints.words.labels import label
from complaints.work import begin_reading

MOST = 1_000


@click.group("matches")
def matches_group() -> None:
    """Accounts that look like one of a boycotted or flagged filer.

    Example: cleanhands matches list --held
    """


@matches_group.command("list")
@click.option("--held", is_flag=True, help="Those that hold a complaint now.")
@FORMAT
@pass_context
def list_matches(context: Context, held: bool, written: str) -> None:
    """List matches, the newest first.

    Example: cleanhands matches list --held
    """
    with begin_reading(context, OPERATOR) as work:
        rows = party_matches.find_matches(work, held=True if held else None, limit=MOST)
        if written == JSON:
            echo_json(MatchesOut, paging.page(rows, MOST, lambda row: (row.match.id,)))
            return
        for view in rows:
            click.echo(visible(_line(view)))
        if not rows:
            click.echo("No match.", err=True)


@matches_group.command("show")
@click.argument("match_id", type=ID, metavar="MATCH")
@FORMAT
@pass_context
def show_match(context: Context, match_id: int, written: str) -> None:
    """Show both accounts of a match, what they share, and the complaints that it holds.

    Example: cleanhands matches show 3
    """
    with begin_reading(context, OPERATOR) as work:
        if written == JSON:
            echo_json(WholeMatchOut, match_details.detail(work, match_id))
            return
        view = party_matches.get_match(work, match_id)
        lines = [
            _line(view),
            *(
                f"  {label('shared', each.kind)}: shown by {each.accounts} accounts{_known(each)}"
                for each in view.shared
            ),
            *(line for side in party_matches.sides(work, view) for line in _lines(side)),
            *(f"  holds {row.reference}" for row in party_matches.held_by(work, match_id)),
        ]
        if view.judgement is not None:
            lines.append(f"  said: {view.judgement.verdict}, {view.judgement.why}")
        joining = joinings.newest_between(work.session, view.filer.id, view.other.id)
        if joining is not None:
            lines.append(f"  joining {joining.id}: {label('state', joining.state)}")
        for line in lines:
            click.echo(visible(line))


def _known(shared: Shared) -> str:
    """Say how each of the two is known by what they share."""
    if shared.known is None:
        return ""
    mine, theirs = (label("origin", end) for end in (shared.known.filer, shared.known.other))
    return f" ({mine}; {theirs})"


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
