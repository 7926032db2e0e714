"""Notes in the database when something was last done: a monitor asks there."""

from __future__ import annotations

from collections.abc import Callable

import click
from sqlalchemy.exc import SQLAlchemyError

from complaints.commands.context import OPERATOR
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.work import UnitOfWork, begin_work


def note(context: Context, write: Callable[[UnitOfWork], object]) -> None:
    """Write a note, and say so where it cannot be: what it is about was done all the same."""
    try:
        with begin_work(context, OPERATOR) as work:
            write(work)
    except SQLAlchemyError as error:
        said = db_errors.for_operator(error)
        click.echo(f"That it was done could not be noted in the database. {said}", err=True)
