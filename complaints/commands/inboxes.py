"""`inboxes`: where letters reach stores and operators."""

from __future__ import annotations

import click

from abuse.identity.names import visible
from complaints.commands.context import ID, OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.rules.kinds import InboxKind, InboxSource
from complaints.schemas.mailing.inboxes import OpenedInboxOut
from complaints.services.mailing import inboxes
from complaints.services.mailing.inboxes import Owner
from complaints.storage.context import Context
from complaints.work import begin_work

OF_OPERATOR = click.option("--operator", is_flag=True, help="NUMBER is an operator's.")


@click.group("inboxes")
def inboxes_group() -> None:
    """Where letters reach stores, and operators with all their stores that have no own.

    Example: cleanhands inboxes state 7 --mailbox shop@wang.example
    """


@inboxes_group.command("state")
@click.argument("number", type=ID)
@click.option("--mailbox", metavar="EMAIL", help="Letters go by mail.")
@click.option("--platform", metavar="NAME", help="They go to the platform's inbox of this name.")
@OF_OPERATOR
@pass_context
def state_inbox(
    context: Context,
    number: int,
    mailbox: str | None,
    platform: str | None,
    operator: bool,
) -> None:
    """State where letters reach a store, in place of what was stated before; also where all of
    staff decided a claim against the store.

    Example: cleanhands inboxes state 7 --platform seller-4711
    """
    if (mailbox is None) == (platform is None):
        raise click.UsageError("Give --mailbox or --platform, one of the two.")
    kind = InboxKind.PLATFORM if mailbox is None else InboxKind.MAILBOX
    with begin_work(context, OPERATOR) as work:
        inboxes.state(
            work,
            _owner(number, operator),
            kind=kind,
            address=mailbox or platform or "",
            source=InboxSource.COMMAND,
            vault=context.vault,
        )
    click.echo("Letters now go to this address.")


@inboxes_group.command("remove")
@click.argument("number", type=ID)
@OF_OPERATOR
@pass_context
def remove_inbox(context: Context, number: int, operator: bool) -> None:
    """Remove a store's own inbox: its letters go to its operator's, or by hand.

    Example: cleanhands inboxes remove 7
    """
    with begin_work(context, OPERATOR) as work:
        inboxes.remove(work, _owner(number, operator))
    click.echo("The address is removed.")


@inboxes_group.command("read")
@click.argument("number", type=ID)
@click.option("--why", required=True, help="Why you read it; kept in the ledger.")
@OF_OPERATOR
@FORMAT
@pass_context
def read_inbox(context: Context, number: int, why: str, operator: bool, written: str) -> None:
    """Print where letters reach a store. The ledger keeps that the operator read it, and why.

    Example: cleanhands inboxes read 7 --why "A letter came back."
    """
    with begin_work(context, OPERATOR) as work:
        opened = inboxes.read_inbox(work, _owner(number, operator), why=why, vault=context.vault)
    if opened.address is None:
        raise click.ClickException(
            "The key is lost that the address was sealed under: state it again, with `cleanhands "
            "inboxes state`."
        )
    if written == JSON:
        echo_json(OpenedInboxOut, opened)
        return
    click.echo(f"{opened.inbox.kind} {visible(opened.address)}")


def _owner(number: int, operator: bool) -> Owner:
    return inboxes.an_operator(number) if operator else inboxes.a_store(number)
