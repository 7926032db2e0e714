"""Flags over HTTP: read by staff only, with evidence, ring and picture; closed with a reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.http import paging
from complaints.models import Filer, FilerIdentity, Flag
from complaints.rules.actors import SYSTEM
from complaints.services.findings import scans
from tests.scenes.callers import PROBLEM
from tests.scenes.working import working
from tests.services.cases.market import Market, finding, report


@pytest.fixture
def flag(context, caller):
    """An open flag of `acme`, whose ring is with `bond`; the flag's id."""
    acme, bond = caller("agent", "acme"), caller("agent", "bond")
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        filers = [session.get_one(Filer, each.id) for each in (acme, bond)]
        cases = [market.complaint(filers[0], now - timedelta(days=d)) for d in (1, 2)]
        other = market.complaint(filers[1], now)
        found = [
            finding(filers[0], cases, level="boycott_review", ring="ring-1"),
            finding(filers[1], [other], level="watch", ring="ring-1"),
        ]
        done = scans.record(
            working(session, SYSTEM, now), report(now, *found), later_levels={}, started_at=now
        )
    return done.opened[0]


def test_staff_read_a_flag_with_its_evidence(caller, flag):
    ann = caller("reviewer", "ann")
    listed = ann.get("/flags").get_json()
    assert [(row["id"], row["filer"]["name"]) for row in listed["items"]] == [(flag, "acme")]
    assert listed["next"] is None
    assert [(row["ring_size"], row["families"]) for row in listed["items"]] == [(2, ["outcomes"])]
    answer = ann.get(f"/flags/{flag}")
    whole = answer.get_json()
    assert answer.headers["ETag"] == f'"{whole["version"]}"'
    (signal,) = whole["signals"]
    assert [each["reference"] for each in signal["complaints"]] == ["C-1", "C-2"]
    assert (whole["level"], whole["possible"]) == ("boycott_review", ["take"])
    assert [row["shapes"] for row in (whole, *listed["items"])] == ["c" * 64] * 2


@pytest.mark.parametrize(
    ("speaks_for", "is_pending"),
    [
        ([], False),
        ([{"kind": "pending", "numbers": {}}], True),
        ([{"kind": "targets", "numbers": {}}], False),
        ([{"kind": "targets", "numbers": {}}, {"kind": "pending", "numbers": {}}], True),
        # As an earlier version stored it.
        (["Nothing is pending."], False),
    ],
)
def test_a_flag_of_whom_nothing_is_decided_says_so(context, caller, flag, speaks_for, is_pending):
    with context.database.transaction() as session:
        session.execute(update(Flag).values(speaks_for=speaks_for))
    (listed,) = caller("reviewer", "ann").get("/flags").get_json()["items"]
    assert listed["pending"] is is_pending


def test_a_flag_says_each_finding_once_in_the_language_asked_for(caller, flag):
    ann = caller("reviewer", "ann")
    english, chinese = (
        ann.get(f"/flags/{flag}", headers={"Accept-Language": language}).get_json()
        for language in ("en", "zh")
    )
    assert english["signals"][0]["summary"].startswith("About 90% of its claims look unfounded")
    assert chinese["signals"][0]["summary"].startswith("其投诉项中约 90% 看来无根据")
    # Neither in another language beside it, nor a second time.
    both = json.dumps(english) + json.dumps(chinese)
    assert both.count("look unfounded") == 1


def test_ring_and_picture(caller, flag):
    ann = caller("reviewer", "ann")
    ring = ann.get(f"/flags/{flag}/ring").get_json()
    assert ring["ring"] == "ring-1"
    assert [(m["filer"]["name"], m["flag_id"]) for m in ring["members"]] == [("bond", None)]
    graph = ann.get(f"/flags/{flag}/graph").get_json()
    assert {node["label"] for node in graph["nodes"]} >= {"acme"}
    # No store is named here, so each listing stands for its store.
    labels = {node["id"]: node["label"] for node in graph["nodes"]}
    met = [edge["target"] for edge in graph["edges"] if edge["kind"] == "complained of"]
    assert sorted(labels[target] for target in met) == ["L-1", "L-2", "L-3"]
    ends = {edge[end] for edge in graph["edges"] for end in ("source", "target")}
    assert ends <= set(labels)
    assert all(0 <= node[axis] <= 1 for node in graph["nodes"] for axis in "xy")


@pytest.mark.parametrize(
    "query",
    [
        "expand=filer",
        "expand=shared:1",
        "expand=store:x",
        "expand=filer:99999999999",
        "kinds=nonsense",
        "expand=" + ",".join(f"filer:{n}" for n in range(1, 7)),
    ],
)
def test_a_picture_is_not_asked_for_what_is_no_node(caller, flag, query):
    answer = caller("reviewer", "ann").get(f"/flags/{flag}/graph?{query}")
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)


def test_a_picture_shows_what_two_share_and_one_step_further(context, caller, flag):
    with context.database.transaction() as session:
        ids = {f.reference: f.id for f in session.scalars(select(Filer))}
        market = Market(session, utcnow())
        ids |= {name: market.filer(name).id for name in ("cash", "dora")}
        for name, digest in (
            ("acme", "one"),
            ("bond", "one"),
            ("cash", "two"),
            ("dora", "two"),
            ("bond", "two"),
        ):
            session.add(FilerIdentity(filer_id=ids[name], kind="phone", digest=digest,
                                      first_seen=market.now, last_seen=market.now))  # fmt: skip
    ann = caller("reviewer", "ann")
    graph = ann.get(f"/flags/{flag}/graph").get_json()
    (phone,) = [node for node in graph["nodes"] if node["kind"] == "identifier"]
    assert (phone["label"], phone["shared"], phone["holders"]) == ("phone shared by 2", "phone", 2)
    names = {node["label"]: node["role"] for node in graph["nodes"] if node["kind"] == "filer"}
    assert names == {"acme": "suspect", "bond": "ring"}
    only = ann.get(f"/flags/{flag}/graph?kinds=shares").get_json()
    assert {edge["kind"] for edge in only["edges"]} == {"shares"}
    assert {node["kind"] for node in only["nodes"]} == {"filer", "identifier"}
    bond = f"filer:{ids['bond']}"
    wider = ann.get(f"/flags/{flag}/graph?expand={bond}").get_json()
    assert {n["label"] for n in wider["nodes"]} >= {"phone shared by 2", "phone shared by 3"}
    other = next(n["id"] for n in wider["nodes"] if n["label"] == "phone shared by 3")
    widest = ann.get(f"/flags/{flag}/graph?expand={bond},{other}").get_json()
    assert {n["label"] for n in widest["nodes"]} >= {"Cash", "Dora"}


@pytest.mark.parametrize("query", ["?state=dismissed", "?level=warning", "?mine=true", "?filer=99"])
def test_filters_leave_out_what_does_not_fit(caller, flag, query):
    assert caller("reviewer", "ann").get(f"/flags{query}").get_json()["items"] == []


@pytest.mark.both_databases
def test_a_page_ends_where_the_next_begins(context, caller, flag):
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now, {"complaint": 9, "listing": 9})
        more = market.filer("cash")
        found = finding(more, [market.complaint(more, now)])
        scans.record(
            working(session, SYSTEM, now), report(now, found), later_levels={}, started_at=now
        )
    ann = caller("reviewer", "ann")
    first = ann.get("/flags?limit=1").get_json()
    second = ann.get(f"/flags?limit=1&cursor={first['next']}").get_json()
    names = [page["items"][0]["filer"]["name"] for page in (first, second)]
    assert (names, second["next"]) == (["Cash", "acme"], None)


@pytest.mark.both_databases
def test_the_queue_is_in_order_of_level_then_score_then_nearness(context, caller):
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)

        def found(name, level, score, near):
            filer = market.filer(name)
            cases = [market.complaint(filer, now)]
            return replace(finding(filer, cases, level=level, score=score), near=near)

        flagged = [
            found("near", "warning", 0.7, 0.3),
            found("high", "warning", 0.8, 0.0),
            found("far", "warning", 0.7, 0.1),
            found("top", "boycott_review", 0.6, 0.0),
            found("also-far", "warning", 0.7, 0.1),
        ]
        scans.record(
            working(session, SYSTEM, now), report(now, *flagged), later_levels={}, started_at=now
        )
    ann = caller("reviewer", "ann")
    names: list[tuple[str, float]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = ann.get(f"/flags?sort=queue&limit=2{cursor and '&cursor=' + cursor}").get_json()
        names += [(row["filer"]["reference"], row["near"]) for row in page["items"]]
        cursor = page["next"]
    order = [("top", 0.0), ("high", 0.0), ("near", 0.3), ("far", 0.1), ("also-far", 0.1)]
    assert names == order
    beyond = paging.encode((999,))
    assert ann.get(f"/flags?sort=queue&cursor={beyond}").status_code == 404


def test_nobody_else_learns_that_there_is_a_flag(caller, flag):
    for who in (caller("filer", "other"), caller("partner")):
        for path in ("/flags", f"/flags/{flag}", f"/flags/{flag}/graph", "/ledger"):
            assert who.get(path).status_code == 403
    assert caller("reviewer", "ann").get("/flags/999").status_code == 404


def test_take_and_confirm_with_the_version_that_was_read(caller, flag):
    ann = caller("reviewer", "ann")
    tag = ann.get(f"/flags/{flag}").headers["ETag"]
    taken = ann.post(f"/flags/{flag}/take", headers={"If-Match": tag})
    assert (taken.status_code, taken.get_json()["taken_by"]) == (200, ann.id)
    stale = ann.post(f"/flags/{flag}/confirm", {"why": "clear"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.mimetype) == (412, PROBLEM)
    missing = ann.post(f"/flags/{flag}/confirm", {})
    assert missing.get_json()["errors"][0]["pointer"] == "/why"
    assert ann.post(f"/flags/{flag}/confirm", {"why": " "}).status_code == 422
    fresh = {"If-Match": taken.headers["ETag"]}
    done = ann.post(f"/flags/{flag}/confirm", {"why": "clear"}, headers=fresh)
    assert (done.get_json()["state"], done.get_json()["why"]) == ("confirmed", "clear")
    again = ann.post(f"/flags/{flag}/dismiss", {"why": "no"})
    assert (again.status_code, again.get_json()["possible"]) == (409, [])


def test_the_ledger_tells_the_story_of_a_flag(caller, flag):
    ann = caller("reviewer", "ann")
    ann.post(f"/flags/{flag}/take")
    ann.post(f"/flags/{flag}/dismiss", {"why": "an honest error"})
    story = ann.get(f"/ledger?subject=flag&subject_id={flag}").get_json()["items"]
    assert [(entry["verb"], entry["why"]) for entry in story] == [
        ("dismiss", "an honest error"),
        ("take", None),
        ("opened", None),
    ]


def test_scans_are_listed(caller, flag):
    (run,) = caller("reviewer", "ann").get("/scans").get_json()["items"]
    assert (run["flagged"], run["claims"], run["shapes"]) == (1, 10, "c" * 64)
