"""Which accounts complained of which stores, as the map of a ring shows it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.models import Claim, Store
from complaints.queries.findings import store_maps
from complaints.storage.db import Database
from tests.scenes.clock import NOW
from tests.services.cases.market import Market

pytestmark = pytest.mark.both_databases


def test_stores_stand_by_their_claims_and_the_rest_is_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = (("acme", "one", 1), ("acme", "two", 2), ("bond", "two", 1), ("bond", "three", 1),
             ("other", "one", 9))  # fmt: skip
    with database.transaction() as session:
        market = Market(session, NOW)
        filers = {name: market.filer(name) for name in ("acme", "bond", "other")}
        place = market.listing().marketplace_id
        stores = {
            name: Store(marketplace_id=place, reference=name) for name in ("one", "two", "three")
        }
        session.add_all(stores.values())
        session.flush()
        for filer, store, times in filed:
            for _time in range(times):
                complaint = market.complaint(filers[filer], NOW)
                of_it = select(Claim).where(Claim.complaint_id == complaint.id)
                session.scalars(of_it).one().store_id = stores[store].id
        session.flush()
        group = [filers["acme"].id, filers["bond"].id]
        shown = store_maps.of_filers(session, group)
        assert [store.reference for store in shown.stores] == ["two", "one", "three"]
        assert dict(shown.claims) == {
            (filers[filer].id, stores[store].id): times
            for filer, store, times in filed
            if filer != "other"
        }
        assert shown.left_out == 0
        monkeypatch.setattr(store_maps, "MOST_STORES", 2)
        cut = store_maps.of_filers(session, group)
        assert ([store.reference for store in cut.stores], cut.left_out) == (["two", "one"], 1)
        assert len(cut.claims) == 3
