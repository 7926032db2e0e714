"""`user` and `key`: staff, filers' accounts, partners, and the keys that act for them."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from complaints.clock import utcnow
from complaints.commands.context import pass_context
from complaints.context import Context
from complaints.errors import not_found
from complaints.queries import people as people_queries
from complaints.rules.actors import LOCAL, SYSTEM, ActorKind, PersonRole, Scope
from complaints.rules.kinds import FilerKind
from complaints.services import people


@click.group("user")
def user_group() -> None:
    """Staff, partners and filers' accounts.

    Example: cleanhands user add-person ann --name "Ann Li" --role reviewer
    """


@user_group.command("add-person")
@click.argument("handle")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([str(role) for role in PersonRole]), required=True)
@pass_context
def add_person(context: Context, handle: str, name: str, role: str) -> None:
    """Add a member of staff.

    Example: cleanhands user add-person ann --name "Ann Li" --role reviewer
    """
    with context.database.transaction() as session:
        people.add_person(
            session, SYSTEM, handle=handle, name=name, role=PersonRole(role), now=utcnow()
        )
    click.echo(f"Added {handle} ({role}). Make a key: cleanhands key issue person {handle}")


@user_group.command("remove-person")
@click.argument("handle")
@pass_context
def remove_person(context: Context, handle: str) -> None:
    """End a person's access; what the person did stays in the record.

    Example: cleanhands user remove-person ann
    """
    with context.database.transaction() as session:
        people.remove_person(session, SYSTEM, handle=handle, now=utcnow())
    click.echo(f"{handle} has no access any more.")


@user_group.command("add-partner")
@click.argument("slug")
@click.option("--name", required=True)
@pass_context
def add_partner(context: Context, slug: str, name: str) -> None:
    """Add a partner system that files on behalf of others.

    Example: cleanhands user add-partner market --name "Market Ltd"
    """
    with context.database.transaction() as session:
        people.add_partner(session, SYSTEM, slug=slug, name=name, now=utcnow())
    click.echo(f"Added {slug}. Make a key: cleanhands key issue partner {slug}")


@user_group.command("add-filer")
@click.argument("reference")
@click.option("--name", required=True)
@click.option("--kind", type=click.Choice([str(k) for k in FilerKind]), default="rights_holder")
@click.option("--country", help="ISO 3166-1 alpha-2")
@pass_context
def add_filer(context: Context, reference: str, name: str, kind: str, country: str | None) -> None:
    """Open an account for a filer.

    Example: cleanhands user add-filer acme --name "Acme Brands" --kind rights_holder
    """
    with context.database.transaction() as session:
        people.add_filer(
            session,
            SYSTEM,
            reference=reference,
            name=name,
            kind=FilerKind(kind),
            country=country,
            now=utcnow(),
        )
    click.echo(f"Added {reference}. Make a key: cleanhands key issue filer {reference}")


@user_group.command("list")
@pass_context
def list_people(context: Context) -> None:
    """List the staff.

    Example: cleanhands user list
    """
    with context.database.reading() as session:
        for person in people_queries.list_people(session):
            state = "" if person.active else " (no access)"
            click.echo(f"{person.handle}  {person.role}  {person.name}{state}")


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
        issued = people.issue_key(
            session,
            SYSTEM,
            kind=ActorKind(kind),
            owner_id=_owner_id(session, kind, owner, source),
            label=label,
            scopes=[Scope(name) for name in scopes] or None,
            now=utcnow(),
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
        people.revoke_key(session, SYSTEM, prefix=prefix, now=utcnow())
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


def _owner_id(session: Session, kind: str, owner: str, source: str) -> int:
    found = people_queries.find_owner(session, ActorKind(kind), owner, source=source)
    if found is None:
        raise not_found(f"{kind} “{owner}”")
    return found
