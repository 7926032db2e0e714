"""A store and a filer as staff see them, and complaints like another."""

from __future__ import annotations

from typing import Any

from flask import Response

from complaints.http import staff_tables
from complaints.http.endpoint import STORE, Blueprint, Call, endpoint
from complaints.queries.filing import similar
from complaints.queries.findings import dossiers
from complaints.queries.findings.dossiers import Dossier
from complaints.queries.sellers import stores, strikes
from complaints.queries.sellers.stores import StoreDetail, StoreFilters
from complaints.queries.sellers.strikes import StrikeRecord
from complaints.rules.actors import Scope
from complaints.schemas.findings.dossiers import (
    AlikesOut,
    DossierOut,
    StoresListQuery,
    StoresOut,
    StoresQuery,
    WholeStoreOut,
)
from complaints.schemas.sellers.strikes import StrikesOut

blp = Blueprint("dossiers", __name__, description="Stores and filers as staff see them")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "GET", "/complaints/<id:complaint_id>/similar", scopes=STAFF, answer=AlikesOut,
          costly=True)  # fmt: skip
def find_similar(call: Call, complaint_id: int) -> dict[str, object]:
    """List complaints like this one: same right, listings, stores, paper or words."""
    return {"items": similar.find_similar(call.work, complaint_id)}


@endpoint(blp, "GET", "/stores", scopes=STAFF, query=StoresQuery, answer=StoresOut)
def find_stores(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """Find stores by their id on the marketplace, or by a part of their name."""
    rows = stores.find_stores(call.work, StoreFilters(name=query["name"]))
    return {"items": [{"store": store, "marketplace": slug} for store, slug in rows]}


@endpoint(blp, "GET", "/stores.csv", scopes=STAFF, query=StoresListQuery, media=["text/csv"])
def stores_csv(call: Call, query: dict[str, Any]) -> Response:
    """Download the stores that these filters choose, at most 10,000."""
    filters = StoreFilters(
        query.get("name"), query.get("marketplace"), query["waits"], query["strikes"],
        query["again"],
    )  # fmt: skip
    rows = stores.find_stores(call.work, filters, limit=staff_tables.MOST_ROWS)
    return staff_tables.stores_file(rows)


@endpoint(blp, "GET", STORE, scopes=STAFF, answer=WholeStoreOut)
def read_store(call: Call, store_id: int) -> StoreDetail:
    """Read what was filed against a store, when, by whom, and what came of it."""
    return stores.get_store(call.work, store_id)


@endpoint(blp, "GET", f"{STORE}/strikes", scopes=STAFF, answer=StrikesOut)
def read_strikes(call: Call, store_id: int) -> StrikeRecord:
    """Read a store's strikes: what makes each, when it expires, and what does not count and why."""
    stores.require_store(call.work, store_id)
    return strikes.strikes_of_stores(call.work, [store_id])


@endpoint(blp, "GET", "/filers/<id:filer_id>/dossier", scopes=STAFF, answer=DossierOut,
          costly=True)  # fmt: skip
def read_dossier(call: Call, filer_id: int) -> Dossier:
    """Read whom an account targets, its months, and what it shares with whom (kinds only)."""
    return dossiers.dossier_of_filer(call.work, filer_id)
