"""A vendor drives a claim of a test instance to each outcome, and past each clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import OutwardEvent
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
