"""Trusted flaggers by page and by API: two administrators, and what each side reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.base.clock import utcnow
from complaints.models import Claim
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.services.decisions.desk import Desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = "/console/trusted-flaggers"


@pytest.mark.parametrize(("language", "state", "badge"), [
    ("en", "Has priority", "Trusted flagger"), ("zh", "优先处理", "可信举报人"),
])  # fmt: skip
def test_two_administrators_and_a_day_of_a_flagger(
    app: Flask, caller: Callable[..., Caller], context: Context, language: str, state: str,
    badge: str,
) -> None:  # fmt: skip
    acme, admin = caller("filer", "acme"), caller("administrator", "eve")
    ada, bea, ann = (app.test_client() for _each in range(3))
    sign_in(ada, "administrator", "ada")
    sign_in(bea, "administrator", "bea")
    sign_in(ann, "reviewer", "ann")
    own = acme.get("/me").get_json()["id"]
    today = utcnow().date().isoformat()
    sent = {
        "filer_id": str(own), "entity": "Lumen e.V.", "field": "counterfeit",
        "authority": "Coordinator of Utopia", "source": "https://coordinator.example/list",
        "awarded_on": today,
    }  # fmt: skip
    wrong = ada.post(PAGE, data=sent | {"source": "javascript:alert(1)", "entity": ""})
    assert (wrong.status_code, "javascript" in wrong.text) == (422, True)
    assert ada.post(PAGE, data=sent).headers["Location"] == PAGE
    (row,) = admin.get("/trusted-flaggers").get_json()["items"]
    its = f"{PAGE}/{row['id']}"
    assert (row["state"], row["field"]) == ("waiting", ["counterfeit"])
    assert "Somebody else has to approve this." in ada.get(its).text
    assert ada.post(f"{its}/approve").status_code == 403
    assert bea.post(f"{its}/approve").headers["Location"] == its
    assert state in bea.get(f"{its}?lang={language}").text
    german = {"url": "https://www.amazon.de/dp/B000000001", "store_id": "s1"}
    filed = acme.post("/complaints", complaint(targets=[german], **WITH_MAIL)).get_json()
    assert acme.get(f"/complaints/{filed['id']}").get_json()["flagged"] == "in_field"
    with context.database.transaction() as session:
        claim_id = session.query(Claim.id).scalar()
    assert badge in ann.get(f"/console?lang={language}").text
    assert badge in ann.get(f"/console/desk/{claim_id}?lang={language}").text
    (waiting,) = admin.get("/queue").get_json()["items"]
    assert waiting["priority"] == "trusted_flagger"
    decided = {"decision": "reject", "reason": "wrong-listing", "claim_ids": [claim_id]}
    assert admin.post(f"/complaints/{filed['id']}/decide", decided).status_code == 200
    told = admin.get(f"/trusted-flaggers/{row['id']}/report").get_json()
    assert (told["notices"], told["imprecise_notices"]) == (1, 1)
    assert filed["reference"] in ada.get(its).text
    noted = {"change": "revoked", "on": today, "source": "https://coordinator.example/gone"}
    answer = admin.post(f"/trusted-flaggers/{row['id']}/status", noted)
    assert answer.get_json()["state"] == "revoked"
    assert ada.post(f"{its}/status", data=noted).status_code == 409


@pytest.mark.parametrize(("language", "first", "suspended", "stopped"), [
    ("en", "decided before others:", "is suspended while Coordinator of Utopia looks into it",
     "none of them is decided before others"),
    ("zh", "您在以下方面的投诉优先处理", "正在审查，您的可信举报人身份暂停", "均不优先决定"),
])  # fmt: skip
def test_a_flagger_reads_its_status_at_home_and_beside_its_figures(
    app: Flask, caller: Callable[..., Caller], context: Context, language: str, first: str,
    suspended: str, stopped: str,
) -> None:  # fmt: skip
    acme, ada, eve = (
        caller(role, name)
        for role, name in (("filer", "acme"), ("administrator", "ada"), ("administrator", "eve"))
    )
    kim = app.test_client()
    sign_in(kim, "filer", "acme")

    def read() -> list[tuple[bool, bool, bool]]:
        pages = [kim.get(f"{path}?lang={language}").text for path in ("/", "/standing/")]
        return [(first in page, suspended in page, stopped in page) for page in pages]

    today = utcnow().date().isoformat()
    sent = {
        "filer_id": acme.get("/me").get_json()["id"], "entity": "Lumen e.V.",
        "field": ["counterfeit"], "authority": "Coordinator of Utopia",
        "source": "https://coordinator.example/list", "awarded_on": today,
    }  # fmt: skip
    its = f"/trusted-flaggers/{ada.post('/trusted-flaggers', sent).get_json()['id']}"
    assert read() == [(False, False, False)] * 2
    assert eve.post(f"{its}/approve").status_code == 200
    assert read() == [(True, False, False)] * 2
    Desk(context.database, utcnow()).boycott(sent["filer_id"])
    assert read() == [(False, False, True)] * 2
    noted = {"change": "suspended", "on": today, "source": "https://coordinator.example/x"}
    assert eve.post(f"{its}/status", noted).status_code == 200
    assert read() == [(False, True, False)] * 2
    assert eve.post(f"{its}/status", noted | {"change": "revoked"}).status_code == 200
    assert read() == [(False, False, False)] * 2


WITH_MAIL = {"contact": {"email": "law@acme.example"}}
