"""Notes in the record that somebody is about to read sealed identities."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.rules.actors import Actor, Scope
from complaints.services import ledger


def disclose_all(session: Session, actor: Actor, *, source: str | None, now: datetime) -> None:
    """Note an export with identities, before it begins. Refuses with: forbidden."""
    actor.needs(Scope.REVIEW)
    ledger.record(session, actor, "exported", "identities", 0, now=now, source=source)
    session.flush()
