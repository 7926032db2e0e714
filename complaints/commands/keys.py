"""`key`: the keys that act for persons, filers and partners."""

from __future__ import annotations

import click

from complaints.clock import utcnow
from complaints.commands.context import pass_context
from complaints.commands.people import owner_id
from complaints.context import Context
from complaints.queries import people as people_queries
from complaints.rules.actors import LOCAL, SYSTEM, ActorKind, Scope
from complaints.services import people
from complaints.work import Work


@click.group("key")
def key_group() -> None:
    """API keys.

    Example: cleanhands key issue person ann
    """


@key_group.command("issue")
@click.argument("kind", type=click.Choice(["person", "filer", "partner"]))
@click.argument("owner")
@click.option("--label", default="made by an operator")
@click.option("--source", default=LOCAL, show_default=True, help="The filer's source.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice([str(s) for s in Scope]))
@pass_context
def issue(
    context: Context, kind: str, owner: str, label: str, source: str, scopes: tuple[str, ...]
) -> None:
    """Make a key; it is printed once and stored as a hash.

    OWNER is a person's handle, a filer's reference or a partner's slug. A filer that came in with
    a history has that history's --source.

    Example: cleanhands key issue filer acme --scope file
    """
    with context.database.transaction() as session:
        work = Work(session, SYSTEM, utcnow(), context.links)
        issued = people.issue_key(
            work,
            kind=ActorKind(kind),
            owner_id=owner_id(session, kind, owner, source),
            label=label,
            scopes=[Scope(name) for name in scopes] or None,
        )
    click.echo(issued.secret)


@key_group.command("revoke")
@click.argument("prefix")
@pass_context
def revoke(context: Context, prefix: str) -> None:
    """End a key at once. PREFIX is its part before the last underscore.

    Example: cleanhands key revoke chk_1a2b3c4d5e
    """
    with context.database.transaction() as session:
        work = Work(session, SYSTEM, utcnow(), context.links)
        people.revoke_key(work, prefix=prefix)
    click.echo(f"{prefix} is revoked.")


@key_group.command("list")
@pass_context
def list_keys(context: Context) -> None:
    """List the keys, without their secrets.

    Example: cleanhands key list
    """
    with context.database.reading() as session:
        for key in people_queries.list_keys(session):
            state = "revoked" if key.revoked_at else "valid"
            click.echo(f"{key.prefix}  {state}  {key.label}")
