"""A register names who files, and another account has proven that it is the holder: one look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.models import Check, Letter, Right
from complaints.rules.actors import SYSTEM, PersonRole, person
from complaints.rules.kinds import Proof
from complaints.rules.law.clocks import working_days_after
from complaints.services.authority.proof import prove
from complaints.services.decisions import claims
from complaints.storage.context import Context
from tests.api.bodies import ANSWERS, ITEM, MARK, complaint, slug
from tests.noted import noted
from tests.scenes.callers import Caller
from tests.scenes.looking_alike import hold_all
from tests.scenes.registers import put_entry
from tests.scenes.working import working

Callers = Callable[..., Caller]
# Fits whatever is accused.
TAKE_DOWN = {"decision": "take_down", "reason": "seller-silent"}


class Case:
    """Who copied name and number out of the register, the holder whose paper was compared, and a
    reviewer."""

    def __init__(self, caller: Callers, context: Context) -> None:
        self.context = context
        put_entry(context.database, context.vault, "Acme Inc", place="cn")
        self.copied, self.holder = caller("filer", "Acme Inc"), caller("filer", "Acme")
        self.ann = caller("reviewer", "ann")
        self.right = self.copied.post("/rights", MARK).get_json()["id"]
        proven = self.holder.post("/rights", MARK).get_json()["id"]
        self.ann.post(f"/rights/{proven}/proof", {"reason": "The certificate names it."})

    def file(self, number: int, **said: Any) -> Any:
        body = complaint(right=None, right_id=self.right, targets=[{"url": f"{ITEM}{number}"}])
        answers = ANSWERS[said.get("basis", "counterfeit")]
        sent = self.copied.post("/complaints", {**body, "answers": answers, **said})
        assert sent.status_code == 201, sent.get_json()
        return sent.get_json()

    def take_down(self, case: int) -> Any:
        return self.ann.post(f"/complaints/{case}/decide", TAKE_DOWN)

    def take_down_at(self, now: datetime, case: int) -> str:
        with self.context.database.transaction() as session:
            ann = person(self.ann.id, PersonRole.REVIEWER)
            (claim,) = claims.decide_complaint(
                working(session, ann, now), case, decision="take_down", code="seller-silent"
            )
            return claim.state

    def check(self, case: int) -> dict[str, Any]:
        checks = self.ann.get(f"/complaints/{case}").get_json()["checks"]
        (check,) = [each for each in checks if each["kind"] == "party"]
        return dict(check)

    def letters(self) -> list[str]:
        written = select(Letter.body).where(Letter.kind == "party_checked").order_by(Letter.id)
        with self.context.database.reading() as session:
            return list(session.scalars(written))


@pytest.fixture
def case(caller: Callers, context: Context) -> Case:
    return Case(caller, context)


def test_who_is_in_the_register_is_held_against_who_is_proven_until_the_clock_is_over(
    case: Case,
) -> None:
    filed = case.file(1)
    assert filed["authority"] is None
    until = datetime.fromisoformat(filed["held_until"])
    assert until == working_days_after(datetime.fromisoformat(filed["filed_at"]), 2)
    check = case.check(filed["id"])
    assert (check["signs"], check["match_id"]) == (["unproven"], None)
    assert noted(case.context.database, "held") == [("complaint", filed["id"], "system")]
    assert check["numbers"] == {
        "standing": "in_register", "others": "paper_seen", "proven": [case.holder.id],
    }  # fmt: skip
    (waiting,) = case.ann.get("/queue?subject=complaint").get_json()["items"]
    assert (waiting["due"], waiting["what"]) == (filed["held_until"], ["decide", "party"])
    barred = case.take_down(filed["id"])
    assert (barred.status_code, slug(barred)) == (409, "filer-being-checked")
    assert "another account has proven" in barred.get_json()["detail"]
    (body,) = case.letters()
    assert "add the certificate to your right" in body
    # By expiry it is an ordinary complaint.
    with pytest.raises(Refusal, match="another account has proven"):
        case.take_down_at(until - timedelta(seconds=1), filed["id"])
    assert case.take_down_at(until, filed["id"]) == "removed"


def test_one_letter_while_anything_is_held_and_one_complaint_is_let_go_on(case: Case) -> None:
    first, second = case.file(1), case.file(2)
    assert len(case.letters()) == 1
    released = case.ann.post(f"/complaints/{first['id']}/release", {"reason": "Called the firm."})
    assert released.get_json()["held_until"] is None
    assert case.take_down(first["id"]).status_code == 200
    assert slug(case.take_down(second["id"])) == "filer-being-checked"


def test_to_verify_the_authority_ends_it_for_all_complaints_on_the_right(case: Case) -> None:
    first, second = case.file(1), case.file(2)
    seen = {"reason": "The certificate, and its sender."}
    assert case.ann.post(f"/complaints/{first['id']}/authority", seen).status_code == 200
    again = case.ann.post(f"/complaints/{first['id']}/authority", seen)
    assert slug(again) == "wrong-state"
    for filed in (first, second):
        assert case.check(filed["id"])["verified_at"] is not None
        assert case.take_down(filed["id"]).status_code == 200
    assert case.copied.get(f"/rights/{case.right}").get_json()["proof"] == "in_register"
    assert case.file(3)["held_until"] is None


def test_so_does_a_paper_that_was_compared_but_not_that_of_somebody_else(
    case: Case, caller: Callers
) -> None:
    filed = case.file(1)
    third = caller("filer", "Third").post("/rights", MARK).get_json()["id"]
    case.ann.post(f"/rights/{third}/proof", {"reason": "A licence."})
    assert case.check(filed["id"])["verified_at"] is None
    case.ann.post(f"/rights/{case.right}/proof", {"reason": "The certificate."})
    assert case.check(filed["id"])["verified_at"] is not None
    assert ("right", case.right, "person") in noted(case.context.database, "released")


def test_a_confirmation_by_the_registers_mailbox_ends_the_clock(case: Case) -> None:
    filed = case.file(1)
    with case.context.database.transaction() as session:
        check = session.scalars(select(Check)).one()
        right = session.get_one(Right, case.right)
        prove(working(session, SYSTEM, utcnow()), right, Proof.CONFIRMED)
        # Nobody has looked.
        assert check.verified_at is None
    assert case.copied.get(f"/complaints/{filed['id']}").get_json()["held_until"] is None
    assert case.take_down(filed["id"]).status_code == 200


def test_what_only_the_seller_can_show_is_asked_of_it_besides(case: Case) -> None:
    filed = case.file(1, basis="unauthorised_channel", statement="Not our channel.")
    assert filed["held_until"] is not None
    case.ann.post(f"/complaints/{filed['id']}/release", {"reason": "Called the firm."})
    assert slug(case.take_down(filed["id"])) == "seller-not-heard"


def test_a_look_alike_stays_held_when_the_other_reason_falls(case: Case, caller: Callers) -> None:
    filed, old = case.file(1), caller("filer", "old")
    match = hold_all(case.context, case.copied.id, old.id, utcnow())
    both = case.check(filed["id"])
    assert (both["signs"], both["match_id"]) == (["same_party", "unproven"], match)
    assert "judge whether they are the same" in case.take_down(filed["id"]).get_json()["detail"]
    case.ann.post(f"/rights/{case.right}/proof", {"reason": "The certificate."})
    rest = case.check(filed["id"])
    assert (rest["signs"], rest["match_id"], rest["verified_at"]) == (["same_party"], match, None)
    assert set(rest["numbers"]) == {"weight", "shared"}


def test_who_is_not_the_same_is_still_held_for_want_of_proof(case: Case, caller: Callers) -> None:
    filed, old = case.file(1), caller("filer", "old")
    hold_all(case.context, case.copied.id, old.id, utcnow())
    pair = {"filer": case.copied.id, "other": old.id, "verdict": "no", "why": "Two firms."}
    assert case.ann.post("/judgements", pair).status_code == 201
    rest = case.check(filed["id"])
    assert (rest["signs"], rest["match_id"], rest["verified_at"]) == (["unproven"], None, None)
    assert rest["numbers"]["standing"] == "in_register"
    assert slug(case.take_down(filed["id"])) == "filer-being-checked"
