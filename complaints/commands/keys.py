"""`key`: the keys that act for persons, filers and partners."""

from __future__ import annotations

from datetime import datetime

import click

from complaints.base.clock import utcnow
from complaints.commands.context import OPERATOR, pass_context
from complaints.commands.output import FORMAT, JSON, echo_json
from complaints.commands.people import owner_id
from complaints.queries.logins import api_keys
from complaints.queries.logins.api_keys import ListedKey
from complaints.rules.actors import LOCAL, ActorKind, Scope
from complaints.rules.logins.api_keys import MOST_DAYS, MOST_RENEWAL_DAYS, USUAL_DAYS, KeyState
from complaints.schemas.logins.keys import KeysListed
from complaints.services.logins import people
from complaints.storage.context import Context
from complaints.work import begin_work


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
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=USUAL_DAYS, show_default=True)
@click.option("--filer", "filers", multiple=True, help="Cut a partner's key to this reference.")
@click.option(
    "--renew-days",
    type=click.IntRange(1, MOST_RENEWAL_DAYS),
    help="For how many days it may make its own successor, where its owner has no log-in.",
)
@pass_context
def issue(
    context: Context,
    kind: str,
    owner: str,
    label: str,
    source: str,
    scopes: tuple[str, ...],
    days: int,
    filers: tuple[str, ...],
    renew_days: int | None,
) -> None:
    """Make a key that is good for so many days; it is printed once and stored as a hash.

    OWNER is a person's handle, a filer's reference or a partner's slug. A filer that came in with
    a history has that history's --source. A partner's key files on behalf of others, and reads;
    what it may on the side of sellers (deliver, speak_for_sellers, enforce) is named with --scope,
    once the partner runs a marketplace. With --filer it files and reads for these alone, by the
    partner's own references. Where nobody signs in for the owner, --renew-days lets a
    program go on by itself: until then the key makes its successor by the API, and that the next.

    Example: cleanhands key issue filer acme --scope file
    """
    with begin_work(context, OPERATOR) as work:
        issued = people.issue_key(
            work,
            kind=ActorKind(kind),
            owner_id=owner_id(work.session, kind, owner, source),
            label=label,
            scopes=[Scope(name) for name in scopes] or None,
            days=days,
            renew_days=renew_days,
            only_filers=filers,
            vault=context.vault,
        )
    click.echo(issued.secret)


@key_group.command("revoke")
@click.argument("prefix")
@pass_context
def revoke_key(context: Context, prefix: str) -> None:
    """End a key at once. PREFIX is its part before the last underscore.

    Example: cleanhands key revoke chk_1a2b3c4d5e
    """
    with begin_work(context, OPERATOR) as work:
        people.revoke_key(work, prefix=prefix)
    click.echo(f"{prefix} is revoked.")


@key_group.command("list")
@click.option("--owner", help="A person's handle, a filer's reference or a partner's slug.")
@click.option("--state", type=click.Choice([str(state) for state in KeyState]))
@click.option("--kind", type=click.Choice(["person", "filer", "partner"]))
@FORMAT
@pass_context
def list_keys(
    context: Context, owner: str | None, state: str | None, kind: str | None, written: str
) -> None:
    """List the keys with their owners, the newest first; secrets are stored nowhere.

    Example: cleanhands key list --state ends_soon
    """
    with context.database.reading() as session:
        keys = api_keys.every(session, now=utcnow())
    wanted = [
        key
        for key in keys
        if owner in (None, key.handle) and state in (None, key.state) and kind in (None, key.kind)
    ]
    if written == JSON:
        echo_json(KeysListed, {"items": wanted})
        return
    for key in wanted:
        click.echo("  ".join(_columns(key)))


def _columns(key: ListedKey) -> tuple[str, ...]:
    return (
        key.prefix,
        str(key.state),
        f"{key.kind} {key.handle}",
        ",".join(key.scopes),
        f"made {key.created_at:%Y-%m-%d}",
        f"used {_day(key.last_used_at)}",
        f"ends {_day(key.ends_at)}",
        key.label,
    )


def _day(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%Y-%m-%d}"
