"""Clocks on pages: staff let one stand and run on, and deal with what is left to them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from complaints.models import Clock
from complaints.storage.context import Context
from tests.api.test_claims import file
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]


def test_a_clock_on_its_claims_page(caller: Callers, ann: FlaskClient, context: Context) -> None:
    acme = caller("filer", "acme")
    claim_id = file(acme)
    (clock,) = acme.get(f"/claims/{claim_id}").get_json()["clocks"]
    page, act = f"/console/claims/{claim_id}", f"/console/clocks/{clock['id']}"
    name = f"clock{clock['id']}.reason"
    shown = ann.get(page).text
    assert "Staff decide" in shown
    assert "by the end of" in shown
    assert "(Beijing time)" in shown
    refused = ann.post(f"{act}/pause", data={name: ""})
    assert refused.status_code == 422
    assert ann.post(f"{act}/pause", data={name: "The office is shut."}).status_code == 303
    shown = ann.get(page).text
    assert "</strong> The office is shut. (Ann)" in " ".join(shown.split())
    assert ann.post(f"{act}/resume").status_code == 303
    assert ann.post(f"{act}/nothing").status_code == 404
    assert ann.post("/console/clocks/999/resume").status_code == 404
    assert ann.post("/console/clocks/999/pause", data={}).status_code == 404
    with context.database.transaction() as session:
        session.execute(update(Clock).values(state="overdue"))
    assert f"Claim {claim_id}" in ann.get("/console/clocks").text
    assert "Do what was due when it ended" in ann.get(page).text
    assert (
        ann.post(f"{act}/leave", data={name: "All is well.", "confirmed": "true"}).status_code
        == 303
    )
    assert "There are no deadlines to sort out." in ann.get("/console/clocks").text
