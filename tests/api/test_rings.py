"""Rings over HTTP: listed, read, and steps for several of their accounts at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.base.clock import utcnow
from complaints.rules.actors import SYSTEM
from complaints.services.findings import scans
from tests.scenes.working import working
from tests.services.cases.rings import Streets

WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}


@pytest.fixture
def ids(context):
    """A ring of a, b and c, of which c is below a flag; ids by name."""
    now = utcnow()
    with context.database.transaction() as session:
        streets = Streets(session, now - timedelta(hours=1), "abc")
        found = streets.found(now, ["abc"])
        found.filers[2] = streets.found(now, ["abc"], level="watch").filers[2]
        scans.record(working(session, SYSTEM, now), found, later_levels={}, started_at=now)
        return [filer.id for filer in streets.known.values()]


def test_a_ring_is_read_and_taken_up_the_ladder(caller, ids):
    ann = caller("reviewer", "eve")
    (row,) = ann.get("/rings").get_json()["items"]
    assert (row["id"], row["accounts"], row["states"]) == (1, 3, {"open": 2})
    whole = ann.get("/rings/1").get_json()
    assert [member["filer"]["id"] for member in whole["members"]] == ids
    assert [member["state"] for member in whole["members"]] == ["open", "open", None]
    assert [member["possible"] for member in whole["members"]] == [["take"], ["take"], []]
    (conduct,) = whole["conduct"]
    assert (conduct["detector"], conduct["filer_ids"]) == ("unfounded_share", ids[:2])
    seen = [member["seen"] for member in whole["members"]]
    refused = ann.post("/rings/1/take", {"filer_ids": ids, "seen": seen})
    assert refused.status_code == 409
    body = refused.get_json()
    assert body["type"].endswith("/problems/not-all-members")
    assert body["filer_ids"] == ids[2:]
    assert ann.post("/rings/1/take", {"filer_ids": ids[:2], "seen": seen}).status_code == 200
    late = ann.post("/rings/1/take", {"filer_ids": ids[:1], "seen": seen})
    assert (late.status_code, late.get_json()["filer_ids"]) == (409, ids[:1])
    closed = ann.post("/rings/1/confirm", {"filer_ids": ids[:2], "why": "One phone."}).get_json()
    assert [member["state"] for member in closed["members"]] == ["confirmed", "confirmed", None]
    assert ann.get("/rings").get_json()["items"] == []
    assert len(ann.get("/rings?state=all").get_json()["items"]) == 1
    made = ann.post("/rings/1/boycotts", {"filer_ids": ids[:2], **WORDS})
    assert made.status_code == 201
    assert [item["state"] for item in made.get_json()["items"]] == ["proposed", "proposed"]
    warned = ann.post("/rings/1/warn", {"filer_ids": ids[:2]}).get_json()
    states = [member["boycott"] and member["boycott"]["state"] for member in warned["members"]]
    assert states == ["warned", "warned", None]
    graph = ann.get("/rings/1/graph").get_json()
    assert {node["key"] for node in graph["nodes"] if node["kind"] == "filer"} == set(ids)
    assert ann.post("/rings/1/dismiss", {"filer_ids": [], "why": "x"}).status_code == 422
    assert ann.get("/rings/7").status_code == 404


def test_a_ring_in_hand_noted_on_and_named_wrongly(caller, ids):
    eve, rob = caller("reviewer", "eve"), caller("reviewer", "rob")
    held = {"subject": "ring", "subject_id": 1}
    assert eve.post("/leases", held).status_code == 200
    refused = rob.post("/rings/1/take", {"filer_ids": ids[:1]})
    assert (refused.status_code, refused.get_json()["by"]) == (409, "eve")
    assert eve.post("/leases/release", held).status_code == 204
    wrong = rob.post("/rings/1/take", {"filer_ids": [*ids[:1], 998, 999, 999]})
    assert wrong.status_code == 422
    assert [each["detail"] for each in wrong.get_json()["errors"]][1:] == [
        "Account 998: not in this ring now", "Account 999: not in this ring now",
    ]  # fmt: skip
    twice = rob.post("/rings/1/take", {"filer_ids": [ids[0], ids[0]]})
    states = [member["state"] for member in twice.get_json()["members"]]
    assert states == ["under_review", "open", None]
    (case,) = rob.get("/queue?subject=ring").get_json()["items"]
    assert (case["id"], case["accounts"], case["whose"]) == (1, 3, "mine")
    assert rob.post("/notes", {**held, "text": "One office."}).status_code == 201
    assert eve.get("/notes?subject=ring&subject_id=1").get_json()["items"][0]["by"] == "rob"
    assert eve.get("/notes?subject=ring&subject_id=2").status_code == 404
    one, two = eve.get("/flags?state=all").get_json()["items"]
    assert (one["ring_id"], two["ring_id"]) == (1, 1)
    assert len(eve.get("/flags?state=all&one_a_ring=true").get_json()["items"]) == 1
    assert eve.get("/queue/counts").get_json()["flags"] == 1
