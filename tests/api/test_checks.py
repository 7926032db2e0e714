"""The check of authority over HTTP: asked at the filing, in the way of a takedown, verified."""

from __future__ import annotations

from collections.abc import Callable

from complaints.base.clock import utcnow
from complaints.storage.context import Context
from tests.api.bodies import MARK, complaint, slug
from tests.scenes.callers import Caller
from tests.services.authority.known import Known

POSED = {"reference": "new", "name": "Velora", "email": "legal@velora-ip.example"}


def test_authority_is_asked_verified_and_then_out_of_the_way(
    caller: Callable[..., Caller], context: Context
) -> None:
    Known(context.database, utcnow())
    partner, reviewer = caller("partner"), caller("reviewer")
    mark = {**MARK, "jurisdiction": "CN"}
    answer = partner.post("/complaints", complaint(filer=POSED, right=mark))
    assert answer.status_code == 201, answer.get_json()
    filed = answer.get_json()
    assert filed["authority"] == "asked"
    (target,) = filed["targets"]
    decide = f"/claims/{target['claim_id']}/decide"
    verdict = {"decision": "take_down", "reason": "shown"}
    barred = reviewer.post(decide, verdict)
    assert (barred.status_code, slug(barred)) == (409, "authority-unverified")
    assert barred.get_json()["complaint_id"] == filed["id"]
    (waiting,) = reviewer.get("/complaints?check=authority").get_json()["items"]
    assert (waiting["id"], waiting["authority"]) == (filed["id"], "asked")
    assert partner.get("/complaints?check=authority").status_code == 403
    assert partner.get(f"/complaints/{filed['id']}").get_json()["checks"] == []
    (check,) = reviewer.get(f"/complaints/{filed['id']}").get_json()["checks"]
    assert (check["kind"], check["numbers"]["resembles"]) == ("authority", "word")
    authority = f"/complaints/{filed['id']}/authority"
    verified = reviewer.post(authority, {"reason": "Register extract."}).get_json()
    assert verified["authority"] == "verified"
    assert reviewer.post(decide, verdict).status_code == 200
    assert slug(reviewer.post(authority, {"reason": "Again."})) == "wrong-state"


def test_an_ordinary_filing_is_not_asked(caller: Callable[..., Caller]) -> None:
    assert caller("filer").post("/complaints", complaint()).get_json()["authority"] is None
