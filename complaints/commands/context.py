"""What the commands share: the open service, and the operator who runs them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from complaints import migration
from complaints.base.errors import AlteredError
from complaints.health import opening
from complaints.rules.actors import SYSTEM, HandKind
from complaints.settings import config
from complaints.storage.context import Context

# The id or number of a row: what the database's integer columns hold.
ID = click.IntRange(1, 2_147_483_647)
# Who runs a command. A shell asks for no password, so it is never a member of staff: whoever has
# it could be two persons. The ledger names the command as the hand.
OPERATOR = SYSTEM.by(HandKind.COMMAND)


def pass_context(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the running service, over a migrated database, as its first argument.

    It is opened when the command runs, so that `--help` needs no database.
    """
    return _opening(command, opening.require_ready)


def pass_starting(command: Callable[..., Any]) -> Callable[..., Any]:
    """As `pass_context`, for a command that starts the service: it stores the first policy."""
    return _opening(command, opening.ready)


def pass_making(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the service over a database that it makes where there is none, with keys."""
    return _opening(command, _as_it_is, makes=True)


def pass_unchecked(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the service over whatever database is there: it checks what it needs."""
    return _opening(command, _as_it_is)


def pass_without_keys(command: Callable[..., Any]) -> Callable[..., Any]:
    """As `pass_unchecked`, also where the files of keys are missing: those keys are new ones."""
    return _opening(command, _as_it_is, lost=True)


def tell_altered(context: Context, *, reads_all: bool = False) -> bool:
    """Say on standard error what somebody altered by hand in the schema, and return whether: for
    what only reads. Raises ConfigurationError where the tables are of another version, and for what
    reads all of it where a table or column is missing."""
    try:
        migration.require_current(context.database)
    except AlteredError as error:
        # SQLite takes the name of a column that is missing for a text, and goes on.
        if reads_all and not error.is_whole:
            raise
        click.echo(str(error), err=True)
        return True
    return False


def _as_it_is(_context: Context) -> None:
    return None


def _opening(
    command: Callable[..., Any],
    ready: Callable[[Context], None],
    *,
    makes: bool = False,
    lost: bool = False,
) -> Callable[..., Any]:
    @functools.wraps(command)
    @click.pass_context
    def opened(click_context: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        context = click_context.find_object(Context)
        if context is None:
            context = Context.of(config.load(makes=makes, lost=lost))
            click_context.call_on_close(context.database.dispose)
        ready(context)
        if ready is not _as_it_is:
            context = opening.of_database(context)
        return command(context, *args, **kwargs)

    return opened
