"""`rings`: accounts that act as one, as one case. Staff decide by page and API."""

from __future__ import annotations

from collections.abc import Iterator

import click

from abuse.identity.names import visible
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.flags import sure_and_stake, undecided_mark
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.http import paging
from complaints.queries.cases import rings
from complaints.queries.cases.flags import stake_of
from complaints.queries.cases.rings import Member, RingCase, RingRow
from complaints.queries.staff import casework, notes
from complaints.rules.cases.rings import STEPS
from complaints.schemas.cases.rings import STATES, RingCaseOut, RingsOut
from complaints.storage.context import Context
from complaints.work import UnitOfWork, begin_reading

MOST = 1_000


@click.group("rings")
def rings_group() -> None:
    """Accounts that act as one.

    Example: cleanhands rings show 1
    """


@rings_group.command("list")
@click.option("--state", type=click.Choice(STATES), default=STATES[0], show_default=True,
              help="unfinished: one of its flags is open or under review.")  # fmt: skip
@FORMAT
@pass_context
def list_rings(context: Context, state: str, written: str) -> None:
    """List rings, the one with the highest flag first.

    Example: cleanhands rings list
    """
    with begin_reading(context, OPERATOR) as work:
        rows = rings.find_rings(work, state=state, limit=MOST)
        if written == JSON:
            echo_json(RingsOut, paging.page(rows, MOST, lambda row: (row.ring.id,)))
            return
        for row in rows:
            click.echo(_row(row))
        if not rows:
            click.echo("No ring.", err=True)


@rings_group.command("show")
@click.argument("ring_id", type=ID, metavar="RING")
@FORMAT
@pass_context
def show_ring(context: Context, ring_id: int, written: str) -> None:
    """Show a ring: where its accounts stand and what can be done with each, what was found, who
    works on it, and notes.

    Example: cleanhands rings show 1
    """
    with begin_reading(context, OPERATOR) as work:
        case = rings.get_ring(work, ring_id)
        if written == JSON:
            echo_json(RingCaseOut, rings.detail_of(case))
            return
        for line in _lines(work, case):
            click.echo(visible(line))


def _row(row: RingRow) -> str:
    stand = ", ".join(f"{count} {state}" for state, count in row.states.items())
    level, sure = row.level or "none", sure_and_stake(row.score, row.stake)
    return f"ring {row.ring.id}: {row.accounts} accounts  {sure}  {level}  {stand}"


def _lines(work: UnitOfWork, case: RingCase) -> Iterator[str]:
    ring = case.ring
    yield f"ring {ring.id}: {len(case.members)} accounts, since {ring.opened_at:%Y-%m-%d}"
    if ring.merged_into is not None:
        yield f"  ring {ring.merged_into} took it in"
    if ring.split_from is not None:
        yield f"  it came out of ring {ring.split_from}"
    if ring.missed_since is not None:
        yield f"  the scan of {ring.missed_since:%Y-%m-%d} no longer finds it"
    lease = casework.lease_of(work, "ring", ring.id)
    if lease is not None:
        yield f"  {lease.by} works on it until {lease.until:%Y-%m-%d %H:%M} UTC"
    yield from map(_member, case.members)
    possible = {step: sum(step in each.possible for each in case.members) for step in STEPS}
    for step, count in possible.items():
        if count:
            yield f"  {step}: possible for {count}"
    for family, conducts in rings.conduct_of(case.members):
        for each in conducts:
            yield f"  {family}: {each.detector}, {len(each.held_by)} of {len(case.members)}"
    for view in notes.about_ring(work, ring.id):
        yield f"  note, {view.by}, {view.note.at:%Y-%m-%d}: {view.note.text}"


def _member(member: Member) -> str:
    flag, case = member.flag, member.boycott
    stands = f"{'no flag':<50}"
    if flag:
        weight = stake_of(flag, "own").get("weight", 0)
        stands = f"{sure_and_stake(flag.score, weight)}  {flag.level:<14}  {flag.state:<12}"
    boycott = f"  boycott {case.id}, {case.state}" if case else ""
    if member.of_party is not None:
        boycott += f"  with its party: boycott {member.of_party.id}, {member.of_party.state}"
    mark = undecided_mark(flag)
    return f"{member.filer.id:>7}  {stands}  {member.filer.name}{mark}{boycott}"
