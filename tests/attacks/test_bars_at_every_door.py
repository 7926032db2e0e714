"""An administrator took the second factor off the accuser's log-in, and so counts as one with it.
It may decide nothing of the case, and went on by the doors beside: undid a colleague's decision,
sent it before its time, took letters out, wrote notes and reports, said where letters go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Letter, Note, PendingDecision
from complaints.rules.actors import PersonRole, person
from complaints.services.decisions import claims
from complaints.storage.context import Context
from tests.api.bodies import COUNTER, ITEM, complaint
from tests.attacks.house import done
from tests.scenes.accounts import make_account, sign_in
from tests.scenes.callers import Caller
from tests.scenes.working import working

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
TIED = "one-let-in-the-other"


@pytest.mark.parametrize(("others", "answer"), [(1, 200), (2, "second-person-needed")])
def test_who_decided_does_not_use_up_the_sellers_answer(
    caller: Callers, others: int, answer: int | str
) -> None:
    """An empty counter-notice by who took the listing down: where two others are left, to enter a
    true one and to judge it, a colleague enters it."""
    ann, acme = caller("reviewer", "ann"), caller("filer", "acme")
    colleagues = [caller("reviewer", name) for name in ("ben", "cem")[:others]]
    targets = [{"url": f"{ITEM}1", "store_id": "s1"}]
    filed = acme.post("/complaints", complaint(targets=targets)).get_json()
    claim = f"/claims/{filed['targets'][0]['claim_id']}"
    take_down = {"decision": "take_down", "reason": "shown"}
    assert done(ann.post(f"{claim}/decide", take_down)) == 200
    assert done(ann.post(f"{claim}/counter", COUNTER)) == answer
    if answer != 200:
        many = {**COUNTER, "claim_ids": [filed["targets"][0]["claim_id"]]}
        assert done(ann.post(f"/complaints/{filed['id']}/counter", many)) == answer
        assert done(colleagues[0].post(f"{claim}/counter", COUNTER)) == 200


class Tied:
    """Ann's decision of acme's claim waits, and Ada took the second factor off acme's log-in."""

    def __init__(self, caller: Callers, app: Flask, context: Context) -> None:
        self.context, self.acme = context, caller("filer", "acme")
        self.ada, self.ann = caller("administrator", "ada"), caller("reviewer", "ann")
        targets = [{"url": f"{ITEM}1", "store_id": "s1"}, {"url": f"{ITEM}2", "store_id": "s1"}]
        filed = self.acme.post("/complaints", complaint(targets=targets)).get_json()
        self.case = filed["id"]
        self.first, self.second = (each["claim_id"] for each in filed["targets"])
        self.pending = self._postponed()
        email = make_account(app, "filer", "acme")
        assert done(self.ada.post("/accounts/reset-second-factor", {"email": email})) == 204

    def _postponed(self) -> int:
        with self.context.database.transaction() as session:
            work = working(session, person(self.ann.id, PersonRole.REVIEWER), utcnow())
            given: dict[str, Any] = {"decision": "reject", "code": "no-infringement"}
            claims.decide(work, self.first, **given, undoable=True)
            return session.scalars(select(PendingDecision.id)).one()

    def letters(self) -> list[int]:
        with self.context.database.reading() as session:
            mine = select(Letter.id).where(Letter.complaint_id == self.case)
            return list(session.scalars(mine))


@pytest.fixture
def tied(caller: Callers, app: Flask, context: Context) -> Tied:
    return Tied(caller, app, context)


def test_by_the_api(tied: Tied) -> None:
    ada, claim, about = tied.ada, tied.second, {"subject": "complaint", "subject_id": tied.case}
    reject = {"decision": "reject", "reason": "no-infringement"}
    tried = {
        "decide": ada.post(f"/claims/{claim}/decide", reject),
        "undo": ada.post(f"/pending-decisions/{tied.pending}/undo"),
        "send now": ada.post(f"/pending-decisions/{tied.pending}/send-now"),
        "note": ada.post("/notes", {**about, "text": "A good firm."}),
        "demand": ada.post(f"/claims/{claim}/demand-report", {"statement": "Money."}),
        "demands": ada.post(
            f"/complaints/{tied.case}/demand-report", {"statement": "x", "claim_ids": [claim]}
        ),
        "withdraw all": ada.post(f"/complaints/{tied.case}/withdraw"),
        "hold": ada.post("/leases", about),
        "give": ada.post("/assignments", {**about, "person_id": ada.id}),
        "ask": ada.post("/case-questions", {**about, "text": "Reject?"}),
        "inbox": ada.put(
            "/marketplaces/taobao/stores/s1/inbox",
            {"kind": "mailbox", "address": "ada@example.com"},
        ),
        **{f"letter {each}": ada.post(f"/letters/{each}/send") for each in tied.letters()},
    }
    assert {name: done(answer) for name, answer in tried.items()} == dict.fromkeys(tried, TIED)
    assert len(tied.letters()) > 0
    (waits,) = tied.ann.get("/pending-decisions").get_json()["items"]
    assert (waits["id"], waits["yours"]) == (tied.pending, True)


def test_nothing_is_offered(tied: Tied, app: Flask) -> None:
    (waits,) = tied.ada.get("/pending-decisions").get_json()["items"]
    assert waits["yours"] is False
    assert tied.ada.get(f"/claims/{tied.second}").get_json()["possible"] == []
    assert "ask" in tied.ann.get(f"/claims/{tied.second}").get_json()["possible"]
    page = app.test_client()
    sign_in(page, "administrator", "ada")
    shown = page.get(f"/console/claims/{tied.second}").text
    assert "demand.statement" not in shown
    assert "ask.what" not in shown
    assert f"/console/pending/{tied.pending}" not in page.get("/console").text


def test_on_the_pages(tied: Tied, app: Flask) -> None:
    page = app.test_client()
    sign_in(page, "administrator", "ada")
    paths = [
        f"/console/pending/{tied.pending}/undo",
        f"/console/pending/{tied.pending}/send-now",
        f"/console/claims/{tied.second}/demand",
        *(f"/console/letters/{each}/send" for each in tied.letters()),
    ]
    answers = {path: page.post(path, data={"demand.statement": "Money."}) for path in paths}
    note = f"/console/complaints/{tied.case}/notes"
    answers[note] = page.post(note, data={"note.text": "A good firm."})
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        answers, 403
    )
    assert all("count as one person" in answer.text for answer in answers.values())
    with tied.context.database.reading() as session:
        assert session.scalars(select(Note)).all() == []
        assert session.scalars(select(PendingDecision.id)).all() == [tied.pending]
