"""Drives a change of a key: batch after batch, each a transaction, until its end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta

import click

from complaints.base.clock import utcnow
from complaints.commands.context import OPERATOR
from complaints.health.documents import require_place
from complaints.models import KeyRotation
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import SecretKind
from complaints.services.upkeep import rotations
from complaints.storage.context import Context
from complaints.work import begin_work

Told = Callable[[str], None]


def say_progress(line: str) -> None:
    """Say how far it is on standard error, at once."""
    click.echo(line, err=True)
    sys.stderr.flush()


def work_through(context: Context, kind: SecretKind, *, said: Told = say_progress) -> KeyRotation:
    """Begin or continue the change of a key, and bring it to its end.

    Refuses with: wrong-state, where the old key is not the database's.
    """
    with begin_work(context, OPERATOR) as work:
        row = rotations.begin_rotation(work, kind, vault=context.vault, archive=context.archive)
    if row.moved or row.place != rotations.first_place(kind):
        said(f"Continuing the change that began at {row.begun_at:%Y-%m-%d %H:%M}.")
    papers = (0, 0)
    while row.place is not None:
        if row.place == rotations.PAPERS:
            papers = _papers(context, said)
        said(f"{row.place}: {row.moved:,} moved so far")
        with begin_work(context, OPERATOR) as work:
            row = rotations.step(work, row.id, vault=context.vault)
    with begin_work(context, OPERATOR) as work:
        return rotations.finish(work, row.id, papers=papers)


def bind(context: Context) -> None:
    """Bind what an earlier version sealed to its rows; nothing where that is done."""
    for row in _batches(context):
        if row.ended_at is not None:
            say_progress(
                f"Sealed values are bound to their rows: {row.moved:,}, {row.lost:,} do not open."
            )


def _batches(context: Context) -> Iterator[KeyRotation]:
    while True:
        with begin_work(context, SYSTEM) as work:
            row = rotations.bind(work, vault=context.vault)
        if row is None:
            return
        yield row


def _papers(context: Context, said: Told) -> tuple[int, int]:
    done = (0, 0)
    # Elsewhere nothing would be found, and what is in the right place would be left behind.
    require_place(context)
    # What is written from now on is under the new key; a file's time may lag a little.
    before = utcnow() + timedelta(minutes=5)
    for number, done in enumerate(rotations.move_papers(context.archive, before=before), 1):
        if number % 1_000 == 0:
            said(f"documents: {done[0]:,} moved")
    return done
