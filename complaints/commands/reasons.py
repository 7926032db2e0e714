"""`statements`: whether the statements of reasons are the ones that were sent."""

from __future__ import annotations

import sys

import click

from complaints.commands.context import pass_without_keys
from complaints.commands.exits import Exit
from complaints.queries.decisions import reasons
from complaints.storage.context import Context


@click.group("statements")
def statements_group() -> None:
    """Statements of reasons: are they as they were sent?

    Example: cleanhands statements verify
    """


@statements_group.command("verify")
@pass_without_keys
def verify(context: Context) -> None:
    """Compare the text of every statement with the hash that was taken of it.

    Exit code 1 where one was altered.

    Example: cleanhands statements verify
    """
    with context.database.reading() as session:
        altered = list(reasons.altered(session))
        number = reasons.how_many(session)
    for statement_id in altered:
        click.echo(f"Statement {statement_id}: its text is not the one that was sent.")
    if altered:
        sys.exit(Exit.COULD_NOT)
    click.echo(f"{number} statements of reasons are as they were sent.")
