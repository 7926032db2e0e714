"""A platform that reads a complaint on its sellers' side learns nothing of the filer that these may
not: no boycott, no grade, no grounds of its appeal, none of another system's names for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from complaints.base.clock import utcnow
from complaints.models import Boycott, Claim, Complaint, Right
from complaints.storage.context import Context
from tests.api.bodies import SAM, complaint
from tests.scenes.callers import Caller
from tests.services.decisions.desk import Desk

Callers = Callable[..., Caller]
GROUNDS = "Our investigator bought one, and her name is Lea."
MANIFEST = {"decision": "reject", "reason": "no-infringement", "merit": "manifestly_unfounded"}
APPEAL = {"side": "filer", "grounds": GROUNDS}
OF_PARTNER = ("boycott_id", "authorization_id", "authority", "held_until", "answers")


@pytest.fixture
def case(caller: Callers, context: Context) -> dict[str, Any]:
    """A complaint that a boycott once kept, rejected as manifestly unfounded, and appealed."""
    portal, rev = caller("partner", "portal"), caller("reviewer", "rev")
    filed = portal.post("/complaints", complaint(filer=SAM)).get_json()
    case, claim = filed["id"], filed["targets"][0]["claim_id"]
    with context.database.reading() as session:
        filer = session.get_one(Claim, claim).filer_id
    boycott = Desk(context.database, utcnow()).boycott(filer)
    with context.database.transaction() as session:
        session.execute(update(Complaint).values(boycott_id=boycott))
        session.execute(update(Boycott).values(state="lifted"))
        session.execute(update(Right).values(proof="confirmed", proof_at=utcnow()))
    assert rev.post(f"/claims/{claim}/decide", MANIFEST).status_code == 200
    appeal = portal.post(f"/claims/{claim}/appeals", APPEAL).get_json()["id"]
    return {
        "complaint": f"/complaints/{case}", "claim": f"/claims/{claim}",
        "appeal": f"/appeals/{appeal}", "portal": portal, "rev": rev,
    }  # fmt: skip


@pytest.mark.parametrize("role", ["marketplace", "both"])
def test_a_platform_reads_what_its_sellers_may(
    caller: Callers, case: dict[str, Any], role: str
) -> None:
    market = caller(role)
    whole, claim = market.get(case["complaint"]).get_json(), market.get(case["claim"]).get_json()
    assert {name: whole[name] for name in OF_PARTNER} == dict.fromkeys(OF_PARTNER)
    assert whole["filer"] == {
        "id": whole["filer"]["id"], "name": "Sam", "reference": None, "kind": None,
    }  # fmt: skip
    assert (whole["right"]["proof"], whole["right"]["proof_at"]) == (None, None)
    for events in (whole["events"], claim["events"]):
        assert [one["merit"] for one in events] == [None] * len(events)
    listed = market.get("/appeals").get_json()["items"]
    read = market.get(case["appeal"]).get_json()
    (beside,) = claim["appeals"]
    assert [one["grounds"] for one in (*listed, read, beside)] == [None] * 3
    assert [one["state"] for one in (*listed, read, beside)] == ["filed"] * 3
    paths = (*(case[name] for name in ("complaint", "claim", "appeal")), "/claims", "/appeals")
    said = "".join(market.get(path).get_data(as_text=True) for path in paths)
    for word in ("Lea", "manifestly", "s-1", "sam@example.org", '"proof":"confirmed"'):
        assert word not in said, word


def test_its_filer_and_staff_read_all_of_it(case: dict[str, Any]) -> None:
    for who in (case["portal"], case["rev"]):
        whole, claim = who.get(case["complaint"]).get_json(), who.get(case["claim"]).get_json()
        assert whole["boycott_id"] is not None
        assert whole["filer"]["reference"] == SAM["reference"]
        assert whole["right"]["proof"] == "confirmed"
        assert [one["merit"] for one in claim["events"]] == ["manifestly_unfounded", None]
        assert who.get(case["appeal"]).get_json()["grounds"] == GROUNDS
        assert claim["appeals"][0]["grounds"] == GROUNDS
        assert claim["events"][-1]["note"] == GROUNDS


def test_a_platform_reads_the_appeal_that_it_filed_itself(
    caller: Callers, case: dict[str, Any]
) -> None:
    market, sue = caller("marketplace"), caller("supervisor", "sue")
    overturn = {"decision": "overturn", "reason": "weighed-wrongly"}
    assert sue.post(f"{case['appeal']}/decide", overturn).status_code == 200
    ours = {"side": "seller", "grounds": "We sell the real one."}
    assert market.post(f"{case['claim']}/appeals", ours).get_json()["grounds"] == ours["grounds"]
    read = market.get(case["claim"]).get_json()
    assert [one["grounds"] for one in read["appeals"]] == [None, ours["grounds"]]
    assert ours["grounds"] in [one["note"] for one in read["events"]]
