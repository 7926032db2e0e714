"""One piece of work: its transaction, its actor, its moment, and the links that it may write.

A door makes one a transaction and hands it to every verb. It writes nothing, and reads only the
policy in force, when that is first used.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.base.clock import utcnow
from complaints.rules.actors import Actor
from complaints.rules.policy.policies import Policies
from complaints.storage.context import Context
from complaints.storage.links import Links
from complaints.work.policy import in_force


@dataclass(frozen=True, slots=True)
class UnitOfWork:
    """One actor's work in one transaction, at one moment."""

    session: Session
    actor: Actor
    now: datetime
    links: Links

    @property
    def policy(self) -> Policies:
        """The policy in force, the same for the whole transaction."""
        return in_force(self.session)

    def by(self, actor: Actor) -> UnitOfWork:
        """Return the same work, done by another actor."""
        return replace(self, actor=actor)

    def at(self, now: datetime) -> UnitOfWork:
        """Return the same work, done at another time."""
        return replace(self, now=now)


@contextmanager
def begin_work(
    context: Context, actor: Actor, *, now: datetime | None = None
) -> Iterator[UnitOfWork]:
    """Begin the transaction of a door, and its actor's work in it. It commits at the end."""
    with context.database.transaction() as session:
        yield UnitOfWork(session, actor, now or utcnow(), context.links)


@contextmanager
def begin_reading(context: Context, actor: Actor) -> Iterator[UnitOfWork]:
    """Begin what only reads, as its actor may read."""
    with context.database.reading() as session:
        yield UnitOfWork(session, actor, utcnow(), context.links)
