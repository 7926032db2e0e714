"""A desk that knows a rights holder: what the check at intake holds a newcomer against."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from complaints.models import Check, Filer
from complaints.rules.kinds import CheckKind
from complaints.services.decisions import claims
from complaints.services.filing.intake import Accepted
from complaints.storage.db import Database
from tests.scenes.contacts import confirm_mailbox
from tests.scenes.staged import staged
from tests.services.decisions.desk import ITEM, VAULT, Desk

DAY = timedelta(days=1)
MAKER = {
    "reference": "maker", "name": "Velora GmbH", "kind": "rights_holder",
    "email": "ip@velora.example",
}  # fmt: skip
AGENT = {
    "reference": "agency", "name": "Harrow IP", "kind": "agent", "email": "notices@harrow.test",
}  # fmt: skip
PERMIT = {"reference": "POA-1"}


class Known(Desk):
    """A desk at which a maker has filed since a hundred days, with its claims upheld."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.portal = self.partner()
        self.ann = self.staff("ann")
        for number in range(5):
            at = now - (100 - number * 10) * DAY
            claim_id = self.claim(self.portal, filer=MAKER, targets=target(number), at=at)
            self.do(claims.decide, self.ann, claim_id, decision="take_down", code="shown", at=at)

    @classmethod
    def staged(cls, database: Database, now: datetime) -> Known:
        """Return one whose maker has filed, as the first test of this worker had it file."""
        return copy(staged(database, f"known {now}", lambda: cls(database, now)))

    def newcomer(self, reference: str = "new", number: int = 50, **face: Any) -> Accepted:
        """File in the maker's name by its number, from an account of this day."""
        said = ("rights_holder", "authorization", "right", "targets", "at")
        notice = {key: face.pop(key) for key in said if key in face}
        filer = {"reference": reference, "name": "Velora", "kind": "rights_holder", **face}
        answer = self.file(self.portal, filer=filer, **{"targets": target(number), **notice})
        assert isinstance(answer, Accepted)
        return answer

    def confirm(self, reference: str, email: str, at: datetime) -> None:
        """Let a filer of the portal have opened the link in its mailbox."""
        with self.database.transaction() as session:
            named = select(Filer.id).where(Filer.reference == reference)
            confirm_mailbox(session, session.scalars(named).one(), email, VAULT, at)

    def noted(self, kind: CheckKind = CheckKind.AUTHORITY) -> list[Check]:
        with self.database.reading() as session:
            noted = select(Check).where(Check.kind == kind).order_by(Check.id)
            return list(session.scalars(noted))


def target(number: int) -> list[dict[str, Any]]:
    return [{"url": f"{ITEM}{1000 + number}"}]
