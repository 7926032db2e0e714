"""What changed, as whoever follows from outside reads it."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from complaints.base.clock import utcnow
from complaints.http.waiting import WaitingRoom
from complaints.models import OutwardEvent
from complaints.rules.outward.events import EVENT_TYPES, type_of
from complaints.services.outward.events import number_events
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, pointers
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
TARGETS = [{"url": f"{ITEM}1", "store_id": "s9"}]
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}


def types(caller: Caller, query: str = "") -> list[str]:
    """Return the types of all events that a caller reads, in order, two at a time."""
    found, after = [], ""
    while True:
        answer = caller.get(f"/events?limit=2{query}{after}").get_json()
        found += [item["type"] for item in answer["items"]]
        if not answer["more"]:
            return found
        after = f"&after={answer['next']}"


@pytest.mark.both_databases
def test_each_side_reads_its_own_changes_in_order(caller: Callers) -> None:
    acme, other, rev = caller("filer"), caller("filer", "other"), caller("reviewer")
    market = caller("marketplace")
    filed = acme.post("/complaints", complaint(targets=TARGETS)).get_json()
    claim = filed["targets"][0]["claim_id"]
    rev.post(f"/complaints/{filed['id']}/decide", TAKE_DOWN)
    acme.post(f"/claims/{claim}/withdraw")
    mine = types(acme)
    assert mine[:2] == ["right.registered", "complaint.filed"]
    assert [each for each in mine if each.startswith(("complaint", "claim"))] == [
        "complaint.filed", "claim.taken_down", "claim.withdrawn",
    ]  # fmt: skip
    assert "statement_of_reasons.made" in mine
    assert types(other) == []
    theirs = types(market)
    assert [each for each in theirs if each.startswith("claim")] == [
        "claim.taken_down", "claim.withdrawn",
    ]  # fmt: skip
    assert {"complaint.filed", "right.registered"}.isdisjoint(theirs)
    assert set(mine) | set(theirs) <= set(types(rev))
    two = acme.get("/events?type=claim.taken_down&type=claim.withdrawn").get_json()["items"]
    assert [each["type"] for each in two] == ["claim.taken_down", "claim.withdrawn"]
    assert pointers(acme.get("/events?limit=1&limit=2")) == ["/limit"]
    taken = acme.get("/events?type=claim.taken_down").get_json()["items"][0]
    assert (taken["claim_id"], taken["complaint_id"]) == (claim, filed["id"])
    assert taken["object"]["url"] == f"/api/v1/claims/{claim}"
    versions = [e["object"]["version"] for e in acme.get("/events").get_json()["items"]
                if e["object"]["kind"] == "claim"]  # fmt: skip
    assert versions == sorted(set(versions))


def test_a_right_and_a_permission_that_come_with_a_filing_are_told_once(caller: Callers) -> None:
    acme = caller("filer")
    for number in (1, 2):
        body = complaint(
            targets=[{"url": f"{ITEM}{number}"}], rights_holder={"name": "Nimbus Audio"},
            authorization={"reference": "POA-1"},
        )  # fmt: skip
        acme.post("/complaints", body)
    told = [each for each in types(acme) if not each.startswith(("letter", "clock"))]
    assert told == [
        "right.registered", "authorization.registered", "complaint.filed", "complaint.filed",
    ]  # fmt: skip


def test_a_cursor_goes_on_where_the_last_answer_ended(caller: Callers) -> None:
    acme = caller("filer")
    acme.post("/complaints", complaint(targets=TARGETS))
    first = acme.get("/events").get_json()
    again = acme.get(f"/events?after={first['next']}").get_json()
    assert (again["items"], again["more"]) == ([], False)
    filed = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}2"}])).get_json()
    news = acme.get(f"/events?after={again['next']}&type=complaint.filed").get_json()
    assert [item["object"]["id"] for item in news["items"]] == [filed["id"]]
    assert len({item["id"] for item in acme.get("/events").get_json()["items"]}) > 2
    assert acme.get(f"/events?from_now=true&after={first['next']}").get_json()["items"] == []


def test_a_cursor_is_its_accounts_own(caller: Callers) -> None:
    acme, other = caller("filer"), caller("filer", "other")
    cursor = acme.get("/events").get_json()["next"]
    for wrong in (cursor[:-2], "x", "WzFd"):
        assert pointers(acme.get(f"/events?after={wrong}")) == ["/after"]
    assert pointers(other.get(f"/events?after={cursor}")) == ["/after"]


def test_what_is_kept_no_more_is_said(caller: Callers, context: Context) -> None:
    acme = caller("filer")
    for number in (1, 2, 3):
        acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}{number}"}]))
    cursor = acme.get("/events?limit=1").get_json()["next"]
    with context.database.transaction() as session:
        session.execute(delete(OutwardEvent).where(OutwardEvent.position == 2))
    assert acme.get(f"/events?after={cursor}").status_code == 200
    with context.database.transaction() as session:
        session.execute(delete(OutwardEvent).where(OutwardEvent.position <= 3))
    gone = acme.get(f"/events?after={cursor}")
    assert (gone.status_code, gone.get_json()["type"].rpartition("/")[2]) == (410, "events-gone")
    last = acme.get("/events?from_now=true").get_json()["next"]
    with context.database.transaction() as session:
        session.execute(delete(OutwardEvent))
    # As after a backup was put back: there is no such place yet.
    assert acme.get(f"/events?after={last}").status_code == 410


def test_a_proposal_that_was_never_a_warning_is_nobodys_outside() -> None:
    assert type_of("boycott", "drop", {"from": "proposed"}) is None
    dropped = type_of("boycott", "drop", {"from": "warned"})
    assert dropped is not None
    assert dropped.name == "boycott.dropped"
    assert type_of("boycott", "propose", {}) is None


def test_that_a_colleague_takes_a_complaint_up_is_nobodys_outside() -> None:
    """The ledger says “held” and “released” of both."""
    assert type_of("complaint", "held", {}) is None
    assert type_of("complaint", "released", {}) is None
    for verb, fact in (("held", "until"), ("released", "match")):
        kind = type_of("complaint", verb, {fact: 1})
        assert kind is not None
        assert kind.name == f"complaint.{verb}"


def test_what_staff_alone_read() -> None:
    named = {each.name for each in EVENT_TYPES if not each.readers}
    assert named == {
        "claim.graded", "claim.demand_reported", "flag.opened", "flag.confirmed", "flag.dismissed",
    }  # fmt: skip


def test_two_wait_at_once_one_of_each_account() -> None:
    room = WaitingRoom()
    with room.take_seat("a") as first, room.take_seat("a") as twin, room.take_seat("b") as second:
        assert (first, twin, second) == (True, False, True)
        with room.take_seat("c") as third:
            assert not third
    with room.take_seat("a") as again:
        assert again


def test_whoever_waits_hears_of_what_comes(caller: Callers) -> None:
    acme = caller("filer")
    cursor = acme.get("/events?from_now=true").get_json()["next"]
    answers = []
    waiting = threading.Thread(
        target=lambda: answers.append(acme.get(f"/events?after={cursor}&wait=25").get_json())
    )
    waiting.start()
    acme.post("/complaints", complaint(targets=TARGETS))
    waiting.join(30)
    assert "complaint.filed" in [item["type"] for item in answers[0]["items"]]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nobody_reads_a_place_before_the_one_below_it(context: Context) -> None:
    """A transaction that began first and commits last gets the later place."""
    one, two = "one", "two"

    def add(session: object, uid: str) -> None:
        session.add(OutwardEvent(  # type: ignore[attr-defined]
            uid=uid, at=utcnow(), type="scan.finished", subject="scan", subject_id=1
        ))  # fmt: skip
        session.flush()  # type: ignore[attr-defined]

    def places() -> dict[str, int | None]:
        with context.database.transaction() as session:
            number_events(session)
        with context.database.reading() as session:
            return {row.uid: row.position for row in session.query(OutwardEvent)}

    with context.database.transaction() as slow:
        add(slow, one)
        with context.database.transaction() as quick:
            add(quick, two)
        assert places() == {two: 1}
    assert places() == {two: 1, one: 2}
    with context.database.transaction() as holder:
        number_events(holder)
        with context.database.transaction() as beside:
            beside.execute(update(OutwardEvent).values(position=None, at=utcnow() - timedelta(1)))
            assert number_events(beside) == 0
            beside.rollback()


def test_a_list_is_read_anew_only_where_it_changed(caller: Callers) -> None:
    acme = caller("filer")
    acme.post("/complaints", complaint(targets=TARGETS))
    whole = acme.get("/claims")
    tag = {"If-None-Match": whole.headers["ETag"]}
    same = acme.get("/claims", headers=tag)
    assert (same.status_code, same.get_data()) == (304, b"")
    acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}2"}]))
    assert acme.get("/claims", headers=tag).status_code == 200
    # What has a version keeps it as its ETag.
    one = acme.get(f"/claims/{whole.get_json()['items'][0]['id']}")
    assert one.headers["ETag"] == f'"{one.get_json()["version"]}"'


def test_an_answer_is_compressed_for_who_takes_that(caller: Callers) -> None:
    acme = caller("filer")
    acme.post("/complaints", complaint(targets=TARGETS))
    plain = acme.get("/claims")
    small = acme.get("/claims", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.get_data()) == plain.get_data()
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in acme.get("/keys?", headers={"Accept-Encoding": "br"}).headers


def test_lists_say_what_changed_since_a_moment_and_the_newest_first(
    caller: Callers, context: Context
) -> None:
    acme = caller("filer")
    first = acme.post("/complaints", complaint(targets=TARGETS)).get_json()
    second = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}2"}])).get_json()
    with context.database.transaction() as session:
        session.execute(update(OutwardEvent).values(at=utcnow() - timedelta(days=2)))
    acme.post(f"/claims/{second['targets'][0]['claim_id']}/withdraw")
    since = f"updated_since={(utcnow() - timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}"

    def ids(path: str) -> list[int]:
        return [item["id"] for item in acme.get(path).get_json()["items"]]

    one, two = (each["targets"][0]["claim_id"] for each in (first, second))
    assert ids(f"/claims?{since}") == [two]
    assert ids(f"/complaints?{since}") == [second["id"]]
    assert ids("/claims?newest=true") == [two, one]
    page = acme.get("/claims?newest=true&limit=1").get_json()
    assert ids(f"/claims?newest=true&limit=1&cursor={page['next']}") == [one]
    letters = acme.get(f"/letters?{since}").get_json()["items"]
    assert letters
    assert {each["complaint_id"] for each in letters} == {second["id"]}


def test_what_is_for_staff_alone_makes_nothing_look_changed(
    caller: Callers, context: Context
) -> None:
    acme = caller("filer")
    filed = acme.post("/complaints", complaint(targets=TARGETS)).get_json()
    with context.database.transaction() as session:
        session.execute(update(OutwardEvent).values(at=utcnow() - timedelta(days=2)))
        session.add(
            OutwardEvent(
                position=999, uid="x", at=utcnow(), type="claim.demand_reported", subject="claim",
                subject_id=1, claim_id=filed["targets"][0]["claim_id"], filer_id=acme.id,
                complaint_id=filed["id"],
            )
        )  # fmt: skip
    since = f"updated_since={(utcnow() - timedelta(days=1)).strftime('%Y-%m-%dT%H:%M:%SZ')}"
    for path in ("/claims", "/complaints"):
        assert acme.get(f"{path}?{since}").get_json()["items"] == []
        assert len(caller("reviewer", path[1:]).get(f"{path}?{since}").get_json()["items"]) == 1
