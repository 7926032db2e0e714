"""Claims over HTTP: deciding, answering, completing, withdrawing, grading, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import LedgerEntry, Letter
from complaints.storage.context import Context
from tests.api.bodies import COUNTER, ITEM, SAM, complaint, pointers, slug
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}
REJECT = {"decision": "reject", "reason": "no-infringement"}


def file(who: Caller, **given: Any) -> int:
    answer = who.post("/complaints", complaint(**given))
    assert answer.status_code == 201, answer.get_json()
    claim_id: int = answer.get_json()["targets"][0]["claim_id"]
    return claim_id


def test_a_claims_whole_life(caller: Callers) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    path = f"/claims/{file(acme)}"
    asked = {"what": "The certificate.", "answer_due": "2099-01-01T00:00:00Z"}
    wrong = rev.post(f"{path}/ask", asked, headers={"If-Match": '"first"'})
    assert (wrong.status_code, "If-Match must be" in wrong.get_json()["detail"]) == (422, True)
    assert rev.post(f"{path}/ask", asked).get_json()["state"] == "incomplete"
    assert acme.get(path).get_json()["possible"] == ["complete", "withdraw"]
    assert acme.post(f"{path}/complete", {"note": "Here."}).get_json()["state"] == "received"
    assert rev.post(f"{path}/decide", TAKE_DOWN).get_json()["listing_down"] is True
    countered = caller("supervisor").post(f"{path}/counter", COUNTER)
    assert countered.get_json()["state"] == "countered"
    (said,) = acme.get(path).get_json()["counter_notices"]
    assert (said["grounds"], said["reach"]) == ("Genuine", "entered")
    assert "seller@shop.example" not in acme.get(path).get_data(as_text=True)
    stand = {"decision": "reinstate", "reason": "answer-convinces", "merit": "unfounded"}
    done = rev.post(f"{path}/decide", stand).get_json()
    assert (done["state"], done["merit"], done["listing_down"]) == (
        "reinstated",
        "unfounded",
        False,
    )
    assert [event["kind"] for event in done["events"]] == [
        "amendment",
        "takedown",
        "counter_notice",
        "reinstatement",
    ]


@pytest.mark.both_databases
def test_two_reviewers_deciding_at_once(caller: Callers) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    path = f"/claims/{file(acme)}"
    seen = ann.get(path).headers["ETag"]
    assert ben.get(path).headers["ETag"] == seen
    first = ann.post(f"{path}/decide", TAKE_DOWN, headers={"If-Match": seen})
    assert first.status_code == 200
    assert first.headers["ETag"] != seen
    second = ben.post(f"{path}/decide", REJECT, headers={"If-Match": seen})
    assert (second.status_code, slug(second)) == (412, "stale")
    third = ben.post(f"{path}/decide", REJECT)
    assert (third.status_code, slug(third)) == (409, "wrong-state")
    assert third.get_json()["possible"] == ["counter", "gone", "overturn", "put_right", "withdraw"]


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("ask", {"what": "x", "answer_due": "2099-01-01T00:00:00Z"}),
        ("decide", REJECT),
        ("grade", {"merit": "unfounded", "reason": "x"}),
        ("gone", {}),
        ("counter", COUNTER),
        ("demand-report", {"statement": "x"}),
        ("take-up", {"reason": "x"}),
        ("discard", {"reason": "x"}),
    ],
)
def test_a_filers_key_does_not_do_what_is_others(
    caller: Callers, step: str, body: dict[str, Any]
) -> None:
    acme = caller("filer")
    answer = acme.post(f"/claims/{file(acme)}/{step}", body)
    assert (answer.status_code, slug(answer)) == (403, "forbidden")


def test_a_stranger_finds_nothing(caller: Callers) -> None:
    path = f"/claims/{file(caller('filer'))}"
    other, portal = caller("filer", "other"), caller("partner")
    assert other.get(path).status_code == 404
    assert other.post(f"{path}/withdraw").status_code == 404
    assert portal.get(path).status_code == 404
    assert portal.post(f"{path}/withdraw").status_code == 404
    assert other.get("/claims").get_json() == {"items": [], "next": None}


def test_a_partner_hands_in_what_the_seller_says(caller: Callers) -> None:
    portal, market = caller("partner"), caller("marketplace")
    path = f"/claims/{file(portal, filer=SAM)}"
    assert market.get(path).get_json()["possible"] == ["counter", "gone"]
    assert portal.get(path).get_json()["possible"] == ["withdraw"]
    assert market.post(f"{path}/counter", COUNTER).get_json()["state"] == "countered"
    assert market.post(f"{path}/demand-report", {"statement": "500 yuan"}).status_code == 200
    assert portal.post(f"{path}/withdraw", {"reason": "settled"}).get_json()["state"] == "withdrawn"

    def kinds(who: Caller) -> list[str]:
        return [event["kind"] for event in who.get(path).get_json()["events"]]

    assert kinds(market) == ["counter_notice", "demand_report", "withdrawal"]
    assert kinds(portal) == ["counter_notice", "withdrawal"]


def test_a_demand_report_is_not_shown_to_the_filer(caller: Callers) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    path = f"/claims/{file(acme)}"
    rev.post(f"{path}/demand-report", {"statement": "They want money."})
    assert len(rev.get(path).get_json()["events"]) == 1
    assert acme.get(path).get_json()["events"] == []
    complaint_id = acme.get(path).get_json()["complaint_id"]
    assert acme.get(f"/complaints/{complaint_id}").get_json()["events"] == []


def test_a_withdrawn_claim_is_graded(caller: Callers) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    path, grade = f"/claims/{file(acme)}", {"merit": "manifestly_unfounded", "reason": "Invented."}
    assert rev.post(f"{path}/grade", grade).status_code == 409
    acme.post(f"{path}/withdraw")
    assert rev.post(f"{path}/grade", grade).get_json()["merit"] == "manifestly_unfounded"


@pytest.mark.parametrize(
    ("step", "body", "where"),
    [
        ("decide", {**TAKE_DOWN, "merit": "founded"}, ["/merit"]),
        ("decide", {"decision": "burn", "reason": ""}, ["/decision", "/reason"]),
        ("decide", {**REJECT, "reason": "x" * 201}, ["/reason"]),
        ("ask", {"what": "x", "answer_due": "2020-01-01T00:00:00Z"}, ["/answer_due"]),
        ("ask", {"what": "x", "answer_due": "2099-01-01"}, ["/answer_due"]),
        ("ask", {"what": "x", "answer_due": "9999-12-31T23:59:59-12:00"}, ["/answer_due"]),
        ("counter", {}, ["/declarations", "/seller", "/statement"]),
        ("grade", {"merit": "good", "reason": "x"}, ["/merit"]),
    ],
)
def test_what_does_not_hold_is_pointed_at(
    caller: Callers, step: str, body: dict[str, Any], where: list[str]
) -> None:
    path = f"/claims/{file(caller('filer'))}/{step}"
    answer = caller("reviewer").post(path, body)
    assert (answer.status_code, sorted(pointers(answer))) == (422, where)


@pytest.mark.both_databases
def test_the_queue_of_staff(caller: Callers) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    targets = [{"url": f"{ITEM}{number}"} for number in (1, 2, 3)]
    filed = acme.post("/complaints", complaint(targets=targets)).get_json()
    first, *rest = (target["claim_id"] for target in filed["targets"])
    rev.post(f"/claims/{first}/decide", REJECT)
    page = rev.get("/claims?state=received&limit=1").get_json()
    more = rev.get(f"/claims?state=received&limit=1&cursor={page['next']}").get_json()
    assert [item["id"] for item in page["items"] + more["items"]] == rest
    assert more["next"] is None
    assert len(rev.get(f"/claims?complaint={filed['id']}").get_json()["items"]) == 3


def test_reading_identities_leaves_a_trace(caller: Callers, context: Context) -> None:
    portal, rev = caller("partner"), caller("reviewer")
    claim = file(portal, filer=SAM)
    filer = rev.get(f"/claims/{claim}").get_json()["filer_id"]
    assert portal.get(f"/filers/{filer}").get_json()["name"] == "Sam"
    path = f"/filers/{filer}/identities"
    assert pointers(rev.get(path)) == ["/why"]
    assert portal.get(f"{path}?why=x").status_code == 403
    answer = rev.get(f"{path}?why=ring+check")
    assert [(one["kind"], one["value"]) for one in answer.get_json()["items"]] == [
        ("email", "sam@example.org")
    ]
    assert answer.headers["Cache-Control"] == "no-store"
    with context.database.reading() as session:
        entry = session.query(LedgerEntry).filter_by(verb="read_identities").one()
        assert (entry.actor_id, entry.subject_id, entry.why) == (rev.id, filer, "ring check")


@pytest.mark.both_databases
def test_accounts_are_found_by_name_by_who_may(caller: Callers) -> None:
    acme, _, rev = caller("filer", "acme"), caller("filer", "bond"), caller("reviewer")
    assert [one["name"] for one in rev.get("/filers?name=ACM").get_json()["items"]] == ["acme"]
    assert [one["id"] for one in acme.get("/filers").get_json()["items"]] == [acme.id]
    assert rev.get("/filers?name=%25").get_json()["items"] == []


def test_a_filer_stands_by_a_claim_that_was_countered(caller: Callers, context: Context) -> None:
    acme, rev = caller("filer"), caller("reviewer")
    targets = [{"url": f"{ITEM}1", "store_id": "s1"}]
    filed = acme.post("/complaints", complaint(targets=targets)).get_json()
    claim = filed["targets"][0]["claim_id"]
    words = {"statement": "Our own test purchase shows a copy."}
    assert acme.post(f"/claims/{claim}/reply", words).status_code == 409
    rev.post(f"/claims/{claim}/counter", COUNTER)
    assert rev.post(f"/claims/{claim}/reply", words).status_code == 403
    said = acme.post(f"/claims/{claim}/reply", words).get_json()
    assert said["state"] == "countered"
    last = said["events"][-1]
    assert (last["kind"], last["by"], last["note"]) == ("amendment", "filer", words["statement"])
    with context.database.reading() as session:
        letter = session.scalars(select(Letter).where(Letter.kind == "claim_replied")).one()
        assert letter.store_id is not None
