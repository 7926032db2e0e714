"""An administrator makes a second person, a third one or an approver of its own, to boycott a filer
alone. Each way ends at a person who is not of its making."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints.rules.actors import ActorKind
from complaints.storage.context import Context
from tests.api.bodies import complaint
from tests.attacks.house import LIFT, TERM, WORDS, House, done
from tests.scenes.accounts import make_account, sign_in
from tests.scenes.callers import Caller
from tests.web.accounts.mailbox import letters_to

SECOND = {"name": "Ada Two", "role": "supervisor"}


@pytest.fixture
def house(caller: Callable[..., Caller], context: Context) -> House:
    return House(caller, context)


def test_a_plus_address_is_no_second_person(house: House, app: Flask) -> None:
    make_account(app, "administrator", "ada")
    for email in ("ada+two@example.com", "ADA+x@example.com"):
        assert done(house.ada.post("/people", {**SECOND, "email": email})) == "taken"
    asked = house.run(
        "user", "add", "ada+two@example.com", "--name", "Ada", "--role", "supervisor"
    )  # fmt: skip
    assert asked.exit_code != 0
    # Nor is a filer of the same mailbox let in, or a member of staff a filer.
    make_account(app, "filer", "kim")
    assert done(house.ada.post("/people", {**SECOND, "email": "kim+w@example.com"})) == "taken"
    assert house.run("user", "add-login", "ada+f@example.com", "--filer", "acme").exit_code != 0


def test_who_is_invited_does_nothing_before_a_second_approval(house: House, app: Flask) -> None:
    email = "two@elsewhere.example.com"
    made = house.ada.post("/people", {**SECOND, "email": email}).get_json()
    assert (made["active"], [each["kind"] for each in made["waiting"]]) == (False, ["admitted"])
    assert letters_to(app, email) == []
    puppet = house.key(app, made["handle"], made["id"])
    assert done(puppet.get("/me")) == "unauthorised"
    assert done(house.ada.post(f"/people/{made['id']}/approve")) == "second-person-needed"
    assert done(house.ada.post(f"/people/{made['id']}/restore")) == "wrong-state"
    # The operator's command line is the second approval; the ledger says so.
    assert house.run("user", "approve", email).exit_code == 0
    assert [kind for kind, _ in letters_to(app, email)] == ["invited"]
    assert done(puppet.get("/me")) == 200
    story = f"/ledger?subject=person&subject_id={made['id']}"
    entries = house.ann.get(story).get_json()["items"]
    assert [(each["verb"], each["actor_kind"], each["hand_kind"]) for each in entries] == [
        ("approved", "system", "command"),
        ("added", "person", "key"),
    ]


def test_a_restored_colleague_counts_as_who_restored_it(house: House, app: Flask) -> None:
    ben = house.caller("supervisor", "ben")
    house.caller("supervisor", "cem")
    path = house.warned(house.ada)
    house.ada.post(f"/people/{ben.id}/end")
    house.ada.post(f"/people/{ben.id}/restore")
    assert done(ben.get("/me")) == "unauthorised", "no key comes back to life"
    again = house.key(app, "ben", ben.id)
    assert again.get(path).get_json()["possible"] == ["drop"]
    assert done(again.post(f"{path}/impose", TERM)) == "one-let-in-the-other"
    assert house.run("user", "approve", "ben").exit_code == 0
    # It holds for what was done before, too.
    assert again.get(path).get_json()["possible"] == ["impose", "drop"]
    assert done(again.post(f"{path}/impose", TERM)) == 200


def test_a_reset_second_factor_ties_too(house: House, app: Flask) -> None:
    ben = house.caller("supervisor", "ben")
    house.caller("supervisor", "cem")
    email = make_account(app, "supervisor", "ben")
    path = house.warned(house.ada)
    assert done(house.ada.post("/accounts/reset-second-factor", {"email": email})) == 204
    assert done(ben.get("/me")) == "unauthorised", "its keys end with it"
    ben = house.key(app, "ben", ben.id)
    assert done(ben.post(f"{path}/impose", TERM)) == "one-let-in-the-other"
    bea = house.caller("administrator", "bea")
    assert done(bea.post(f"/people/{ben.id}/approve")) == 200
    assert done(bea.post(f"/people/{ben.id}/approve")) == "wrong-state"
    assert done(ben.post(f"{path}/impose", TERM)) == 200


def test_two_puppets_are_one_person(house: House, app: Flask) -> None:
    callers = []
    for name in ("ben", "cem"):
        known = house.caller("supervisor", name)
        house.ada.post(f"/people/{known.id}/end")
        house.ada.post(f"/people/{known.id}/restore")
        callers.append(house.key(app, name, known.id))
    ben, cem = callers
    house.caller("supervisor", "dee")
    path = house.warned(ben)
    assert done(cem.post(f"{path}/impose", TERM)) == "one-let-in-the-other"
    assert done(house.ada.post(f"{path}/impose", TERM)) == "one-let-in-the-other"


def test_a_puppet_approves_nothing(house: House, app: Flask) -> None:
    bea, ben = house.caller("administrator", "bea"), house.caller("supervisor", "ben")
    email = make_account(app, "administrator", "bea")
    house.ada.post("/accounts/reset-second-factor", {"email": email})
    house.ada.post(f"/people/{ben.id}/end")
    house.ada.post(f"/people/{ben.id}/restore")
    key = house.run("key", "issue", "person", "bea", "--scope", "administer").output.strip()
    bea = Caller(app, key, ActorKind.PERSON, bea.id)
    assert done(bea.post(f"/people/{ben.id}/approve")) == "one-let-in-the-other"
    assert done(bea.post(f"/people/{bea.id}/approve")) == "second-person-needed"
    cleo = house.caller("administrator", "cleo")
    assert done(cleo.post(f"/people/{bea.id}/approve")) == 200
    assert done(bea.post(f"/people/{ben.id}/approve")) == 200


def test_who_gave_a_filers_log_in_back_takes_no_part_in_its_cases(house: House, app: Flask) -> None:
    email = make_account(app, "agent", "acme")
    ben, cem, _dee = (house.caller("supervisor", name) for name in ("ben", "cem", "dee"))
    path = house.warned(ben)
    house.ada.post("/accounts/reset-second-factor", {"email": email})
    house.acme = Caller(
        app, house.run("key", "issue", "filer", "acme").output.strip(), ActorKind.FILER,
        house.acme.id,
    )  # fmt: skip
    assert house.ada.get(path).get_json()["possible"] == []
    assert done(house.ada.post(f"{path}/drop", {"why": "No."})) == "one-let-in-the-other"
    assert done(house.ada.post(f"{path}/impose", TERM)) == "one-let-in-the-other"
    house.imposed(path, cem)
    assert done(house.ada.post(f"{path}/appeal/decide", LIFT)) == "one-let-in-the-other"
    assert done(house.ada.post(f"/flags/{house.flag}/boycotts", WORDS)) == "one-let-in-the-other"
    other = house.caller("filer", "bond").id
    pair = {"filer": house.acme.id, "other": other, "verdict": "yes", "why": "One phone."}
    assert done(house.ada.post("/judgements", pair)) == "one-let-in-the-other"
    assert done(house.ada.post("/accounts/approve-reset", {"email": email})) == (
        "second-person-needed"
    )
    page = app.test_client()
    sign_in(page, "administrator", "bea")
    assert email in page.get("/console/people").text
    sure = {"email": email, "confirmed": "true"}
    assert page.post("/console/people/approve-reset", data=sure).status_code == 303
    assert done(house.ada.post(f"{path}/appeal/decide", LIFT)) == 200


def test_nobody_is_boycotted_whose_appeal_finds_no_judge(house: House, app: Flask) -> None:
    path = house.warned(house.ann)
    assert house.ada.get(path).get_json()["possible"] == ["drop"]
    assert done(house.ada.post(f"{path}/impose", TERM)) == "nobody-to-judge-appeal"
    seen = house.ada.post(f"{path}/preview", {"step": "impose", "why": "x", "term_days": 30})
    assert done(seen) == "nobody-to-judge-appeal"
    # Somebody who waits, or never set the password, is nobody yet.
    cora = {"name": "Cora Law", "role": "counsel", "email": "cora@law.example.com"}
    made = house.ada.post("/people", cora).get_json()
    assert done(house.ada.post(f"{path}/impose", TERM)) == "nobody-to-judge-appeal"
    assert house.run("user", "approve", cora["email"]).exit_code == 0
    assert done(house.ada.post(f"{path}/impose", TERM)) == "nobody-to-judge-appeal"
    counsel = house.key(app, made["handle"], made["id"])
    assert done(counsel.get(path)) == "not-found", "it is not under appeal yet"
    house.imposed(path, house.ada)
    assert counsel.get(path).get_json()["possible"] == ["uphold", "lift"]
    assert done(counsel.post(f"{path}/lift", {"reason": "x"})) == "forbidden"
    assert done(counsel.post(f"{path}/appeal/decide", LIFT)) == 200
    assert counsel.get(path).get_json()["state"] == "lifted"


def test_three_people_run_the_whole_ladder(house: House, app: Flask) -> None:
    ben = {"name": "Ben", "role": "supervisor", "email": "ben@example.com"}
    made = house.ada.post("/people", ben).get_json()
    assert house.run("user", "approve", "ben").exit_code == 0
    path = house.warned(house.ann)
    # Ben has set no password yet, and so is nobody yet who could judge, or impose.
    assert done(house.ada.post(f"{path}/impose", TERM)) == "nobody-to-judge-appeal"
    third = house.key(app, made["handle"], made["id"])
    assert done(third.post(f"{path}/impose", TERM)) == 200
    assert done(house.acme.post(f"{path}/appeal", {"grounds": "New owners."})) == 200
    assert done(house.ann.post(f"{path}/appeal/decide", LIFT)) == "forbidden"
    assert done(house.ada.post(f"{path}/appeal/decide", LIFT)) == 200


def test_two_people_decide_claims_and_their_appeals(house: House) -> None:
    amazon = [{"url": "https://www.amazon.com/dp/B000000001"}]
    body = complaint(targets=amazon)
    filed = house.acme.post("/complaints", body).get_json()
    claim = filed["targets"][0]["claim_id"]
    reject = {"decision": "reject", "reason": "no-infringement"}
    assert done(house.ann.post(f"/claims/{claim}/decide", reject)) == 200
    grounds = {"side": "filer", "grounds": "It is there."}
    appeal = house.acme.post(f"/claims/{claim}/appeals", grounds).get_json()
    uphold = {"decision": "uphold", "reason": "nothing-new"}
    judged = house.ann.post(f"/appeals/{appeal['id']}/decide", uphold)
    assert done(judged) == "second-person-needed"
    assert done(house.ada.post(f"/appeals/{appeal['id']}/decide", uphold)) == 200
