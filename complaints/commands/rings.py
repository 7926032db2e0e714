"""`rings`: accounts that act as one, as one case, and steps for several of them at once.

A step is taken for all accounts that are named, or for none; where one cannot be done each reason
is a line on standard error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click

from abuse.identity.names import visible
from complaints.clock import utcnow
from complaints.commands.context import ID, as_person, pass_context, person_of
from complaints.context import Context
from complaints.queries import casework, notes, rings
from complaints.queries.rings import Member, RingCase, RingRow
from complaints.rules.rings import STEPS
from complaints.schemas.rings import STATES
from complaints.services import boycotts, flags
from complaints.work import Work

F = TypeVar("F", bound=Callable[..., Any])
MOST = 1_000
DONE = {
    "take": "taken under review",
    "confirm": "confirmed",
    "dismiss": "dismissed",
    "propose": "boycotts proposed",
    "warn": "warned",
}


class Ids(click.ParamType[tuple[int, ...]]):
    """Ids of accounts with commas between, as `rings show` prints them."""

    name = "ids"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        parts = value if isinstance(value, tuple) else str(value).split(",")
        return tuple(ID(part, param, ctx) for part in parts)


@click.group("rings")
def rings_group() -> None:
    """Accounts that act as one: read a ring, and decide about several of its accounts at once.

    Example: cleanhands rings show 1 --as ann
    """


@rings_group.command("list")
@click.option("--state", type=click.Choice(STATES), default=STATES[0], show_default=True,
              help="unfinished: one of its flags is open or under review.")  # fmt: skip
@as_person
@pass_context
def list_rings(context: Context, state: str, handle: str) -> None:
    """List rings, the one with the highest flag first.

    Example: cleanhands rings list --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        rows = rings.find(work, state=state, limit=MOST)
        for row in rows:
            click.echo(_row(row))
        if not rows:
            click.echo("No ring.", err=True)


@rings_group.command("show")
@click.argument("ring_id", type=ID, metavar="RING")
@as_person
@pass_context
def show(context: Context, ring_id: int, handle: str) -> None:
    """Show a ring: where its accounts stand and what can be done with each, what was found, who
    works on it, and notes.

    Example: cleanhands rings show 1 --as ann
    """
    actor = person_of(context, handle)
    with context.database.reading() as session:
        work = Work(session, actor, utcnow(), context.links)
        for line in _lines(work, rings.get(work, ring_id)):
            click.echo(visible(line))


def of_accounts(command: F) -> F:
    """Add to a command the ring, and for which of its accounts a step is taken."""
    for option in (
        click.option("--possible", is_flag=True, help="Those for which this step is possible."),
        click.option("--without", type=Ids(), metavar="IDS", help="All but these."),
        click.option("--only", type=Ids(), metavar="IDS", help="These, as 3,5,8."),
        click.argument("ring_id", type=ID, metavar="RING"),
    ):
        command = option(command)
    return command


@rings_group.command("take")
@of_accounts
@as_person
@pass_context
def take(context: Context, ring_id: int, handle: str, **accounts: Any) -> None:
    """Take open flags of a ring's accounts under review, and the ring in hand.

    Example: cleanhands rings take 1 --without 7,9 --as ann
    """
    _step(context, handle, "take", flags.take_ring, ring_id, accounts)


@rings_group.command("confirm")
@of_accounts
@click.option("--why", required=True, help="The reason, one for all, kept in the record.")
@as_person
@pass_context
def confirm(context: Context, ring_id: int, why: str, handle: str, **accounts: Any) -> None:
    """Confirm that accounts of a ring abuse the system; boycotts can then be proposed.

    Example: cleanhands rings confirm 1 --possible --why "One office." --as ann
    """
    _step(context, handle, "confirm", flags.confirm_ring, ring_id, accounts, why=why)


@rings_group.command("dismiss")
@of_accounts
@click.option("--why", required=True, help="The reason, one for all, kept in the record.")
@as_person
@pass_context
def dismiss(context: Context, ring_id: int, why: str, handle: str, **accounts: Any) -> None:
    """Close flags of a ring's accounts without consequence.

    Example: cleanhands rings dismiss 1 --only 7,9 --why "Another office." --as ann
    """
    _step(context, handle, "dismiss", flags.dismiss_ring, ring_id, accounts, why=why)


@rings_group.command("propose")
@of_accounts
@click.option("--reasons", required=True, help="Why; each filer reads it.")
@click.option("--gravity", required=True, help="Gravity and consequences (DSA Art. 23(3)(c)).")
@click.option("--intention", required=True, help="What is known of the intention (d).")
@as_person
@pass_context
def propose(
    context: Context,
    ring_id: int,
    reasons: str,
    gravity: str,
    intention: str,
    handle: str,
    **accounts: Any,
) -> None:
    """Propose a boycott of each account, from its own confirmed flag.

    Example: cleanhands rings propose 1 --possible --reasons "Nine invented marks." --gravity
    "31 shops closed." --intention "Asked for money." --as ann
    """
    words = {"reasons": reasons, "gravity": gravity, "intention": intention}
    _step(context, handle, "propose", boycotts.propose_ring, ring_id, accounts, **words)


@rings_group.command("warn")
@of_accounts
@as_person
@pass_context
def warn(context: Context, ring_id: int, handle: str, **accounts: Any) -> None:
    """Warn accounts of a ring, each by a letter of its own.

    Example: cleanhands rings warn 1 --possible --as ann
    """
    _step(context, handle, "warn", boycotts.warn_ring, ring_id, accounts)


def _step(
    context: Context,
    handle: str,
    name: str,
    verb: Callable[..., Any],
    ring_id: int,
    accounts: Mapping[str, Any],
    **words: str,
) -> None:
    """Take a step for the accounts that were named, and print where they stand after it."""
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        ids = _named(rings.get(work, ring_id).members, name, **accounts)
        verb(work, ring_id, filer_ids=ids, **words)
        case = rings.get(work, ring_id)
        lines = [_member(member) for member in case.members if member.filer.id in set(ids)]
    click.echo(f"ring {ring_id}: {DONE[name]}, {len(ids)} of {len(case.members)} accounts")
    for line in lines:
        click.echo(visible(line))


def _named(
    members: Sequence[Member],
    step: str,
    only: tuple[int, ...] | None,
    without: tuple[int, ...] | None,
    possible: bool,
) -> list[int]:
    """Return the accounts that a step is for: all, unless one of the options says which."""
    if (only is not None) + (without is not None) + possible > 1:
        raise click.UsageError("Give one of --only, --without and --possible.")
    if only is not None:
        return list(dict.fromkeys(only))
    here = [member.filer.id for member in members]
    strangers = [each for each in without or () if each not in here]
    if strangers:
        named = ", ".join(map(str, strangers))
        raise click.BadParameter(f"not in this ring now: {named}", param_hint="--without")
    if possible:
        return [member.filer.id for member in members if step in member.possible]
    return [each for each in here if each not in (without or ())]


def _row(row: RingRow) -> str:
    stand = ", ".join(f"{count} {state}" for state, count in row.states.items())
    level = row.level or "none"
    return f"ring {row.ring.id}: {row.accounts} accounts  {row.score:.2f}  {level}  {stand}"


def _lines(work: Work, case: RingCase) -> Iterator[str]:
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
    stands = f"{flag.score:.2f}  {flag.level:<14}  {flag.state:<12}" if flag else f"{'no flag':<34}"
    boycott = f"  boycott {case.id}, {case.state}" if case else ""
    if member.of_party is not None:
        boycott += f"  with its party: boycott {member.of_party.id}, {member.of_party.state}"
    return f"{member.filer.id:>7}  {stands}  {member.filer.name}{boycott}"
