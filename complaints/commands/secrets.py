"""`secrets`: changes the keys of the service, while it goes on reading what is under the old ones,
and goes on without one that is lost.

Keys are in files beside an SQLite database, which this command makes and deletes, or in the
environment, where the operator does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from complaints import migration
from complaints.base import on_disk
from complaints.commands import losing, rotating
from complaints.commands.context import OPERATOR, pass_unchecked, pass_without_keys
from complaints.health import opening
from complaints.rules.kinds import SecretKind
from complaints.services.upkeep import known_keys
from complaints.settings import config as configuration
from complaints.settings import keyfiles
from complaints.storage.context import Context
from complaints.storage.vault import key_name
from complaints.work import begin_work

KIND = click.Choice([str(kind) for kind in SecretKind])
KEY_LINE = re.compile(r"((export )?(?P<variable>\w+)=)?[\"']?(?P<key>[0-9a-fA-F]{64})[\"']?")


@click.group("secrets")
def secrets_group() -> None:
    """The keys of the service: encryption, identity, signing.

    Example: cleanhands secrets rotate encryption
    """


@secrets_group.command("rotate")
@click.argument("kind", type=KIND)
@click.option("--keep", is_flag=True, help="Signing only: what the old key signed stays good.")
@pass_unchecked
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
    is_new_given = which is SecretKind.SIGNING and not _is_filed(context, "signing_key")
    keys = [each for each in SecretKind if not (is_new_given and each is which)]
    opening.require_ready(context, keys=keys)
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
    if not _is_filed(context, "signing_key"):
        _know_signing(context, context.config.signing_key, keep=keep)
        click.echo(
            "The database knows the signing key that is in the environment. To change it: set a "
            "new CLEANHANDS_SIGNING_KEY (openssl rand -hex 32), run this again there, then restart "
            "every server and worker. To keep sessions and links good, set the one before as "
            "CLEANHANDS_SIGNING_KEY_OLD, and take it out later."
        )
        return
    key = context.config.signing_key
    if context.config.signing_key_old is None or keep:
        _require_stopped(context)
        key, _old = keyfiles.change_key(_database(context), "signing_key")
    # The old file goes last: until the database knows the new key, it is the one that is known.
    _know_signing(context, key, keep=keep)
    if keep:
        click.echo(
            "A new key signs; sessions and links of the old one stay good until you run "
            "`cleanhands secrets rotate signing`. Start the service again."
        )
    else:
        keyfiles.forget_old(_database(context), "signing_key")
        click.echo("All sessions and links for passwords have ended. Start the service again.")


def _know_signing(context: Context, key: bytes, *, keep: bool) -> None:
    with begin_work(context, OPERATOR) as work:
        known_keys.change_signing(work, key_name(key), kept=keep)


@secrets_group.command("lost")
@click.argument("kind", type=KIND)
@click.option("--yes", is_flag=True, help="Do not ask: for scripts.")
@pass_without_keys
def lost(context: Context, kind: str, yes: bool) -> None:
    """Go on without a key that is lost for good: say what nobody can read or compare any more, ask,
    and have the database know a new key in its place.

    Stop the service first. A new file is made where the key was in a file; where it was in the
    environment, set a new one there (openssl rand -hex 32). What is under the lost key is kept: it
    opens again where the key is given as CLEANHANDS_..._KEY_OLD and changed for the new one.

    Example: cleanhands secrets lost encryption
    """
    which, name = SecretKind(kind), f"{kind}_key"
    opening.require_kind(context)
    with context.database.alone("rotating") as alone:
        if not alone:
            raise click.ClickException("Another `cleanhands secrets` runs: wait for its end.")
        _require_stopped(context)
        is_missing = _is_filed(context, name) and not _file(context, name).exists()
        if migration.current(context.database) != migration.head_revision() and is_missing:
            _make_file_of_older(context, kind, yes=yes)
            return
        migration.require_current(context.database)
        _require_lost(context, which, is_missing=is_missing)
        count, lines = losing.counted(context, which)
        click.echo("\n".join([f"The {kind} key is said to be lost for good.", *lines]))
        _ask(kind, yes=yes)
        if is_missing:
            keyfiles.place_key(_database(context), name, getattr(context.config, name))
        done = losing.go_on(context, which, count)
        if which is SecretKind.IDENTITY:
            click.echo(f"Hashes made anew: {done.moved:,}. Left as they are: {done.lost:,}.")
    where = configuration.place_of(context.config, name)
    click.echo(f"The database is under the {kind} key in {where} now: start the service again.")
    click.echo("Keep a copy of that key apart from the database.")


@secrets_group.command("fingerprint")
@click.argument("files", nargs=-1, required=True, type=click.File(errors="replace"))
def fingerprint(files: tuple[TextIO, ...]) -> None:
    """Print the fingerprint of each key in FILES, to find the one that a database wants: a file
    with a key alone, or one with settings, a line each. - is standard input.

    Example: cleanhands secrets fingerprint backup/*_key
    """
    for each in files:
        keys = list(_keys_in(each))
        if not keys:
            raise click.ClickException(f"{each.name} holds no key (64 hexadecimal digits).")
        for variable, key in keys:
            click.echo(f"{key_name(key)}  {each.name}{variable and ': '}{variable}")


def _keys_in(file: TextIO) -> Iterator[tuple[str, bytes]]:
    """Yield each key of a file with the variable that it is for, "" where it stands alone."""
    for line in file:
        if key := KEY_LINE.fullmatch(line.strip()):
            yield key["variable"] or "", bytes.fromhex(key["key"])


def _require_lost(context: Context, kind: SecretKind, *, is_missing: bool) -> None:
    """Raise ClickException where the key is right after all, or another one comes first."""
    if not is_missing and losing.is_right(context, kind):
        raise click.ClickException(
            f"The {kind} key that was given is the one of this database: nothing is lost."
        )
    if kind is SecretKind.IDENTITY:
        with context.database.reading() as session:
            wrong = known_keys.refusal(
                session, context.vault, context.config, kinds=[SecretKind.ENCRYPTION]
            )
        if wrong is not None:
            raise click.ClickException(
                "Hashes are made anew from what the encryption key opens: put that key back first, "
                "or give `cleanhands secrets lost encryption` before this."
            )


def _make_file_of_older(context: Context, kind: str, *, yes: bool) -> None:
    """Make the file of a lost key beside a database whose tables are to be migrated first."""
    click.echo(
        f"The {kind} key is said to be lost for good. The database is older than this version, "
        f"which counts what is lost after the tables are migrated."
    )
    _ask(kind, yes=yes)
    name = f"{kind}_key"
    keyfiles.place_key(_database(context), name, getattr(context.config, name))
    click.echo(
        f"A new key is in {_file(context, name)}. Now run `cleanhands migrate`, which will say "
        f"that it is another one; then `cleanhands secrets lost {kind}` again, and `cleanhands "
        f"migrate` once more."
    )


def _ask(kind: str, *, yes: bool) -> None:
    if not yes and click.prompt(f"Type “{kind}” to go on without it") != kind:
        raise click.ClickException("Nothing was changed.")


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
    if not _is_filed(context, name):
        raise click.ClickException(
            f"{variable} is in the environment: set it to a new key (openssl rand -hex 32) and "
            f"{variable}_OLD to the one in use, restart every server and worker, then run this "
            f"again."
        )
    _require_stopped(context)
    keyfiles.change_key(_database(context), name)
    both = Context.from_environment()
    try:
        yield both
    finally:
        both.database.dispose()


def _forget(context: Context, name: str) -> None:
    if _is_filed(context, name):
        keyfiles.forget_old(_database(context), name)
        click.echo("The old key is deleted. Start the service again.")
    else:
        variable = configuration.PREFIX + name.upper()
        click.echo(f"Take {variable}_OLD out of the environment; then restart the service.")


def _require_stopped(context: Context) -> None:
    """Raise ClickException where a server or worker of the same SQLite file runs; none starts until
    this command ends."""
    if not context.database.is_sqlite:
        return
    lock = on_disk.try_lock(_database(context), on_disk.SERVED)
    if lock is None:
        raise click.ClickException(
            "The service runs, and reads its keys at its start only: stop it, then run this again."
        )
    click.get_current_context().call_on_close(lambda: os.close(lock))


def _is_filed(context: Context, name: str) -> bool:
    return context.config.is_sqlite and not configuration.is_set(name)


def _file(context: Context, name: str) -> Path:
    return keyfiles.path_of(_database(context), name)


def _database(context: Context) -> Path:
    return configuration.sqlite_file(context.config.database_url)
