"""`claims`: decide claims, grade closed ones, verify who filed, on the command line."""

from __future__ import annotations

import click

from complaints.clock import utcnow
from complaints.commands.context import ID, as_person, pass_context, person_of
from complaints.context import Context
from complaints.rules.kinds import Merit, Side
from complaints.rules.reasons import BY_HAND, DECISIONS
from complaints.services import checks, claims, holds
from complaints.work import Work

WHY = click.option("--why", required=True, help="The reason, kept in the record.")


@click.group("claims")
def claims_group() -> None:
    """Claims: one complaint against one listing.

    Example: cleanhands claims grade 42 manifestly_unfounded --why "No such mark." --as ann
    """


@claims_group.command("decide")
@click.argument("claim", type=ID)
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option(
    "--reason",
    required=True,
    metavar="CODE",
    type=click.Choice(BY_HAND),
    help="A reason that fits the decision and the basis; docs/kinds.md lists them.",
)
@click.option("--note", help="More of the reasons, in your words.")
@click.option(
    "--note-to",
    type=click.Choice([str(side) for side in Side]),
    help="The one side that reads the note; without it, both.",
)
@as_person
@pass_context
def decide(
    context: Context,
    claim: int,
    decision: str,
    reason: str,
    note: str | None,
    note_to: str | None,
    handle: str,
) -> None:
    """Decide a claim; both sides get the reason.

    Example: cleanhands claims decide 42 reject --reason no-infringement --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        side = Side(note_to) if note_to else None
        decided = claims.decide(
            work, claim, decision=decision, code=reason, note=note, note_to=side
        )
    click.echo(f"Claim {claim} is {decided.state}.")


@claims_group.command("grade")
@click.argument("claim", type=ID)
@click.argument("merit", type=click.Choice([str(merit) for merit in Merit]))
@WHY
@as_person
@pass_context
def grade(context: Context, claim: int, merit: str, why: str, handle: str) -> None:
    """Grade the merit of a closed claim, a withdrawn one too.

    Example: cleanhands claims grade 42 manifestly_unfounded --why "No such mark." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        claims.grade(work, claim, merit=Merit(merit), reason=why)
    click.echo(f"Claim {claim} is graded {merit.replace('_', ' ')}.")


@claims_group.command("verify-authority")
@click.argument("complaint", type=ID)
@WHY
@as_person
@pass_context
def verify_authority(context: Context, complaint: int, why: str, handle: str) -> None:
    """Record that the filer of a complaint may speak for its rights holder.

    Example: cleanhands claims verify-authority 7 --why "Register extract seen." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        checks.verify_authority(work, complaint, reason=why)
    click.echo(f"The authority behind complaint {complaint} is verified.")


@claims_group.command("release")
@click.argument("complaint", type=ID)
@WHY
@as_person
@pass_context
def release(context: Context, complaint: int, why: str, handle: str) -> None:
    """Let a complaint go on that is held because somebody is to look at who files.

    Example: cleanhands claims release 7 --why "Called the firm." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        holds.settle(work, complaint, reason=why)
    click.echo(f"Complaint {complaint} goes on.")
