"""`secrets`: changes the keys of the service, while it goes on reading what is under the old ones.

Keys are in files beside an SQLite database, which this command makes and deletes, or in the
environment, where the operator does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from complaints import config as configuration
from complaints import keyfiles
from complaints.clock import utcnow
from complaints.commands import rotating
from complaints.commands.context import pass_context
from complaints.context import Context
from complaints.rules.actors import SYSTEM, HandKind
from complaints.rules.kinds import SecretKind
from complaints.services import ledger
from complaints.work import Work


@click.group("secrets")
def secrets_group() -> None:
    """The keys of the service: encryption, identity, signing.

    Example: cleanhands secrets rotate encryption
    """


@secrets_group.command("rotate")
@click.argument("kind", type=click.Choice([str(kind) for kind in SecretKind]))
@click.option("--keep", is_flag=True, help="Signing only: what the old key signed stays good.")
@pass_context
def rotate(context: Context, kind: str, keep: bool) -> None:
    """Change a key: move all that is under the old one to a new one, then forget the old one.

    Stop the service first where its keys are files beside the database. Where they are in the
    environment, set the new key and the old one as CLEANHANDS_..._KEY_OLD, restart every server and
    worker, then give this command. Stopped halfway, it goes on when it is given again.

    Example: cleanhands secrets rotate encryption
    """
    which = SecretKind(kind)
    if keep and which is not SecretKind.SIGNING:
        raise click.UsageError("--keep is for the signing key alone.")
    with context.database.alone("rotating") as alone:
        if not alone:
            raise click.ClickException(
                "Another `cleanhands secrets rotate` runs: wait for its end."
            )
        if which is SecretKind.SIGNING:
            _rotate_signing(context, keep=keep)
        else:
            _rotate(context, which)


def _rotate(context: Context, kind: SecretKind) -> None:
    name = f"{kind}_key"
    with _with_both(context, name) as both:
        row = rotating.work_through(both, kind)
    click.echo(f"All is under the new {kind} key. Values moved: {row.moved:,}.")
    if row.lost:
        click.echo(
            f"{row.lost:,} could not be opened with either key and are left as they are.", err=True
        )
    _forget(context, name)


def _rotate_signing(context: Context, *, keep: bool) -> None:
    name = "signing_key"
    if _is_filed(name):
        if context.config.signing_key_old is None or keep:
            _require_stopped(context)
            keyfiles.change(_database(context), name)
        if not keep:
            keyfiles.forget_old(_database(context), name)
    with context.database.transaction() as session:
        work = Work(session, SYSTEM.by(HandKind.COMMAND), utcnow(), context.links)
        ledger.record(work, "key_change_ended", "key_rotation", 0, kind="signing", kept=keep)
    if not _is_filed(name):
        click.echo(
            "The signing key is in the environment: set a new CLEANHANDS_SIGNING_KEY there and "
            "restart every server and worker. To keep sessions and links good, set the one before "
            "as CLEANHANDS_SIGNING_KEY_OLD, and take it out later."
        )
    elif keep:
        click.echo(
            "A new key signs; sessions and links of the old one stay good until you run "
            "`cleanhands secrets rotate signing`. Start the service again."
        )
    else:
        click.echo("All sessions and links for passwords have ended. Start the service again.")


@contextmanager
def _with_both(context: Context, name: str) -> Iterator[Context]:
    """Yield the service with the new key and the old one.

    Raises ClickException where the operator is to do something first.
    """
    old = getattr(context.config, f"{name}_old")
    if old is not None:
        yield context
        return
    variable = configuration.PREFIX + name.upper()
    if not _is_filed(name):
        raise click.ClickException(
            f"{variable} is in the environment: set it to a new key (openssl rand -hex 32) and "
            f"{variable}_OLD to the one in use, restart every server and worker, then run this "
            f"again."
        )
    _require_stopped(context)
    keyfiles.change(_database(context), name)
    both = Context.from_environment()
    try:
        yield both
    finally:
        both.database.dispose()


def _forget(context: Context, name: str) -> None:
    if _is_filed(name):
        keyfiles.forget_old(_database(context), name)
        click.echo("The old key is deleted. Start the service again.")
    else:
        variable = configuration.PREFIX + name.upper()
        click.echo(f"Take {variable}_OLD out of the environment; then restart the service.")


def _require_stopped(context: Context) -> None:
    lock = keyfiles.try_lock(_database(context), keyfiles.SERVED)
    if lock is None:
        raise click.ClickException(
            "The service runs, and reads its keys at its start only: stop it, then run this again."
        )


def _is_filed(name: str) -> bool:
    return not configuration.is_set(name)


def _database(context: Context) -> Path:
    return configuration.sqlite_file(context.config.database_url)
