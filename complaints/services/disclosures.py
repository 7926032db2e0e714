"""Records in the ledger that somebody is about to read sealed identities."""

from __future__ import annotations

from complaints.rules.actors import Scope
from complaints.services import ledger
from complaints.work import Work


def disclose_all(work: Work, *, source: str | None) -> None:
    """Record an export with identities, before it begins. Refuses with: forbidden."""
    work.actor.require(Scope.REVIEW)
    ledger.record(work, "exported", "identities", 0, source=source)
