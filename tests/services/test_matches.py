"""Accounts are matched with bound and flagged parties, and only with those."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from complaints.models import Filer, FilerIdentity, LinkJudgement, PartyMatch, Right
from complaints.rules.actors import Actor
from complaints.rules.kinds import FilerKind, LinkVerdict, Proof
from complaints.services import judgements, matches, proof
from complaints.services.matches import Shown
from complaints.services.registry.filers import new_parties
from tests.clock import NOW
from tests.services.desk import ITEM, MARK, Desk

DAY = timedelta(days=1)
OLD = {
    "reference": "old", "name": "Bold Brands Ltd", "kind": "rights_holder", "country": "US",
    "email": "info@boldbrands.example", "phone": "+1 202 555 0123", "device": "device-of-old",
    "payment": "DE89370400440532013000", "address": "12 Elm Street, Springfield, IL 62704",
    "ip": "198.51.100.7",
}  # fmt: skip
NEW = {
    "reference": "new", "name": "Quiet Goods Inc", "kind": "rights_holder", "country": "US",
    "email": "hello@quietgoods.example", "phone": "+1 303 555 0199", "device": "device-of-new",
    "payment": "GB33BUKB20201555555555", "address": "7 Oak Road, Denver, CO 80202",
    "ip": "203.0.113.9",
}  # fmt: skip


class Counter(Desk):
    """A desk at which one account, `old`, is boycotted since yesterday."""

    def __init__(self, database: Any, now: datetime) -> None:
        super().__init__(database, now)
        self.portal = self.partner()
        self.filed(OLD, "1", at=now - 40 * DAY)
        self.old = self.number("old")

    def filed(
        self, face: dict[str, Any], mark: str, at: datetime | None = None, **more: Any
    ) -> int:
        """File one complaint by a mark and return the account's id."""
        right = {**MARK, "number": mark}
        targets = [{"url": f"{ITEM}{next(self._numbers)}"}]
        self.file(self.portal, filer=face, right=right, targets=targets, at=at, **more)
        return self.number(face["reference"])

    def number(self, reference: str) -> int:
        with self.database.reading() as session:
            return session.scalars(select(Filer.id).where(Filer.reference == reference)).one()

    def match(self, filer_id: int, **shown: Any) -> PartyMatch | None:
        def verb(work: Any) -> PartyMatch | None:
            found = matches.match(work, work.session.get_one(Filer, filer_id), Shown(**shown))
            if found is not None:
                work.session.expunge(found)
            return found

        return self.do(verb)


@pytest.fixture
def counter(database):
    return Counter(database, NOW)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("email", "free_email:2"), ("phone", "phone:2"), ("device", "device:2"),
     ("payment", "payment:2")],
)  # fmt: skip
def test_one_rare_thing_of_ones_own_is_enough(counter, kind, shown):
    counter.boycott(counter.old)
    new = counter.filed({**NEW, kind: OLD[kind]}, "2")
    found = counter.match(new)
    assert found is not None
    assert (found.filer_id, found.other_id, found.shared) == (new, counter.old, [shown])
