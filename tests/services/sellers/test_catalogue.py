"""A platform's catalogue gives claims the store and the operator that they did not state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Claim, LedgerEntry, Operator, Store
from complaints.rules.filing.targets import Target
from complaints.services.registry import aim_at
from complaints.services.sellers import listings
from complaints.services.sellers.listings import Catalogued, Offer
from complaints.storage.db import Database
from tests.services.decisions.desk import ITEM, VAULT, Desk

pytestmark = pytest.mark.both_databases


def stated(database: Database) -> list[tuple[str | None, str | None]]:
    """Return store and operator of each claim."""
    with database.reading() as session:
        question = (
            select(Store.reference, Operator.name)
            .select_from(Claim)
            .outerjoin(Store, Store.id == Claim.store_id)
            .outerjoin(Operator, Operator.id == Claim.operator_id)
            .order_by(Claim.id)
        )
        return [(store, operator) for store, operator in session.execute(question)]


def test_a_catalogue_fills_what_claims_left_open(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    acme = desk.filer()

    def claim(number: int, **said: str) -> None:
        desk.claim(acme, targets=[{"url": f"{ITEM}{number}", **said}])

    claim(1)
    claim(2, store_id="said")
    claim(3, operator="Said")
    claim(4, store_id="said", operator="Said")
    claim(5)
    claim(6)
    claim(7, store_id="true")
    # What a complaint says of a listing is not another's.
    desk.claim(desk.filer("bond"), targets=[{"url": f"{ITEM}7"}])
    assert stated(database) == [
        (None, None), ("said", None), (None, "Said"), ("said", "Said"), (None, None), (None, None),
        ("true", None), (None, None),
    ]  # fmt: skip

    def offer(number: int, **said: str) -> Any:
        return Offer(aim_at(Target.of({"url": f"{ITEM}{number}", **said})))

    true = {"store_id": "true", "operator": "True"}
    # The fifth is in the catalogue without its store, the sixth and seventh are not in it.
    offers = [*(offer(number, **true) for number in (1, 2, 3, 4)), offer(5), offer(1, **true)]
    done = desk.do(listings.load_offers, offers=offers, vault=VAULT)
    assert stated(database) == [
        ("true", "True"), ("said", "Said"), ("true", "Said"), ("said", "Said"), (None, None),
        (None, None), ("true", None), (None, None),
    ]  # fmt: skip
    assert done == Catalogued(listings=5, stores_linked=2, operators_linked=2)
    with database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "imported")).one()
        assert (entry.subject, entry.subject_id) == ("listings", 0)
        assert entry.facts == {
            "listings": 5, "stores_linked": 2, "operators_linked": 2, "inboxes": 0, "countries": 0,
            "views": 0, "traders": 0,
        }  # fmt: skip


def test_batches_are_counted_together() -> None:
    total = Catalogued()
    total.add(Catalogued(1, 2, 3, 4))
    total.add(Catalogued(10, 20, 30, 40))
    assert total == Catalogued(11, 22, 33, 44)
