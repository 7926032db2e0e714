"""A piece of work for tests that call a verb or a question without a door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.rules.actors import SYSTEM, Actor
from complaints.storage.links import Links
from complaints.work import UnitOfWork
from tests.scenes.clock import NOW

LINKS = Links("https://hands.example", b"s" * 32)


def working(session: Session, actor: Actor = SYSTEM, now: datetime = NOW) -> UnitOfWork:
    return UnitOfWork(session, actor, now, LINKS)
