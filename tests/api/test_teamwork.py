"""The queue's filters and counts, cases given to somebody, questions to colleagues, saved views."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.models import Claim, Complaint, LedgerEntry, Marketplace, Right
from complaints.queries.staff import counts, queue
from complaints.queries.staff.queue import Filters
from complaints.queries.staff.queue import complaints as walking
from complaints.rules.actors import PersonRole, filer, person
from complaints.rules.staff.teamwork import WHOSE
from complaints.services.staff import case_questions, teamwork
from complaints.storage.context import Context
from tests.api.bodies import COUNTER, complaint, pointers, slug
from tests.api.test_casework import TAKE_DOWN, file
from tests.noted import noted
from tests.scenes.callers import Caller
from tests.scenes.working import working

Callers = Callable[..., Caller]
TMALL = "https://detail.tmall.com/item.htm?id=77700"
ASK = {"what": "A label", "answer_due": "2099-01-01T00:00:00Z"}


def ids(who: Caller, **filters: Any) -> list[int]:
    """Return the complaints of the queue, a page of one case at a time."""
    asked = "&".join(f"{name}={value}" for name, value in filters.items())
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = who.get(
            f"/queue?limit=1&{asked}&cursor={cursor}".removesuffix("&cursor=")
        ).get_json()
        seen += [item["id"] for item in page["items"] if item["subject"] == "complaint"]
        cursor = page["next"]
    return seen


def about(case: int) -> dict[str, Any]:
    return {"subject": "complaint", "subject_id": case}


def elsewhere(who: Caller, number: int, **given: Any) -> int:
    targets = [{"url": f"{TMALL}{number}"}]
    made = who.post("/complaints", complaint(targets=targets, **given))
    assert made.status_code == 201, made.get_json()
    return int(made.get_json()["id"])


def place(context: Context, who: Caller, team: str | None, *languages: str) -> None:
    with context.database.transaction() as session:
        teamwork.place(working(session), who.id, team=team, languages=languages)


def test_each_filter_keeps_what_fits_and_its_opposite_the_rest(
    caller: Callers, context: Context, now: Any
) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    here, there = file(acme, 2), elsewhere(acme, 1)
    (one,) = ann.post(f"/complaints/{there}/decide", TAKE_DOWN).get_json()["decided"]
    caller("reviewer", "bob").post(f"/claims/{one}/counter", COUNTER)
    caller("marketplace").post(f"/complaints/{here}/demand-report", {"asked_for": "money"})
    with context.database.transaction() as session:
        old = utcnow() - timedelta(days=14)
        session.execute(update(Complaint).where(Complaint.id == here).values(filed_at=old))
        shown = select(Complaint.right_id).where(Complaint.id == here)
        proven = {"proof": "paper_seen", "proof_at": now}
        session.execute(update(Right).where(Right.id.in_(shown)).values(**proven))
        # As the platform stated it since.
        session.execute(update(Marketplace).where(Marketplace.slug == "tmall").values(country="DE"))
        session.execute(update(Claim).where(Claim.complaint_id == there).values(regime="dsa"))
    assert set(ids(ann)) == {here, there}
    for filters, kept in (
        ({"marketplace": "taobao"}, [here]),
        ({"marketplace": "tmall"}, [there]),
        ({"country": "DE"}, [there]),
        ({"country": "CN"}, [here]),
        ({"regime": "dsa"}, [there]),
        ({"regime": "ecl"}, [here]),
        ({"answered": "true"}, [there]),
        ({"answered": "false"}, [here]),
        ({"older_than": 14}, [here]),
        ({"older_than": 15}, []),
        ({"marketplace": "taobao", "country": "DE"}, []),
        ({"marketplace": "of-nobody"}, []),
        ({"subject": "appeal"}, []),
    ):
        assert ids(ann, **filters) == kept, filters
    with context.database.reading() as session:
        old_ones, reader = Filters(older_than=14), person(ann.id, PersonRole.REVIEWER)
        fortnight = old + timedelta(days=14)
        assert (
            len(queue.find_waiting_cases(working(session, reader, fortnight), old_ones).items) == 1
        )
        just_before = working(session, reader, fortnight - timedelta(microseconds=1))
        assert queue.find_waiting_cases(just_before, old_ones).items == []
    assert ids(ann, demand="true") + ids(ann, demand="false") == [here, there]
    assert pointers(ann.get("/queue?older_than=0")) == ["/older_than"]
    assert pointers(ann.get("/queue?country=Germany")) == ["/country"]


def test_a_rare_filter_is_looked_for_piece_by_piece(
    caller: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    for number in range(1, 6):
        file(acme, 1, start=10 * number)
    last = elsewhere(acme, 2)
    monkeypatch.setattr(walking, "LOOKED_AT", 2)
    page = ann.get("/queue?limit=1&marketplace=tmall").get_json()
    assert (page["items"], page["next"] is None) == ([], False)
    assert ids(ann, marketplace="tmall") == [last]
    assert ann.post("/queue/next", {"marketplace": "tmall"}).get_json()["item"]["id"] == last


def test_the_language_is_the_one_that_the_filer_signed_in(caller: Callers) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    signed = {"signed_by": "Ann Lee", "agreed": ["truth", "ecl-42"]}
    chinese = file(acme, 1, declaration={**signed, "language": "zh"})
    english = file(acme, 1, start=20, declaration={**signed, "language": "en"})
    assert (ids(ann, language="zh"), ids(ann, language="en")) == ([chinese], [english])
    item = ann.get("/queue?language=zh").get_json()["items"][0]
    assert item["language"] == "zh"


def numbers(who: Caller) -> dict[str, int]:
    counted: dict[str, int] = who.get("/queue/counts").get_json()
    return counted


def require_same_numbers(who: Caller) -> None:
    """Each number is the one of its list."""
    counted = numbers(who)
    for group in WHOSE:
        listed = who.get(f"/queue?limit=200&whose={group}").get_json()["items"]
        assert counted[group] == len(listed), group


def test_whose_a_case_is_and_how_many_there_are(caller: Callers, context: Context) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    sue = caller("supervisor", "sue")
    place(context, ann, "north")
    place(context, ben, "south")
    cases = [file(acme, 1, start=10 * number) for number in range(1, 8)]
    mine, in_hand, team, others, theirs, asked, free = cases
    ann.post("/assignments", {**about(mine), "person_id": ann.id})
    ann.post("/leases", about(in_hand))
    ann.post("/assignments", {**about(team), "team": "north"})
    ann.post("/assignments", {**about(others), "person_id": ben.id})
    ben.post("/assignments", {**about(theirs), "team": "south"})
    ann.post("/case-questions", {**about(asked), "text": "Do you know this mark?"})
    assert {group: ids(ann, whose=group) for group in WHOSE} == {
        "mine": [mine, in_hand], "team": [team], "unassigned": [free],
        "others": [others, theirs, asked],
    }  # fmt: skip
    assert ids(ben, whose="others") == [mine, in_hand, team, asked]
    assert (numbers(sue)["questions"], numbers(ben)["questions"]) == (1, 0)
    # One waits for its filer, of one a decision is pending, and in one ann has spoken for a side.
    (claim,) = ann.get(f"/complaints/{free}").get_json()["claims"]
    asking = ann.post(f"/claims/{claim['id']}/ask", ASK)
    assert asking.status_code == 200, asking.get_json()
    assert ids(ann, whose="others") == [others, theirs, asked, free]
    assert ids(ann, whose="unassigned") == []
    spoken = file(acme, 2, start=200)
    (first, _second) = ann.get(f"/complaints/{spoken}").get_json()["claims"]
    ann.post(f"/claims/{first['id']}/withdraw", {"reason": "By letter."})
    assert ids(ann) == [case for case in cases if case != free]
    assert ids(ben, whose="unassigned") == [spoken]
    for who in (ann, ben, sue):
        require_same_numbers(who)


@pytest.mark.both_databases
def test_the_next_case_is_mine_then_my_teams_then_in_my_languages(
    caller: Callers, context: Context
) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    place(context, ann, "north", "zh")
    place(context, ben, None)
    signed = {"signed_by": "Ann Lee", "agreed": ["truth", "ecl-42"]}
    bens = file(acme, 1)
    rest = file(acme, 1, start=10)
    chinese = file(acme, 1, start=20, declaration={**signed, "language": "zh"})
    team, mine = file(acme, 1, start=30), file(acme, 1, start=40)
    ann.post("/assignments", {**about(bens), "person_id": ben.id})
    ann.post("/assignments", {**about(team), "team": "north"})
    ann.post("/assignments", {**about(mine), "person_id": ann.id})
    taken = [ann.post("/queue/next").get_json()["item"] for _ in range(5)]
    assert [case and case["id"] for case in taken] == [mine, team, chinese, rest, None]
    assert ben.post("/queue/next").get_json()["item"]["id"] == bens
    # After a place, as the desk asks for it.
    new = person(caller("reviewer", "new").id, PersonRole.REVIEWER)
    free = [file(acme, 1, start=start) for start in (100, 110)]
    with context.database.reading() as session:
        work = working(session, new, utcnow())
        first = queue.next_of(work)
        assert first is not None
        assert first.id == free[0]
        second = queue.next_of(work, after=first.place)
        assert second is not None
        assert second.id == free[1]


@pytest.mark.both_databases
def test_a_case_is_given_to_whom_it_waits_for(caller: Callers, context: Context) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    case = file(acme, 2)
    (first, _second) = ann.get(f"/complaints/{case}").get_json()["claims"]
    ben.post(f"/claims/{first['id']}/withdraw", {"reason": "By letter."})
    for wrong, pointer in (
        ({"person_id": ben.id}, "/person_id"),
        ({"person_id": caller("counsel").id}, "/person_id"),
        ({"person_id": 9999}, "/person_id"),
        ({"team": "nobody's"}, "/team"),
        ({}, "/person_id"),
        ({"person_id": ann.id, "team": "north"}, "/person_id"),
    ):
        refused = ann.post("/assignments", {**about(case), **wrong})
        assert (refused.status_code, pointers(refused)) == (422, [pointer]), wrong
    assert ann.post("/assignments", {**about(999), "team": "north"}).status_code == 404
    assert ben.post("/assignments", {**about(case), "person_id": ann.id}).status_code == 200
    (item,) = ann.get("/queue").get_json()["items"]
    assert (item["given_to"], item["whose"]) == ("ann", "mine")
    assert ann.post("/assignments/release", about(case)).status_code == 204
    assert ann.post("/assignments/release", about(999)).status_code == 404
    with context.database.reading() as session:
        verbs = select(LedgerEntry.verb).where(LedgerEntry.verb.in_(("given", "taken_back")))
        assert session.scalars(verbs).all() == ["given", "taken_back"]


@pytest.mark.both_databases
def test_a_question_is_answered_once_by_whom_it_was_put_to(
    caller: Callers, context: Context
) -> None:
    acme, ann, ben = caller("filer"), caller("reviewer", "ann"), caller("reviewer", "ben")
    sue = caller("supervisor", "sue")
    place(context, ben, "north")
    case = file(acme, 1)
    question = {**about(case), "text": "Is this seam ours?"}
    to_ben = ann.post("/case-questions", {**question, "person_id": ben.id}).get_json()["id"]
    to_team = ann.post("/case-questions", {**question, "team": "north"}).get_json()["id"]
    to_second = ann.post("/case-questions", question).get_json()["id"]
    assert pointers(ann.post("/case-questions", {**question, "person_id": ann.id})) == [
        "/person_id"
    ]
    counsel = {**question, "person_id": caller("counsel").id}
    assert pointers(ann.post("/case-questions", counsel)) == ["/person_id"]
    for wrong, where in (
        ({"person_id": ben.id, "team": "north"}, "/person_id"),
        ({"person_id": 999}, "/person_id"),
        ({"team": "nobody"}, "/team"),
    ):
        assert pointers(ann.post("/case-questions", {**question, **wrong})) == [where], wrong
    nowhere = {**question, "subject_id": 999}
    assert ann.post("/case-questions", nowhere).status_code == 404
    put = [("complaint", case, "person")] * 3
    assert noted(context.database, "asked_colleague") == put

    def mine(who: Caller) -> list[int]:
        return [each["id"] for each in who.get("/case-questions/to-me").get_json()["items"]]

    assert (mine(ann), mine(ben), mine(sue)) == ([], [to_team, to_ben], [to_second])
    reply = {"text": "It is: see the third stitch."}
    assert sue.post(f"/case-questions/{to_ben}/answer", reply).status_code == 403
    assert ann.post(f"/case-questions/{to_second}/answer", reply).status_code == 403
    assert ben.post(f"/case-questions/{to_ben}/answer", reply).get_json()["answered_by"] == "ben"
    again = ben.post(f"/case-questions/{to_ben}/answer", reply)
    assert (again.status_code, slug(again)) == (409, "wrong-state")
    assert ben.post("/case-questions/999/answer", reply).status_code == 404
    # No key of a filer comes so far; the service itself knows no question for one.
    with (
        context.database.transaction() as session,
        pytest.raises(Refusal, match="no such question"),
    ):
        case_questions.answer_question(working(session, filer(acme.id)), to_team, text="It is not.")
    assert ids(ann, whose="others") == [case], "two are open still"
    ben.post(f"/case-questions/{to_team}/answer", reply)
    sue.post(f"/case-questions/{to_second}/answer", reply)
    assert ids(ann, whose="unassigned") == [case]
    assert noted(context.database, "answered_colleague") == put
    asked = ann.get(f"/case-questions?subject=complaint&subject_id={case}").get_json()["items"]
    assert {each["answer"] for each in asked} == {reply["text"]}
    # Advice is no decision: who gave it decides, and the filer never reads it.
    assert ben.post(f"/complaints/{case}/decide", TAKE_DOWN).status_code == 200
    assert "third stitch" not in acme.get(f"/complaints/{case}").get_data(as_text=True)


def test_what_waits_for_who_left_waits_for_others(caller: Callers, context: Context) -> None:
    acme, ann, ben = caller("filer", "acme"), caller("reviewer", "ann"), caller("reviewer", "ben")
    sue, ada = caller("supervisor", "sue"), caller("administrator", "ada")
    place(context, ben, "north")
    his, teams, asked, kept = (file(acme, 1, start=10 * number) for number in range(1, 5))
    ann.post("/assignments", {**about(his), "person_id": ben.id})
    ann.post("/assignments", {**about(teams), "team": "north"})
    ann.post("/assignments", {**about(kept), "person_id": sue.id})
    question = {**about(asked), "text": "Do you know this mark?", "person_id": ben.id}
    number = ann.post("/case-questions", question).get_json()["id"]
    assert ids(ann, whose="unassigned") == []
    place(context, ben, "south")
    assert ids(ann, whose="unassigned") == [teams], "nobody is in that team"
    assert ada.post(f"/people/{ben.id}/end").status_code == 200
    assert ids(ann, whose="unassigned") == [his, teams]
    assert noted(context.database, "taken_back") == [
        ("complaint", teams, "system"), ("complaint", his, "person")
    ]  # fmt: skip
    assert [each["id"] for each in sue.get("/case-questions/to-me").get_json()["items"]] == [number]
    assert ids(sue, whose="mine") == [kept]
    require_same_numbers(ann)


@pytest.mark.both_databases
def test_views_are_kept_shared_and_deleted(caller: Callers, context: Context) -> None:
    ann, ben, sue = (
        caller("reviewer", "ann"),
        caller("reviewer", "ben"),
        caller("supervisor", "sue"),
    )
    place(context, ann, "north")
    view = {"name": " My  view\u200b ", "filters": {"basis": "counterfeit", "answered": False}}
    own = ann.post("/saved-views", view).get_json()
    assert (own["name"], own["shared"]) == ("My view", "own")
    assert own["filters"] == {"basis": "counterfeit", "answered": False}
    taken = ann.post("/saved-views", {**view, "name": "MY VIEW"})
    assert (taken.status_code, slug(taken)) == (409, "taken")
    assert pointers(ann.post("/saved-views", {**view, "name": "\u200b"})) == ["/name"]
    wrong = ann.post("/saved-views", {"name": "x", "filters": {"basis": "theft"}})
    assert pointers(wrong) == ["/filters/basis"]
    assert ben.post("/saved-views", view).status_code == 201, "each has names of its own"
    path = f"/saved-views/{own['id']}"

    def seen(who: Caller) -> bool:
        return own["id"] in [each["id"] for each in who.get("/saved-views").get_json()["items"]]

    assert (seen(ann), seen(ben), seen(sue)) == (True, False, False)
    assert ben.put(path, {**view, "name": "Stolen"}).status_code == 404
    ann.put(path, {**view, "shared": "team"})
    assert (seen(ben), seen(sue)) == (False, False)
    place(context, ben, "north")
    assert seen(ben)
    assert ben.delete(path).status_code == 403
    ann.put(path, {**view, "shared": "all"})
    assert sue.post(f"{path}/default").get_json()["default"]
    assert sue.delete(path).status_code == 204
    assert not seen(ann)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_an_import_left_open_is_in_the_queue_where_it_is_asked_in(
    caller: Callers, context: Context, now: Any
) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    left, ours = file(acme, 2), file(acme, 1, start=30)
    with context.database.transaction() as session:
        imported = {"decide_by": None, "from_history": True}
        session.execute(update(Claim).where(Claim.complaint_id == left).values(**imported))
        # Of ours a clock stands still: it is ours all the same.
        session.execute(update(Claim).where(Claim.complaint_id == ours).values(decide_by=None))
    assert ids(ann) == [ours]
    assert ids(ann, histories="true") == [left, ours]
    counted = numbers(ann)
    assert (counted["claims"], counted["histories"], counted["unassigned"]) == (1, 2, 1)
    assert ann.post("/queue/next").get_json()["item"]["id"] == ours
    assert ann.post("/queue/next").get_json()["item"] is None
    # A step on it here makes it a case of ours.
    (first, _second) = ann.get(f"/complaints/{left}").get_json()["claims"]
    path = f"/claims/{first['id']}"
    assert ann.post(f"{path}/ask", ASK).status_code == 200
    assert acme.post(f"{path}/complete", {"note": "Here."}).status_code == 200
    assert left in ids(ann)
    assert numbers(ann)["histories"] == 1


def test_a_filer_who_has_answered_is_not_waited_for(caller: Callers, context: Context) -> None:
    acme, ann = caller("filer"), caller("reviewer")
    case = file(acme, 1)
    (one,) = ann.post(f"/complaints/{case}/decide", TAKE_DOWN).get_json()["decided"]

    def waits() -> int:
        with context.database.reading() as session:
            return counts.counts_of_filer(session, acme.id)["complaints"]

    assert waits() == 0
    caller("reviewer", "bob").post(f"/claims/{one}/counter", COUNTER)
    assert waits() == 1
    acme.post(f"/claims/{one}/reply", {"statement": "The label is a copy."})
    assert waits() == 0
