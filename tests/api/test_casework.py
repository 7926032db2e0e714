"""The queue, leases, notes and decisions of several claims at once, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from complaints.models import Claim, Event, Lease, Letter
from complaints.storage.context import Context
from tests.api.bodies import COUNTER, ITEM, complaint, pointers, slug
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
REJECT = {"decision": "reject", "reason": "no-infringement", "merit": "unfounded"}
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}


def file(who: Caller, number: int, start: int = 1, **given: Any) -> int:
    targets = [
        {"url": f"{ITEM}{start + n}", "store_id": f"s{n % 2}", "marketplace": "taobao"}
        for n in range(number)
    ]
    answer = who.post("/complaints", complaint(targets=targets, **given))
    assert answer.status_code == 201, answer.get_json()
    complaint_id: int = answer.get_json()["id"]
    return complaint_id


def test_claims_are_decided_together_with_one_letter_a_reader(
    caller: Callers, context: Context
) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    path = f"/complaints/{file(acme, 30)}"
    ids = [claim["id"] for claim in ann.get(path).get_json()["claims"]]
    down = ann.post(f"{path}/decide", {**TAKE_DOWN, "claim_ids": ids[:10]})
    assert down.status_code == 200
    assert down.get_json()["decided"] == ids[:10]
    rest = ann.post(f"{path}/decide", REJECT).get_json()
    assert rest["decided"] == ids[10:]
    assert rest["claim_counts"] == {"rejected": 20, "removed": 10}
    assert {claim["merit"] for claim in rest["claims"][10:]} == {"unfounded"}
    assert [event["kind"] for event in rest["events"]] == ["takedown", "rejection"]
    with context.database.reading() as session:
        decided = select(Letter).where(Letter.kind == "claim_decided").order_by(Letter.id)
        letters = session.scalars(decided).all()
        said = "The listing does not show what the complaint says."
        assert sum(letter.filer_id is not None for letter in letters) == 2
        assert sum(letter.store_id is not None for letter in letters) == 4
        assert said in letters[-1].body


def test_a_template_is_read_in_both_languages(caller: Callers, context: Context) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    path = f"/complaints/{file(acme, 1)}"
    said = "The listing does not show what the complaint says."
    ann.post(f"{path}/decide", {"decision": "reject", "reason": "no-infringement"})
    with context.database.reading() as session:
        decided = select(Letter).where(Letter.kind == "claim_decided").order_by(Letter.id)
        to_filer, to_seller = session.scalars(decided)
        assert said in to_seller.body
        assert "该商品并无投诉所称的内容。" in to_seller.body
        assert "what your complaint says." in to_filer.body
        assert "该商品并无您的投诉所称的内容。" in to_filer.body


def test_who_decides_on_what_is_no_longer_so_is_told(caller: Callers, context: Context) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    path = f"/complaints/{file(acme, 3)}"
    seen = ann.get(path).headers["ETag"]
    one = ben.get(path).get_json()["claims"][0]["id"]
    assert ben.post(f"/claims/{one}/decide", TAKE_DOWN).status_code == 200
    late = ann.post(f"{path}/decide", REJECT, headers={"If-Match": seen})
    assert (late.status_code, slug(late)) == (412, "stale")
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == 1


@pytest.mark.parametrize(
    ("given", "status", "problem"),
    [
        ({**TAKE_DOWN, "merit": "founded"}, 422, "invalid-request"),
        ({"decision": "stand", "reason": "shown"}, 409, "wrong-state"),
        # A free sentence, and a reason for the other decision.
        ({**REJECT, "reason": "No likeness."}, 422, "invalid-request"),
        ({**REJECT, "reason": "shown"}, 422, "invalid-request"),
        ({**REJECT, "claim_ids": [999]}, 422, "invalid-request"),
        ({**REJECT, "claim_ids": []}, 422, "invalid-request"),
    ],
)
def test_what_does_not_hold_decides_nothing(
    caller: Callers, given: dict[str, Any], status: int, problem: str
) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    path = f"/complaints/{file(acme, 2)}"
    answer = ann.post(f"{path}/decide", given)
    assert (answer.status_code, slug(answer)) == (status, problem)
    assert ann.get(path).get_json()["claim_counts"] == {"received": 2}


def test_the_queue_is_by_deadline_and_what_is_taken_is_held(
    caller: Callers, context: Context
) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    first, second = file(acme, 2), file(acme, 1, start=50)
    queue = ann.get("/queue").get_json()["items"]
    assert [(item["subject"], item["id"], item["claims"]) for item in queue] == [
        ("complaint", first, 2),
        ("complaint", second, 1),
    ]
    assert queue[0]["what"] == ["decide"]
    assert ann.post("/queue/next").get_json()["item"]["id"] == first
    assert ben.post("/queue/next").get_json()["item"]["id"] == second
    assert ann.post("/queue/next", {"subject": "complaint"}).get_json() == {"item": None}
    held = ben.get("/queue").get_json()["items"][0]
    assert (held["held_by"], held["mine"]) == ("ann", False)
    refused = ben.post("/leases", {"subject": "complaint", "subject_id": first})
    assert (refused.status_code, slug(refused)) == (409, "held")
    refused = ben.post(f"/complaints/{first}/decide", REJECT)
    assert (refused.status_code, slug(refused)) == (409, "held")
    back = {"subject": "complaint", "subject_id": first}
    assert ben.post("/leases/release", back).status_code == 204
    assert ben.post("/leases", back).status_code == 409
    assert ann.post("/leases/release", back).status_code == 204
    assert ben.post("/leases", back).status_code == 200


def test_a_lease_ends_by_itself_and_is_renewed_by_working(
    caller: Callers, context: Context, now: Any
) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    case = file(acme, 2)
    held = {"subject": "complaint", "subject_id": case}
    until = ann.post("/leases", held).get_json()["until"]
    one = ann.get(f"/complaints/{case}").get_json()["claims"][0]["id"]
    # To read the letters of a decision is no step.
    assert ann.post(f"/claims/{one}/decide/preview", TAKE_DOWN).status_code == 200
    assert ann.post("/leases", held).get_json()["until"] == until
    assert ann.post(f"/claims/{one}/decide", TAKE_DOWN).status_code == 200
    with context.database.transaction() as session:
        lease = session.scalars(select(Lease)).one()
        assert lease.until.isoformat() > until
        session.execute(update(Lease).values(until=now - timedelta(days=900)))
    assert ben.post(f"/complaints/{case}/decide", REJECT).status_code == 200
    assert ben.post("/leases", held).get_json()["person_id"] == ben.id


@pytest.mark.both_databases
def test_the_queue_turns_page_by_page(caller: Callers, context: Context, now: Any) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    cases = [file(acme, 1, start=10 * n) for n in range(1, 6)]
    many = file(acme, 12, start=500)
    with context.database.transaction() as session:
        session.execute(
            update(Claim).where(Claim.complaint_id.in_(cases[:2])).values(decide_by=None)
        )
        # Each of its claims has a clock of its own; it is one case, at the first of them.
        for n, claim in enumerate(session.query(Claim).filter_by(complaint_id=many)):
            claim.decide_by = now + timedelta(hours=n)
    seen, cursor = [], ""
    while True:
        page = ann.get(f"/queue?limit=2{cursor}").get_json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [many, *cases[2:], *cases[:2]]
    assert pointers(ann.get("/queue?cursor=WzEsMl0")) == ["/cursor"]


def test_appeals_wait_for_another_than_the_decider(caller: Callers) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    path = f"/complaints/{file(acme, 1)}"
    (one,) = ann.post(f"{path}/decide", REJECT).get_json()["decided"]
    assert acme.post(f"/claims/{one}/appeals", {"side": "filer", "grounds": "No."}).status_code
    assert ann.get("/queue").get_json()["items"] == []
    (appeal,) = ben.get("/queue").get_json()["items"]
    assert (appeal["subject"], appeal["what"]) == ("appeal", ["judge_appeal"])


def test_a_counter_notice_waits_with_a_clock_of_its_own(caller: Callers) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    case = file(acme, 1)
    (one,) = ann.post(f"/complaints/{case}/decide", TAKE_DOWN).get_json()["decided"]
    assert ann.get("/queue").get_json()["items"] == []
    caller("reviewer", "bob").post(f"/claims/{one}/counter", COUNTER)
    (item,) = ann.get("/queue").get_json()["items"]
    assert item["what"] == ["counter_notice"]
    assert item["due"] is not None


def test_notes_are_for_staff_alone(caller: Callers) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    case = file(acme, 1)
    note = {"subject": "complaint", "subject_id": case, "text": "Same invoice as before."}
    assert ann.post("/notes", note).status_code == 201
    (seen,) = ben.get(f"/notes?subject=complaint&subject_id={case}").get_json()["items"]
    assert (seen["by"], seen["text"]) == ("ann", "Same invoice as before.")
    assert "Same invoice" not in acme.get(f"/complaints/{case}").get_data(as_text=True)
    assert ann.post("/notes", {**note, "subject_id": 999}).status_code == 404
