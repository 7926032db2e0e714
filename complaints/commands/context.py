"""What the commands share: the open service, and the person that `--as` names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from complaints.clock import utcnow
from complaints.context import Context
from complaints.queries import people
from complaints.rules.actors import SYSTEM, Actor

__all__ = ["Context", "as_person", "pass_context", "person_of", "utcnow"]

F = TypeVar("F", bound=Callable[..., Any])
pass_context = click.make_pass_decorator(Context)


def as_person(command: F) -> F:
    """Add `--as PERSON` to a command: the handle of the staff member who acts."""
    option = click.option(
        "--as", "handle", required=True, metavar="PERSON", help="Handle of the person who acts."
    )
    return option(command)


def person_of(context: Context, handle: str | None) -> Actor:
    """Return the actor for a handle, the system's where none is given.

    Refuses with: not-found, where there is no such active person.
    """
    if handle is None:
        return SYSTEM
    with context.database.reading() as session:
        return people.actor_of_handle(session, handle)
