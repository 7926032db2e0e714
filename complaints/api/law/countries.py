"""In which country a marketplace's buyers are, and who runs a store: by both goes the law."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import STORE, Blueprint, Call, endpoint
from complaints.queries.sellers import marketplaces, their_ids
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE, saying
from complaints.schemas.law.countries import (
    CountryIn,
    MarketplaceOut,
    MarketplacesOut,
    StoreCountryOut,
)
from complaints.services.law import countries

blp = Blueprint("countries", __name__, description="Where marketplaces and stores are")
STATING = (Scope.REVIEW, Scope.ENFORCE)


@endpoint(blp, "GET", "/marketplaces", scopes=STATING, answer=MarketplacesOut)
def list_marketplaces(call: Call) -> dict[str, Any]:
    """Read the marketplaces with the countries of their buyers: staff all that complaints name, a
    platform those that it runs."""
    rows = marketplaces.find_marketplaces(call.work)
    return {"items": [marketplaces.with_countries(row) for row in rows]}


@endpoint(blp, "PUT", "/marketplaces/<slug>/country", scopes=STATING, body=CountryIn,
          answer=MarketplaceOut, bars=NO_CASE)  # fmt: skip
def set_for_marketplace(call: Call, body: dict[str, Any], slug: str) -> dict[str, Any]:
    """State where a marketplace's buyers are: staff of any, a platform of those that it runs.

    It decides the law of complaints that are filed from now on. What is filed keeps its form and
    its clocks.
    """
    return marketplaces.with_countries(
        countries.state_marketplace(call.work, slug, body["country"])
    )


@endpoint(blp, "PUT", f"{STORE}/country", scopes=STATING, body=CountryIn,
          answer=StoreCountryOut, bars=saying("store"))  # fmt: skip
def set_for_store(call: Call, body: dict[str, Any], store_id: int) -> dict[str, Any]:
    """State in which country who runs a store is established. A law that protects such a seller
    joins the claims that go on against it; none leaves them."""
    row = countries.state_store(call.work, store_id, body["country"])
    return {"store": their_ids.find_store(call.session, store_id), "country": row.country}
