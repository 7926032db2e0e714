"""The list of claims that would be treated otherwise if they were filed today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update

from complaints.models import Check, Claim
from complaints.queries.law import old_rules
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.scenes.callers import Caller

Callers = Callable[..., Caller]
CHINESE = {"kind": "trademark", "number": "7654321", "jurisdiction": "CN", "title": "ACME"}
GERMAN = "https://www.amazon.de/dp/B00000000"
MAILBOX = {"email": "ip@acme.example"}
OLD = "/claims/under-old-rules"


def file(acme: Caller, number: int, **right: Any) -> int:
    sent = acme.post(
        "/complaints",
        complaint(
            basis="trademark",
            right={**CHINESE, **right},
            targets=[{"url": f"{GERMAN}{number}"}],
            contact=MAILBOX,
        ),
    )
    assert sent.status_code == 201, sent.get_json()
    return int(sent.get_json()["targets"][0]["claim_id"])


@pytest.mark.both_databases
def test_what_began_under_other_rules_is_listed_with_why_and_what_can_be_done(
    caller: Callers, context: Context
) -> None:
    acme, ann = caller("filer"), caller("reviewer", "ann")
    file(acme, 1, jurisdiction="DE")
    noted = file(acme, 2)
    before, american = file(acme, 3), file(acme, 4, jurisdiction="DE")
    unknown = file(acme, 5, jurisdiction="WO")
    history = file(acme, 6, jurisdiction="WO")
    with context.database.transaction() as session:
        of = session.get_one(Claim, before).complaint_id
        session.execute(delete(Check).where(Check.complaint_id == of))
        session.execute(update(Claim).where(Claim.id == american).values(regime="dmca", adding=[]))
        session.execute(update(Claim).where(Claim.id == history).values(from_history=True))
    listed = ann.get(OLD).get_json()
    found = {each["claim_id"]: [why["kind"] for why in each["why"]] for each in listed["items"]}
    assert found == {before: ["outside"], american: ["law"], unknown: ["unknown"]}
    assert listed["next"] is None
    outside, law, _unknown = listed["items"]
    assert (law["under"], law["under_today"]) == (["dmca"], ["dsa"])
    assert "withdraws this claim and files a new complaint" in law["why"][0]["can"]
    assert outside["territory"]["offered_in"] == ["DE"]
    assert noted not in [each["claim_id"] for each in listed["items"]]
    of_law = ann.get(f"{OLD}?why=law").get_json()["items"]
    assert [each["claim_id"] for each in of_law] == [american]
    assert caller("filer", "other").get(OLD).status_code == 403
    said = {"decision": "take_down", "reason": "shown", "note": "Known there."}
    assert ann.post(f"/claims/{before}/decide", said).status_code == 200
    assert ann.post(f"/claims/{unknown}/decide", said).status_code == 200
    first = ann.get(f"{OLD}?limit=1").get_json()
    assert "enter an appeal" in first["items"][0]["why"][0]["can"]
    rest = ann.get(f"{OLD}?cursor={first['next']}").get_json()["items"]
    assert [each["claim_id"] for each in rest] == [american]


def test_one_answer_looks_at_some_and_says_where_to_go_on(
    caller: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, ann = caller("filer"), caller("reviewer", "ann")
    for number in range(3):
        file(acme, number, jurisdiction="DE")
    last = file(acme, 4, jurisdiction="WO")
    monkeypatch.setattr(old_rules, "AT_ONCE", 1)
    monkeypatch.setattr(old_rules, "MOST_LOOKED_AT", 2)
    first = ann.get(OLD).get_json()
    assert first["items"] == []
    rest = ann.get(f"{OLD}?cursor={first['next']}").get_json()["items"]
    assert [each["claim_id"] for each in rest] == [last]
