"""One reviewer's key takes every case that waits into its hands and holds them for ever: all others
are refused, an administrator too, and the laws' clocks run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from complaints.models import Lease, LedgerEntry
from complaints.rules.law.clocks import LEASE
from complaints.rules.staff.teamwork import MOST_HELD
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.api.test_casework import file
from tests.attacks.house import done
from tests.scenes.accounts import make_account, sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
REJECT = {"decision": "reject", "reason": "no-infringement"}


def about(case: int, **more: Any) -> dict[str, Any]:
    return {"subject": "complaint", "subject_id": case, **more}


@pytest.fixture
def cases(caller: Callers) -> list[int]:
    acme = caller("filer", "acme")
    return [file(acme, 1, start=10 * number) for number in (1, 2)]


def test_one_key_takes_a_few_and_no_more(caller: Callers, cases: list[int]) -> None:
    acme = caller("filer", "bond")
    cases += [file(acme, 1, start=10 * number) for number in range(3, MOST_HELD + 2)]
    ann, ben = caller("reviewer", "ann"), caller("reviewer", "ben")
    taken = [done(ann.post("/leases", about(case))) for case in cases]
    assert taken == [200] * MOST_HELD + ["lease-refused"]
    assert done(ann.post("/queue/next")) == "lease-refused"
    assert ben.post("/queue/next").get_json()["item"]["id"] == cases[-1]


def test_asking_again_holds_nothing_longer(
    caller: Callers, cases: list[int], context: Context
) -> None:
    ann, ben, case = caller("reviewer", "ann"), caller("reviewer", "ben"), cases[0]
    until = [ann.post("/leases", about(case)).get_json()["until"] for _ in range(3)]
    assert len(set(until)) == 1
    with context.database.transaction() as session:
        over = session.scalars(select(Lease)).one().until - LEASE
        session.execute(update(Lease).values(until=over))
    assert done(ann.post("/leases", about(case))) == "lease-refused"
    assert ann.post("/queue/next").get_json()["item"]["id"] != case
    assert done(ben.post("/leases", about(case))) == 200


def test_a_supervisor_takes_over_in_the_middle_of_a_decision(
    caller: Callers, cases: list[int], app: Flask, context: Context
) -> None:
    ann, case = caller("reviewer", "ann"), cases[0]
    sue = caller("supervisor", "sue")
    assert done(ann.post("/leases", about(case))) == 200
    assert done(sue.post(f"/complaints/{case}/decide", REJECT)) == "held"
    why = "The day is tomorrow."
    assert done(caller("reviewer", "ben").post("/leases/take-over", about(case, why=why))) == (
        "forbidden"
    )
    assert done(sue.post("/leases/take-over", about(99, why=why))) == "not-found"
    assert done(sue.post("/leases/take-over", about(case, why=why))) == 200
    # What the reviewer began before comes too late, and decides nothing.
    assert done(ann.post(f"/complaints/{case}/decide", REJECT)) == "held"
    assert done(ann.post("/leases/release", about(case))) == 204
    assert done(ann.post(f"/complaints/{case}/decide", REJECT)) == "held"
    assert done(sue.post(f"/complaints/{case}/decide", REJECT)) == 200
    with context.database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.verb == "took_over")).one()
        assert (entry.actor_id, entry.why, entry.facts["before"]) == (sue.id, why, ann.id)


def test_on_the_pages(caller: Callers, cases: list[int], app: Flask) -> None:
    case = cases[0]
    clients = {}
    for role, name in (("reviewer", "ann"), ("reviewer", "ben"), ("supervisor", "sue")):
        clients[name] = app.test_client()
        sign_in(clients[name], role, name)
    ann, ben, sue = clients.values()
    assert ann.post("/console/queue/hold", data=about(case)).status_code == 303
    for path in (f"/console/complaints/{case}", f"/console/cases/complaint/{case}"):
        assert "/console/queue/take-over" in sue.get(path).text
        assert "/console/queue/take-over" not in ben.get(path).text
        assert "/console/queue/take-over" not in ann.get(path).text
    assert "接手此案件" in sue.get(f"/console/complaints/{case}?lang=zh").text
    sent = {**about(case), "over.why": "The day is tomorrow."}
    assert ben.post("/console/queue/take-over", data=sent).status_code == 404
    assert sue.post("/console/queue/take-over", data=about(case)).status_code == 422
    assert sue.post("/console/queue/take-over", data={**sent, **about(99)}).status_code == 404
    taken = sue.post("/console/queue/take-over", data=sent)
    assert (taken.status_code, taken.location) == (303, f"/console/desk/complaints/{case}")
    assert sue.post("/console/queue/take-over", data={**sent, "once": "x"}).status_code == 409


def test_whoever_counts_as_one_with_the_filer_takes_nothing_over(
    caller: Callers, cases: list[int], app: Flask
) -> None:
    ann, ada, case = caller("reviewer", "ann"), caller("administrator", "ada"), cases[0]
    assert done(ann.post("/leases", about(case))) == 200
    email = make_account(app, "filer", "acme")
    assert done(ada.post("/accounts/reset-second-factor", {"email": email})) == 204
    tied = "one-let-in-the-other"
    assert done(ada.post("/leases/take-over", about(case, why="Mine."))) == tied
    assert done(ada.post("/leases", about(cases[1]))) == tied
    assert ada.post("/queue/next").get_json()["item"] is None
    page = app.test_client()
    sign_in(page, "administrator", "ada")
    # However the number is written that the form's schema reads.
    for number in (f"{case}", f" {case}", f"+{case}", f"0_{case}"):
        sent = {"subject": "complaint", "subject_id": number}
        assert page.post("/console/queue/hold", data=sent).status_code == 403, number
    for number in ("", "x", "99999999999999999999"):
        sent = {"subject": "complaint", "subject_id": number}
        assert page.post("/console/queue/hold", data=sent).status_code in (404, 422), number


def test_who_decided_keeps_no_appeal_against_it_in_hand(caller: Callers) -> None:
    """In such hands it waits for nobody: who decided may not judge it, and all others get 409."""
    ann, sue, acme = caller("reviewer", "ann"), caller("supervisor", "sue"), caller("filer", "acme")
    case = acme.post("/complaints", complaint(targets=[{"url": f"{ITEM}1"}])).get_json()
    claim = f"/claims/{case['targets'][0]['claim_id']}"
    assert done(sue.post(f"{claim}/decide", REJECT)) == 200
    filed = acme.post(f"{claim}/appeals", {"side": "filer", "grounds": "The seam is ours."})
    appeal = {"subject": "appeal", "subject_id": filed.get_json()["id"]}
    assert done(sue.post("/leases", appeal)) == "second-person-needed"
    assert done(ann.post("/leases", appeal)) == 200
    over = sue.post("/leases/take-over", {**appeal, "why": "Mine."})
    assert done(over) == "second-person-needed"
