"""Held complaints and matches over HTTP: who reads what, who lets go on, and what a no does."""

from __future__ import annotations

from collections.abc import Callable

from complaints.base.clock import utcnow
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, slug
from tests.api.test_casework import TAKE_DOWN, file
from tests.scenes.callers import Caller
from tests.scenes.looking_alike import hold_all

Callers = Callable[..., Caller]


def test_a_held_complaint_says_until_when_and_a_reviewer_lets_it_go_on(
    caller: Callers, context: Context
) -> None:
    new, old, ann = caller("filer", "new"), caller("filer", "old"), caller("reviewer", "ann")
    case = file(new, 1)
    assert new.get(f"/complaints/{case}").get_json()["held_until"] is None
    match = hold_all(context, new.id, old.id, utcnow())
    seen = new.get(f"/complaints/{case}").get_json()
    assert seen["held_until"] is not None
    assert seen["checks"] == []
    (listed,) = ann.get("/complaints?check=party").get_json()["items"]
    assert (listed["id"], listed["held_until"]) == (case, seen["held_until"])
    (check,) = ann.get(f"/complaints/{case}").get_json()["checks"]
    assert (check["kind"], check["signs"]) == ("party", ["same_party"])
    assert (check["match_id"], check["until"]) == (match, seen["held_until"])
    (waiting,) = ann.get("/queue").get_json()["items"]
    assert (waiting["due"], waiting["what"]) == (seen["held_until"], ["decide", "party"])
    barred = ann.post(f"/complaints/{case}/decide", TAKE_DOWN)
    assert (barred.status_code, slug(barred)) == (409, "filer-being-checked")
    assert barred.get_json()["complaint_id"] == case
    claim = seen["claims"][0]["id"]
    assert slug(ann.post(f"/claims/{claim}/decide", TAKE_DOWN)) == "filer-being-checked"
    released = ann.post(f"/complaints/{case}/release", {"reason": "Called the firm."})
    assert released.get_json()["held_until"] is None
    assert ann.post(f"/complaints/{case}/decide", TAKE_DOWN).status_code == 200


def test_both_accounts_are_compared_and_a_no_lets_all_go_on(
    caller: Callers, context: Context
) -> None:
    new, old, ann = caller("filer", "new"), caller("filer", "old"), caller("reviewer", "ann")
    cases = [file(new, 1), file(new, 1, start=5)]
    match = hold_all(context, new.id, old.id, utcnow())
    (listed,) = ann.get("/matches?held=true").get_json()["items"]
    assert (listed["id"], listed["held"], listed["judgement"]) == (match, 2, None)
    assert listed["shared"] == [
        {"kind": "device", "accounts": 2, "known": None},
        {"kind": "payment", "accounts": 3, "known": None},
    ]
    whole = ann.get(f"/matches/{match}").get_json()
    assert whole["complaint_ids"] == cases
    assert [side["filer_id"] for side in whole["sides"]] == [new.id, old.id]
    assert [side["complaints"] for side in whole["sides"]] == [2, 0]
    assert new.get("/matches").status_code == 403
    answer = {"filer": new.id, "other": old.id, "why": "Two firms."}
    seen = {"headers": {"If-Match": ann.get(f"/matches/{match}").headers["ETag"]}}
    assert ann.post("/judgements", {**answer, "verdict": "no"}, **seen).status_code == 201
    # A colleague who has not seen it is told.
    late = caller("reviewer", "bob").post("/judgements", {**answer, "verdict": "yes"}, **seen)
    assert (late.status_code, slug(late)) == (412, "stale")
    assert ann.get("/matches?held=true").get_json()["items"] == []
    (after,) = ann.get(f"/matches?held=false&filer={old.id}").get_json()["items"]
    assert after["judgement"]["verdict"] == "no"
    for case in cases:
        assert ann.post(f"/complaints/{case}/decide", TAKE_DOWN).status_code == 200


def test_a_filing_that_nobody_resembles_is_not_held(caller: Callers) -> None:
    filed = caller("filer").post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}]))
    assert filed.get_json()["held_until"] is None


def test_what_is_not_there_is_not_found(caller: Callers) -> None:
    ann = caller("reviewer", "ann")
    assert slug(ann.get("/matches/99")) == "not-found"
    assert slug(ann.post("/complaints/99/release", {"reason": "x"})) == "not-found"
