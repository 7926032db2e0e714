"""One piece of work: its transaction, its actor, its moment, and the links that it may write.

A door makes one a transaction and hands it to every verb. It writes nothing, and reads only the
policy in force, when that is first used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.rules.actors import Actor
from complaints.rules.policy.policies import Policies
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
