"""Where marketplaces sell and stores are, stated on pages; without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.models import Store
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.console.test_inboxes import send
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
TARGET = {"url": "https://shop.example/1", "marketplace": "shop.example", "listing_id": "1",
          "store_id": "s1"}  # fmt: skip


def test_staff_see_that_nobody_said_where_it_sells_and_say_it(
    ann: FlaskClient, caller: Callers, context: Context
) -> None:
    acme = caller("filer", "acme")
    filed = acme.post("/complaints", complaint(targets=[TARGET])).get_json()
    case = f"/console/complaints/{filed['id']}"
    seen = ann.get(case).get_data(as_text=True)
    assert "We do not know where shop.example sells" in seen
    assert "Under our own rules" in seen
    page = "/console/marketplaces"
    assert "Not known: our own rules apply" in ann.get(page).get_data(as_text=True)
    wrong = send(ann, page, page, slug="shop.example", country="UK")
    assert "Write GB (United Kingdom)." in wrong
    assert "under the law of this country" in send(
        ann, page, page, slug="shop.example", country="fr"
    )
    listed = ann.get(page).get_data(as_text=True)
    assert "Under the Digital Services Act of the European Union" in listed
    assert "We do not know where" not in ann.get(case).get_data(as_text=True)
    with context.database.reading() as session:
        store = f"/console/stores/{session.scalars(select(Store.id)).one()}"
    assert "Enter another country" not in ann.get(store).get_data(as_text=True)
    said = send(ann, f"{store}/country", store, **{"place.country": "DE"})
    assert "Enter another country" in said
    claim = filed["targets"][0]["claim_id"]
    law = "Under the Digital Services Act of the European Union"
    assert law in ann.get(f"/console/claims/{claim}").get_data(as_text=True)
