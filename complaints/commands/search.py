"""`search`: make the search's index again. `migrate` fills what it lacks by `fill`."""

from __future__ import annotations

from collections.abc import Callable

import click

from complaints.commands.context import pass_context
from complaints.rules.staff.search_words import Thing
from complaints.services.staff import search_index
from complaints.storage.context import Context


@click.group("search")
def search_group() -> None:
    """The index of the search.

    Example: cleanhands search rebuild
    """


@search_group.command("rebuild")
@pass_context
def rebuild(context: Context) -> None:
    """Write every entry of the search's index again, and take out what is gone. The service goes on
    meanwhile.

    Example: cleanhands search rebuild
    """
    _part_by_part(context, search_index.write_again)
    _part_by_part(context, search_index.sweep)
    click.echo("The search's index is complete.")


def fill(context: Context) -> None:
    """Write the entries that the index lacks."""
    _part_by_part(context, search_index.fill)


def _part_by_part(context: Context, do: Callable[..., int | None]) -> None:
    """Do each next part of each thing's rows, in a transaction of its own, until the end."""
    for thing in Thing:
        after: int | None = 0
        while after is not None:
            with context.database.transaction() as session:
                after = do(session, thing, after=after)
