"""`proof`: record which papers were compared, and settle denials, on the command line."""

from __future__ import annotations

import click

from complaints.clock import utcnow
from complaints.commands.context import ID, as_person, pass_context, person_of
from complaints.context import Context
from complaints.schemas.proof import SIDES
from complaints.services import alarms, checks
from complaints.work import Work

WHY = click.option("--why", required=True, help="Which paper, compared with what. It is kept.")


@click.group("proof")
def proof_group() -> None:
    """How well rights and authorizations are proven.

    Example: cleanhands proof right 7 --why "Certificate compared with the office's page." --as ann
    """


@proof_group.command("right")
@click.argument("right", type=ID)
@WHY
@as_person
@pass_context
def see_right(context: Context, right: int, why: str, handle: str) -> None:
    """Record that you compared the paper of a right.

    Example: cleanhands proof right 7 --why "Certificate compared with the office's page." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        checks.see_right(Work(session, actor, utcnow(), context.links), right, reason=why)
    click.echo(f"The paper of right {right} is compared.")


@proof_group.command("authorization")
@click.argument("authorization", type=ID)
@WHY
@as_person
@pass_context
def see_authorization(context: Context, authorization: int, why: str, handle: str) -> None:
    """Record that you compared the paper of an authorization.

    Example: cleanhands proof authorization 3 --why "Signed, and its giver confirmed it." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        checks.see_authorization(work, authorization, reason=why)
    click.echo(f"The paper of authorization {authorization} is compared.")


@proof_group.command("settle")
@click.argument("alarm", type=ID)
@click.argument("side", type=click.Choice(SIDES))
@WHY
@as_person
@pass_context
def settle(context: Context, alarm: int, side: str, why: str, handle: str) -> None:
    """Settle a denial for the filer, or for the account that denies it.

    Example: cleanhands proof settle 4 filer --why "Its licence runs until 2028." --as ann
    """
    actor = person_of(context, handle)
    with context.database.transaction() as session:
        work = Work(session, actor, utcnow(), context.links)
        alarms.settle(work, alarm, settled_for=side, reason=why)
    click.echo(f"The denial of alarm {alarm} is settled for the {side}.")
