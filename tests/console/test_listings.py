"""How a listing stands, on the pages of staff, of both filers and of the seller; without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.models import Claim
from complaints.storage.context import Context
from complaints.storage.links import SellerOf
from tests.api.test_orders import held_twice
from tests.console.test_casework import once
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.links import link_to

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


@pytest.fixture
def cy(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "reviewer", "cy")
    return client


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.get_data(as_text=True).split())


def test_each_reader_sees_how_a_listing_stands_and_no_more(
    app: Flask, context: Context, caller: Callers, cy: FlaskClient
) -> None:
    acme, _, (one, two) = held_twice(caller)
    acme.post(f"/claims/{one['id']}/withdraw")
    page = text(cy, f"/console/claims/{one['id']}")
    assert "asked: down" in page
    assert "not confirmed yet" in page
    with context.database.reading() as session:
        claim = session.get_one(Claim, one["id"])
        store_id, complaint_id = claim.store_id, claim.complaint_id
    other = caller("reviewer", "di").get(f"/complaints/{two['complaint_id']}").get_json()
    reference = other["reference"]
    assert f"off sale because of complaint {reference}" in page
    assert f"off sale because of complaint {reference}" in text(
        cy, f"/console/complaints/{complaint_id}"
    )
    assert reference in text(cy, f"/console/stores/{store_id}")
    assert reference in text(cy, f"/console/filers/{two['filer_id']}")
    filer = app.test_client()
    sign_in(filer, "filer", "filer")
    for path in (f"/claims/{one['id']}", f"/complaints/{complaint_id}"):
        shown = text(filer, path)
        assert "off sale for a reason other than this complaint" in shown
        assert reference not in shown
    assert "1 listing of this complaint is off sale at present." in text(
        filer, f"/complaints/{complaint_id}/receipt"
    )
    link = link_to(context, seller=SellerOf(complaint_id, store_id=store_id))
    assert f"The listing is off sale because of complaint {reference}." in text(
        app.test_client(), link
    )


def test_staff_note_by_hand_what_nobody_confirms(caller: Callers, cy: FlaskClient) -> None:
    _, _, (one, _) = held_twice(caller)
    path = f"/console/claims/{one['id']}"
    assert path in text(cy, "/console/orders")
    page = text(cy, path)

    def note(**sent: str) -> str:
        form = {f"confirmation.{name}": value for name, value in sent.items()}
        answer = cy.post(f"{path}/confirmation", data={"once": once(page), **form})
        return answer.get_data(as_text=True) if answer.status_code != 303 else ""

    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert "still to come" in note(state="down", on=tomorrow)
    assert note(state="down") == ""
    page = text(cy, path)
    assert "noted by staff" in page
    assert "not what we asked for" not in page
    assert path not in text(cy, "/console/orders")
    # What was so on an earlier day does not hold against it.
    assert note(state="up", on="2026-01-02", note="Seen.") == ""
    assert path not in text(cy, "/console/orders")
    page = text(cy, path)
    note(state="up")
    assert "not what we asked for" in text(cy, path)
    assert path in text(cy, "/console/orders")


def test_where_a_partner_confirms_staff_do_not(caller: Callers, cy: FlaskClient) -> None:
    _, _, (one, _) = held_twice(caller)
    page = text(cy, f"/console/claims/{one['id']}")
    caller("marketplace")
    connected = text(cy, f"/console/claims/{one['id']}")
    assert "the marketplace has not confirmed it yet" in connected
    assert "/confirmation" not in connected
    answer = cy.post(
        f"/console/claims/{one['id']}/confirmation",
        data={"once": once(page), "confirmation.state": "up"},
    )
    assert "The marketplace confirms this itself." in answer.get_data(as_text=True)
