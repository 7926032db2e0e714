"""A colleague is away: the stand-in has the cases and the questions, and nobody decides twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Account, AccountLetter, Person
from complaints.queries.staff import queue
from complaints.rules.actors import PersonRole, person
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.services.staff import absences
from complaints.storage.context import Context
from tests.api.test_casework import REJECT, file
from tests.noted import noted
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.tying import tie
from tests.scenes.working import working
from tests.services.locks import note_locks, queue_behind

pytestmark = pytest.mark.both_databases
Callers = Callable[..., Caller]
SOON = (utcnow() + timedelta(days=3)).date().isoformat()


def leave(who: Caller, other: Caller, until: str = SOON, of: Caller | None = None) -> Any:
    return who.put(f"/people/{(of or who).id}/absence", {"until": until, "stand_in_id": other.id})


def give(giver: Caller, case: int, to: Caller) -> Any:
    about = {"subject": "complaint", "subject_id": case}
    return giver.post("/assignments", {**about, "person_id": to.id})


def mine(who: Caller, group: str = "mine") -> list[int]:
    return [each["id"] for each in who.get(f"/queue?whose={group}").get_json()["items"]]


def test_cases_and_questions_go_to_the_stand_in_and_come_back(
    caller: Callers, context: Context
) -> None:
    ann, ben, cleo = (caller("reviewer", name) for name in ("ann", "ben", "cleo"))
    case = file(caller("filer", "acme"), 1)
    assert give(ann, case, ben).status_code == 200
    assert leave(ben, cleo).status_code == 200
    assert (mine(ben), mine(cleo), mine(ann, "others")) == ([], [case], [case])
    assert mine(ben, "others") == [case]
    (shown,) = ann.get("/queue").get_json()["items"]
    assert (shown["given_to"], shown["stand_in"]) == ("ben", "cleo")
    # What comes meanwhile goes there too, and so does what is asked.
    later = file(caller("filer", "other"), 1, start=50)
    assert give(ann, later, ben).status_code == 200
    about = {"subject": "complaint", "subject_id": later, "text": "Is it a copy?"}
    asked = ann.post("/case-questions", {**about, "person_id": ben.id}).get_json()
    assert [each["id"] for each in cleo.get("/case-questions/to-me").get_json()["items"]] == [
        asked["id"]
    ]
    refused = cleo.post("/case-questions", {**about, "person_id": ben.id})
    assert "You stand in for this colleague." in refused.get_data(as_text=True)
    answer = cleo.post(f"/case-questions/{asked['id']}/answer", {"text": "Yes."})
    assert answer.status_code == 200, answer.get_json()
    # The stand-in takes it next, before what is nobody's.
    file(caller("filer", "third"), 1, start=90)
    assert cleo.post("/queue/next", {}).get_json()["item"]["id"] == case
    assert ben.delete(f"/people/{ben.id}/absence").status_code == 204
    assert mine(ben) == [later]
    assert {each["stand_in"] for each in ann.get("/queue").get_json()["items"]} == {None}
    (held,) = (each for each in ben.get("/queue").get_json()["items"] if each["id"] == case)
    assert held["held_by"] == "cleo", "what the stand-in has in hand stays so"
    for verb in ("went_away", "came_back"):
        assert noted(context.database, verb) == [("person", ben.id, "person")]


def test_an_absence_ends_with_its_last_day(caller: Callers, context: Context) -> None:
    ann, ben = caller("reviewer", "ann"), caller("reviewer", "ben")
    case = file(caller("filer", "acme"), 1)
    give(ann, case, ben)
    leave(ben, ann)
    with context.database.reading() as session:
        until = session.get_one(Person, ben.id).away_until
        assert until is not None
        for moment, whose in ((-1, ann.id), (0, ben.id), (1, ben.id)):
            work = working(
                session, person(whose, PersonRole.REVIEWER), now=until + timedelta(seconds=moment)
            )
            (found,) = queue.find_waiting_cases(work, queue.Filters(whose="mine")).items
            assert found.id == case


def test_chains_are_followed_and_circles_refused(caller: Callers) -> None:
    ann, ben, cleo = (caller("reviewer", name) for name in ("ann", "ben", "cleo"))
    case = file(caller("filer", "acme"), 1)
    give(cleo, case, ann)
    assert leave(ann, ben).status_code == 200
    assert leave(ben, cleo).status_code == 200
    assert (mine(ben), mine(cleo)) == ([], [case])
    for who, other in ((cleo, ann), (cleo, ben), (cleo, cleo)):
        assert leave(who, other).get_json()["errors"][0]["pointer"] == "/stand_in_id"


def test_who_may_say_it_and_who_can_stand_in(caller: Callers) -> None:
    ann, sue, ada = caller("reviewer", "ann"), caller("supervisor", "sue"), caller("administrator")
    other, kim = caller("reviewer", "ben"), caller("counsel", "kim")
    assert leave(ann, sue, of=other).status_code == 403
    assert other.delete(f"/people/{ann.id}/absence").status_code == 403
    assert leave(ada, sue, of=ann).status_code == 200
    assert leave(sue, other).status_code == 422, "a reviewer does not judge as a supervisor does"
    assert leave(sue, kim).status_code == 422
    assert leave(sue, ada).status_code == 200
    today = utcnow().date()
    for days, status in ((-1, 422), (0, 200), (365, 200), (366, 422)):
        day = (today + timedelta(days=days)).isoformat()
        assert leave(other, ann, until=day).status_code == status
    assert {each["person"] for each in other.get("/absences").get_json()["items"]} >= {"ann", "sue"}


def test_what_the_stand_in_cannot_decide_is_nobodys(caller: Callers) -> None:
    ann, ben, cleo = (caller("reviewer", name) for name in ("ann", "ben", "cleo"))
    acme = caller("filer", "acme")
    case = file(acme, 1)
    (claim,) = acme.get(f"/complaints/{case}").get_json()["claims"]
    assert (
        ann.post(f"/complaints/{case}/decide", {**REJECT, "claim_ids": [claim["id"]]}).status_code
        == 200
    )
    appeal = acme.post(f"/claims/{claim['id']}/appeals", {"side": "filer", "grounds": "Look."})
    about = {"subject": "appeal", "subject_id": appeal.get_json()["id"]}
    assert cleo.post("/assignments", {**about, "person_id": ben.id}).status_code == 200
    assert leave(ben, ann).status_code == 200, "who decided cannot judge the appeal"
    assert [each["id"] for each in cleo.get("/queue?whose=unassigned").get_json()["items"]]
    refused = cleo.post("/assignments", {**about, "person_id": ben.id})
    assert "ann cannot decide this case" in refused.get_data(as_text=True)


def test_a_stand_in_who_leaves_holds_nothing_up(caller: Callers) -> None:
    ann, ben, ada = caller("reviewer", "ann"), caller("reviewer", "ben"), caller("administrator")
    case = file(caller("filer", "acme"), 1)
    give(ann, case, ann)
    leave(ann, ben)
    assert ada.post(f"/people/{ben.id}/end", {}).status_code == 200
    assert mine(ann, "unassigned") == [case]
    assert ann.get("/absences").get_json()["items"] == []


def test_staff_get_an_email_of_what_is_theirs_unless_they_want_none(
    app: Flask, caller: Callers, context: Context
) -> None:
    ann, ben, cleo = (caller("reviewer", name) for name in ("ann", "ben", "cleo"))
    case = file(caller("filer", "acme"), 1)
    with context.database.transaction() as session:
        for who in (ben, cleo):
            make = Account(
                email=f"{who.id}@example.com", mailbox=f"{who.id}@example.com", person_id=who.id,
                created_at=utcnow(), fs_uniquifier=f"u{who.id}", passkey_handle=f"p{who.id}",
            )  # fmt: skip
            session.add(make)

    def kinds() -> list[tuple[int, str]]:
        with context.database.reading() as session:
            rows = session.execute(
                select(Account.person_id, AccountLetter.kind)
                .join(Account, Account.id == AccountLetter.account_id)
                .order_by(AccountLetter.id)
            ).tuples()
            return [(row_id or 0, kind) for row_id, kind in rows]

    give(ann, case, ben)
    about = {"subject": "complaint", "subject_id": case, "text": "Is it a copy?"}
    ann.post("/case-questions", {**about, "person_id": ben.id})
    leave(ben, cleo)
    give(ann, case, ben)
    assert kinds() == [
        (ben.id, "case_given"), (ben.id, "case_asked"), (cleo.id, "stands_in"),
        (cleo.id, "case_given"),
    ]  # fmt: skip
    give(cleo, case, ben)
    assert len(kinds()) == 4, "nobody is written to of what they did"
    with context.database.transaction() as session:
        for account in session.scalars(select(Account)):
            account.by_mail = str(ByMail.NONE)
    give(ann, case, ben)
    assert len(kinds()) == 4


def test_two_who_name_each_other_at_the_same_moment_make_no_circle(
    caller: Callers, context: Context
) -> None:
    ann, ben = caller("reviewer", "ann"), caller("reviewer", "ben")
    both = (lambda: leave(ann, ben)), (lambda: leave(ben, ann))
    if context.database.is_sqlite:
        with ThreadPoolExecutor(2) as pool:
            answers = [each.result() for each in [pool.submit(each) for each in both]]
    else:
        staff = select(Person.id).order_by(Person.id)
        answers = queue_behind(context.database, staff, *both)
    assert sorted(each.status_code for each in answers) == [200, 422]
    assert len(ann.get("/absences").get_json()["items"]) == 1


def test_staff_are_locked_in_one_order_as_somebody_goes_away(
    caller: Callers, context: Context
) -> None:
    ann, ben = caller("reviewer", "ann"), caller("reviewer", "ben")
    with context.database.transaction() as session:
        locked = note_locks(session)
        work = working(session, person(ben.id, PersonRole.REVIEWER))
        absences.go_away(
            work, ben.id, until=utcnow().date(), zone="UTC", stand_in_id=ann.id,
            vault=context.vault,
        )  # fmt: skip
    assert locked == [("person", sorted([ann.id, ben.id]))]


def test_the_last_day_ends_by_the_clocks_of_whoever_is_away(caller: Callers) -> None:
    ann, ben = caller("reviewer", "ann"), caller("reviewer", "ben")
    given = {"until": SOON, "stand_in_id": ben.id, "zone": "Asia/Shanghai"}
    (noted_,) = ann.put(f"/people/{ann.id}/absence", given).get_json()["items"]
    assert noted_["until"] == f"{SOON}T16:00:00+00:00"
    assert (noted_["last_day"], noted_["zone"]) == (SOON, "Asia/Shanghai")
    wrong = ann.put(f"/people/{ann.id}/absence", {**given, "zone": "Mars/Base"})
    assert wrong.status_code == 422


def test_what_is_noted_twice_is_noted_once(caller: Callers, context: Context) -> None:
    ann, ben = caller("reviewer", "ann"), caller("reviewer", "ben")
    assert leave(ann, ben).status_code == leave(ann, ben).status_code == 200
    assert noted(context.database, "went_away") == [("person", ann.id, "person")]


def test_who_is_between_and_took_part_gets_no_case(caller: Callers) -> None:
    ann, ben, cleo, dora = (caller("reviewer", name) for name in ("ann", "ben", "cleo", "dora"))
    acme = caller("filer", "acme")
    case = file(acme, 1)
    (claim,) = acme.get(f"/complaints/{case}").get_json()["claims"]
    cleo.post(f"/complaints/{case}/decide", {**REJECT, "claim_ids": [claim["id"]]})
    appeal = acme.post(f"/claims/{claim['id']}/appeals", {"side": "filer", "grounds": "Look."})
    about = {"subject": "appeal", "subject_id": appeal.get_json()["id"], "person_id": ben.id}
    assert ann.post("/assignments", about).status_code == 200
    assert leave(cleo, dora).status_code == 200
    assert leave(ben, cleo).status_code == 200
    assert mine(dora) == [], "once cleo is back it would wait for cleo, who decided"
    assert mine(dora, "unassigned") == [about["subject_id"]]
    assert "cleo cannot decide" in ann.post("/assignments", about).get_data(as_text=True)


def test_who_leaves_ends_the_absences_that_came_to_them_through_others(
    caller: Callers, context: Context
) -> None:
    ann, ben, cleo, ada = (
        *(caller("reviewer", name) for name in ("ann", "ben", "cleo")), caller("administrator"),
    )  # fmt: skip
    case = file(caller("filer", "acme"), 1)
    give(ann, case, ann)
    leave(ann, ben)
    leave(ben, cleo)
    assert mine(cleo) == [case]
    assert ada.post(f"/people/{cleo.id}/end", {}).status_code == 200
    assert mine(ada, "unassigned") == [case]
    assert ann.get("/absences").get_json()["items"] == []
    assert {row[1] for row in noted(context.database, "came_back")} == {ann.id, ben.id}


def test_what_a_filer_s_own_colleague_would_stand_in_for_is_nobodys(
    caller: Callers, context: Context
) -> None:
    ann, ben, cleo = (caller("reviewer", name) for name in ("ann", "ben", "cleo"))
    acme = caller("filer", "acme")
    case = file(acme, 1)
    give(ann, case, ben)
    tie(context.database, person(cleo.id, PersonRole.ADMINISTRATOR), acme.id, utcnow())
    assert leave(ben, cleo).status_code == 200
    assert (mine(cleo), mine(ann, "unassigned")) == ([], [case])
    assert "cleo cannot decide" in give(ann, case, ben).get_data(as_text=True)


def test_who_is_back_twice_is_back_once_and_a_second_tab_changes_nothing(
    app: Flask, caller: Callers, context: Context
) -> None:
    ann, ben = caller("reviewer", "ann"), caller("reviewer", "ben")
    pages = app.test_client()
    sign_in(pages, "reviewer", "ann")
    form = {"until": SOON, "zone": "UTC", "stand_in_id": str(ben.id)}
    for _time in range(2):
        assert pages.post("/console/away", data=form).status_code == 303
    assert len(noted(context.database, "went_away")) == 1
    for _time in range(2):
        assert pages.post("/console/away/back", data={"person_id": str(ann.id)}).status_code == 303
    assert len(noted(context.database, "came_back")) == 1
