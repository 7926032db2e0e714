"""Writes what is true of the whole database."""

from __future__ import annotations

from sqlalchemy import update

from complaints.errors import Refusal
from complaints.models import Installation
from complaints.queries import installations
from complaints.words import message as _
from complaints.work import Work


def become_demo(work: Work) -> None:
    """Make the database a demo, which it stays.

    Refuses with: wrong-state, where it holds anybody already: a demo shows its letters to all.
    """
    if not installations.is_empty(work.session):
        raise Refusal(
            "wrong-state",
            _(
                "This database is not empty, and the demo shows its letters to everybody: give "
                "the demo a database of its own with DATABASE_URL."
            ),
        )
    work.session.execute(update(Installation).values(demo=True))
