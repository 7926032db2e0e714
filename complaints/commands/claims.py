"""`claims`: decide claims, grade closed ones, verify who filed, on the command line."""

from __future__ import annotations

import click

from complaints.clock import utcnow
from complaints.commands.context import ID, as_person, pass_context, person_of
from complaints.context import Context
from complaints.rules.kinds import Merit
from complaints.services import checks, claims, holds
from complaints.work import Work

DECISIONS = ("take_down", "reject", "stand", "reinstate")
WHY = click.option("--why", required=True, help="The reason, kept in the record.")


@click.group("claims")
def claims_group() -> None:
    """Claims: one complaint against one listing.

    Example: cleanhands claims grade 42 manifestly_unfounded --why "No such mark." --as ann
    """


@claims_group.command("decide")
@click.argument("claim", type=ID)
@click.argument("decision", type=click.Choice(DECISIONS))
@WHY
@as_person
@pass_context
def decide(context: Context, claim: int, decision: str, why: str, handle: str) -> None:
    """Decide a claim; both sides get the reason.

    Example: cleanhands claims decide 42 reject --why "The mark is not on the listing." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        decided = claims.decide(work, claim, decision=decision, reason=why)
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
