"""A vendor drives a claim of a test instance to each outcome, and past each clock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Claim, Clock, OutwardEvent
from complaints.rules.law.clocks import RUNS
from complaints.storage.context import Context
from tests.api.bodies import MARK, complaint
from tests.scenes.callers import Caller, app_of, make_caller
from tests.scenes.opened import as_test_instance

AMAZON = "https://www.amazon.com/dp/B0TEST0"
SONG = {"kind": "copyright", "title": "Paper Boats", "first_published_on": "2019-03-04"}
US = {"basis": "copyright", "right": SONG, "targets": [{"url": f"{AMAZON}001"}]}
HOUSE = {
    "right": MARK | {"jurisdiction": "GB"},
    "targets": [{"url": "https://www.amazon.co.uk/dp/B0TEST0002"}],
}
File = Callable[..., int]


@pytest.fixture
def instance(context: Context) -> Context:
    return as_test_instance(context)


@pytest.fixture
def acme(instance: Context) -> Caller:
    return make_caller(app_of(instance), instance, "filer", "acme")


@pytest.fixture
def file(acme: Caller) -> File:
    def filed(**given: Any) -> int:
        answer = acme.post("/complaints", complaint(**given))
        assert answer.status_code == 201, answer.get_json()
        return int(answer.get_json()["targets"][0]["claim_id"])

    return filed


def advance(caller: Caller, claim_id: int, **body: str) -> Any:
    return caller.post(f"/test/claims/{claim_id}/advance", body)


def brought(caller: Caller, claim_id: int, *goals: str) -> dict[str, Any]:
    """Bring a claim to one outcome after the other; return the claim as it is then."""
    for goal in goals:
        answer = advance(caller, claim_id, to=goal)
        assert answer.status_code == 200, answer.get_json()
    claim: dict[str, Any] = answer.get_json()
    return claim


# Under US law a listing comes back by the law's clock, under ours staff decide.
@pytest.mark.parametrize(
    ("law", "goals", "state", "event"),
    [
        (US, ["incomplete"], "incomplete", "claim.asked"),
        (US, ["incomplete", "received"], "received", "claim.completed"),
        (US, ["closed"], "closed", "claim.lapsed"),
        (US, ["removed"], "removed", "claim.taken_down"),
        (US, ["rejected"], "rejected", "claim.rejected"),
        (US, ["countered"], "countered", "claim.countered"),
        (US, ["moot"], "moot", "claim.listing_gone"),
        (US, ["reinstated"], "reinstated", "claim.reinstated"),
        (US, ["restored"], "reinstated", "claim.restored"),
        (US, ["withdrawn"], "withdrawn", "claim.withdrawn"),
        (US, ["removed", "withdrawn"], "withdrawn", "claim.withdrawn"),
        (US, ["removed", "moot"], "moot", "claim.listing_gone"),
        ({}, ["restored"], "reinstated", "claim.restored"),
        ({}, ["removed", "appealed"], "removed", "appeal.filed"),
        ({}, ["removed", "upheld"], "removed", "appeal.upheld"),
        ({}, ["removed", "overturned"], "reinstated", "claim.overturned"),
        ({}, ["rejected", "overturned"], "removed", "claim.overturned"),
        ({}, ["countered", "removed"], "removed", "claim.taken_down"),
        (HOUSE, ["reinstated", "upheld"], "reinstated", "appeal.upheld"),
        (HOUSE, ["removed", "countered", "removed"], "removed", "claim.stood"),
    ],
    ids=lambda each: "-".join(each) if isinstance(each, list) else "",
)
def test_each_outcome_comes_with_its_event(
    instance: Context, acme: Caller, file: File, law, goals, state: str, event: str
) -> None:
    claim_id = file(**law)
    assert brought(acme, claim_id, *goals)["state"] == state
    with instance.database.reading() as session:
        types = set(session.scalars(select(OutwardEvent.type)))
    assert event in types


def test_each_clock_of_a_claim_falls_due_at_a_word(
    instance: Context, acme: Caller, file: File
) -> None:
    """Each in the state in which it runs; what its end does follows."""
    us, china, house = file(**US), file(), file(**HOUSE)
    waits = file(targets=[{"url": "https://item.taobao.com/item.htm?id=2"}])
    brought(acme, us, "removed", "countered")
    brought(acme, china, "incomplete")
    brought(acme, house, "removed")
    brought(acme, waits, "removed", "countered")
    for claim_id, clock, state in (
        (us, "restore", "reinstated"),
        (us, "appeal_filer", "reinstated"),
        (china, "complete", "closed"),
        (house, "answer", "removed"),
        (house, "appeal_seller", "removed"),
        (waits, "weigh", "countered"),
        (waits, "wait", "reinstated"),
    ):
        answer = advance(acme, claim_id, clock=clock)
        assert (answer.status_code, answer.get_json().get("state")) == (200, state), clock
        with instance.database.reading() as session:
            over = select(Clock.state).where(Clock.claim_id == claim_id, Clock.kind == clock)
            assert session.scalars(over).one() == "ended"
    late = acme.post(f"/claims/{us}/appeals", {"side": "filer", "grounds": "We were on holiday."})
    assert "time to appeal ended" in late.get_json()["detail"]


def test_the_clocks_of_an_appeal_and_of_an_answer_before_a_takedown(
    instance: Context, acme: Caller, file: File
) -> None:
    patent = {"kind": "patent", "number": "ZL201810123456.7", "jurisdiction": "CN",
              "title": "Hinge", "registered_on": "2019-01-01", "status": "registered"}  # fmt: skip
    claim_id = file(basis="patent", right=patent)
    assert advance(acme, claim_id, clock="hear").status_code == 200
    second = file(
        basis="patent", right=patent, targets=[{"url": "https://item.taobao.com/item.htm?id=2"}]
    )
    brought(acme, second, "removed", "appealed")
    assert advance(acme, second, clock="judge").status_code == 200
    with instance.database.reading() as session:
        ran = session.scalars(select(Clock.kind).where(Clock.state.in_(RUNS))).all()
    assert "judge" not in ran
    assert "hear" not in ran


def test_what_cannot_come_next_says_what_can(acme: Caller, file: File) -> None:
    claim_id = file()
    brought(acme, claim_id, "rejected")
    refused = advance(acme, claim_id, to="withdrawn")
    assert refused.status_code == 409
    assert refused.get_json()["outcomes"] == ["appealed", "upheld", "overturned"]
    assert refused.get_json()["state"] == "rejected"
    brought(acme, claim_id, "upheld")
    assert advance(acme, claim_id, to="overturned").get_json()["outcomes"] == []
    stopped = advance(acme, claim_id, clock="restore")
    assert (stopped.status_code, stopped.get_json()["clocks"]) == (409, [])


@pytest.mark.parametrize(
    "body", [{"to": "burnt"}, {"clock": "cuckoo"}, {}, {"to": "removed", "clock": "decide"}]
)
def test_what_is_no_outcome_or_no_clock_is_refused(
    acme: Caller, file: File, body: dict[str, str]
) -> None:
    assert advance(acme, file(), **body).status_code == 422


def test_it_is_for_whoever_sees_the_claim_and_may_write(
    instance: Context, acme: Caller, file: File
) -> None:
    claim_id = file()
    app = app_of(instance)
    for role in ("agent", "partner"):
        stranger = make_caller(app, instance, role)
        assert advance(stranger, claim_id, to="removed").status_code == 404
    shop = make_caller(app, instance, "marketplace")
    key = {"Idempotency-Key": "a-1"}
    path = f"/test/claims/{claim_id}/advance"
    first = shop.post(path, {"to": "removed"}, headers=key)
    again = shop.post(path, {"to": "removed"}, headers=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["Idempotency-Replayed"] == "true"
    reader = make_caller(app, instance, "relay")
    assert advance(reader, claim_id, to="countered").status_code == 403


@pytest.mark.both_databases
def test_a_claim_goes_through_it_on_both_databases(acme: Caller, file: File) -> None:
    claim = brought(acme, file(), "restored", "upheld")
    assert claim["state"] == "reinstated"
    events = [each["kind"] for each in claim["events"]]
    assert events[:3] == ["takedown", "counter_notice", "reinstatement"]


@pytest.mark.both_databases
def test_claims_of_one_complaint_go_through_it_at_once(acme: Caller) -> None:
    """Each waits for the other, and neither for one that waits for it."""
    urls = [{"url": f"https://item.taobao.com/item.htm?id=7000{number}"} for number in range(6)]
    filed = acme.post("/complaints", complaint(targets=urls)).get_json()
    claims = [each["claim_id"] for each in filed["targets"]]
    brought(acme, claims[0], "removed")
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda each: advance(acme, each, to="reinstated"), claims))
    assert [(each.status_code, each.get_json().get("state")) for each in answers] == [
        (200, "reinstated")
    ] * 6


def test_a_claim_that_a_boycott_kept_is_closed(instance: Context, acme: Caller, file: File) -> None:
    claim_id = file()
    with instance.database.transaction() as session:
        session.get_one(Claim, claim_id).state = "not_processed"
    assert brought(acme, claim_id, "closed")["state"] == "closed"
