"""Telling buyers, by page and by API, in both languages: from the claim to the public page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.base.clock import utcnow
from tests.api.bodies import complaint
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PUBLIC = "/illegal-products"


@pytest.mark.parametrize(("language", "tell", "nothing", "why"), [
    ("en", "Tell buyers that the product was illegal", "There is none now.", "Why it is illegal"),
    ("zh", "告知买家该商品违法", "目前没有。", "违法原因"),
])  # fmt: skip
def test_from_the_claim_to_the_public_page(
    app: Flask, caller: Callable[..., Caller], language: str, tell: str, nothing: str, why: str
) -> None:
    acme, ben = caller("filer", "acme"), caller("reviewer", "ben")
    ann, visitor = app.test_client(), app.test_client()
    sign_in(ann, "reviewer", "ann")
    acme.post("/complaints", complaint())
    today = utcnow().date().isoformat()
    page = "/console/claims/1/buyer-notices"
    sent = {
        "known_on": today, "product": "Drill", "trader": "Hafen Outlet", "redress": "Return it.",
    }  # fmt: skip
    assert tell not in ann.get(f"/console/claims/1?lang={language}").text
    assert ann.post(page, data=sent).status_code == 409
    ben.post("/claims/1/decide", {"decision": "take_down", "reason": "shown"})
    assert tell in ann.get(f"/console/claims/1?lang={language}").text
    assert ann.post(page, data=sent | {"trader": ""}).status_code == 422
    its = ann.post(page, data=sent).headers["Location"]
    assert its in ann.get("/console/claims/1").text
    assert "Drill" in ann.get("/console/buyer-notices").text
    assert nothing in visitor.get(f"{PUBLIC}?lang={language}").text
    (row,) = ben.get("/buyer-notices").get_json()["items"]
    assert (row["state"], row["stands"]) == ("to_tell", True)
    told = {"told.told_on": today, "told.buyers_told": "12", "told.all_reached": "false"}
    assert ann.post(f"{its}/told", data=told | {"told.buyers_told": "-1"}).status_code == 422
    ann.post(f"{its}/told", data=told)
    assert ben.get(f"/buyer-notices/{row['id']}").get_json()["state"] == "to_tell"
    ann.post(f"{its}/told", data=told | {"confirmed": "true"})
    assert ben.get(f"/buyer-notices/{row['id']}").get_json()["buyers_told"] == 12
    ann.post(f"{its}/publish", data={"confirmed": "true"})
    shown = visitor.get(f"{PUBLIC}?lang={language}").text
    for words in ("Drill", "Hafen Outlet", "Return it.", why):
        assert words in shown
    assert PUBLIC in visitor.get("/").text
    assert ben.get("/buyer-notices").get_json()["items"] == []
    ann.post(f"{its}/void", data={"void.why": "It was another.", "confirmed": "true"})
    assert nothing in visitor.get(f"{PUBLIC}?lang={language}").text
    assert ben.post(f"/buyer-notices/{row['id']}/publish").status_code == 409
    (void,) = ben.get("/buyer-notices?state=void").get_json()["items"]
    assert void["void_why"] == "It was another."
    assert acme.get("/buyer-notices").status_code == 403
    assert ann.post(f"{its}/nothing").status_code == 404
