"""Counting accounts together over HTTP: one account's way from a judgement to the appeal."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import Filer, Letter, Person, StatementOfReasons
from complaints.rules.actors import PersonRole, person
from tests.api.bodies import complaint, slug
from tests.services.cases.market import Market

MAILBOX = {"email": "new@new.example"}
WORDS = {"reasons": "Invented marks.", "gravity": "Twelve shops shut.", "intention": "Money."}
JUDGED = {"verdict": "yes", "why": "One device, one bank."}


@pytest.fixture
def case(context, caller):
    """A boycotted account `bad`, an account `new`, and callers for everybody."""
    made = SimpleNamespace(database=context.database)
    made.bad, made.new, made.stranger = (caller("filer", name) for name in ("bad", "new", "far"))
    made.ann, made.ben, made.cem = (caller("supervisor", name) for name in ("ann", "ben", "cem"))
    made.rev = caller("reviewer", "rev")
    with context.database.transaction() as session:
        market = Market(session, utcnow())
        filer = session.get_one(Filer, made.bad.id)
        market.abusive(filer)
        flag = market.confirmed_flag(filer, person(made.ann.id, PersonRole.SUPERVISOR)).id
    boycott = made.ann.post(f"/flags/{flag}/boycotts", WORDS).get_json()["items"][0]["id"]
    made.boycott = f"/boycotts/{boycott}"
    assert made.ann.post(f"{made.boycott}/warn").status_code == 200
    made.bad.post(f"{made.boycott}/answer", {"answer": "Sorry.", "closes": True})
    made.ann.post(f"{made.boycott}/urgency", {"why": "A sale."})
    term = {"why": "It went on.", "term_days": 30, "takes_urgency": True}
    assert made.ben.post(f"{made.boycott}/impose", term).status_code == 200
    return made


def proposed(case):
    pair = {"filer": case.bad.id, "other": case.new.id}
    assert case.rev.post("/judgements", {**pair, **JUDGED}).status_code == 201
    (row,) = case.rev.get("/joinings?state=proposed").get_json()["items"]
    return row


def joined(case):
    path = f"/joinings/{proposed(case)['id']}"
    answer = case.ann.post(f"{path}/join", {"why": "One bank account pays both."})
    assert answer.status_code == 200, answer.get_json()
    return path


def test_a_proposal_says_whom_it_would_bind_and_waits_for_another_supervisor(case):
    row = proposed(case)
    assert (row["account"]["id"], row["other"]["id"]) == (case.new.id, case.bad.id)
    assert [each["boycott_id"] for each in row["binds"]] == [int(case.boycott.rsplit("/", 1)[1])]
    assert row["staff"]["why"] == JUDGED["why"]
    for reader in (case.new, case.bad, case.stranger):
        assert reader.get(f"/joinings/{row['id']}").status_code == 404
        assert reader.get("/joinings").get_json()["items"] == []
    waits = case.ben.get("/queue?subject=joining").get_json()["items"]
    assert [(each["id"], each["what"]) for each in waits] == [(row["id"], ["join"])]
    assert case.rev.get("/queue?subject=joining").get_json()["items"] == []
    refused = case.rev.post(f"/joinings/{row['id']}/join", {"why": "x"})
    assert (refused.status_code, slug(refused)) == (403, "forbidden")


def test_the_whole_way_to_an_appeal_that_parts(case):
    path = joined(case)
    mine = case.new.get(path).get_json()
    assert (mine["account"]["id"], mine["other"], mine["staff"]) == (case.new.id, None, None)
    assert mine["reasons"] == "One bank account pays both."
    boycott = case.new.get(case.boycott).get_json()
    assert (boycott["own"], boycott["answer"], boycott["filer"]["id"]) == (
        False, None, case.new.id,
    )  # fmt: skip
    assert case.bad.get(case.boycott).get_json()["answer"] == "Sorry."
    assert case.new.post(f"{case.boycott}/appeal", {"grounds": "x"}).status_code == 403
    assert case.new.get(f"{case.boycott}/claims").get_json()["items"] == []
    assert len(case.bad.get(f"{case.boycott}/claims").get_json()["items"]) == 3

    elsewhere = [{"url": "https://www.amazon.de/dp/B000000005"}]
    kept = case.new.post("/complaints", complaint(targets=elsewhere, contact=MAILBOX))
    assert (kept.status_code, slug(kept)) == (403, "boycotted")
    assert "/standing/joinings/" in kept.get_json()["appeal_url"]
    assert kept.get_json()["appeal_until"] is None
    # What binds it was decided about another account: only against the joining can it appeal.
    with case.database.reading() as session:
        (said,) = session.scalars(
            select(StatementOfReasons).where(
                StatementOfReasons.complaint_id == kept.get_json()["complaint_id"]
            )
        )
    assert "Appeal against being counted together with another account" in said.text
    assert "Appeal by" not in said.text

    assert case.new.post(f"{path}/appeal", {"grounds": "Two firms."}).status_code == 200
    others = case.bad.get(path).get_json()
    assert (others["appeal"], others["appeals"]) == (None, []), "the other reads nothing of it"
    for early in (case.ann, case.rev):
        decision = {"decision": "part", "argued": "It is said to be wrong.", "reason": "x"}
        assert early.post(f"{path}/appeal/decide", decision).status_code == 403
    waits = case.ben.get("/queue?subject=joining").get_json()["items"]
    assert [each["what"] for each in waits] == [["judge_appeal"]]
    decided = case.ben.post(
        f"{path}/appeal/decide",
        {"decision": "part", "argued": "It is said to be wrong.", "reason": "The lease shows it."},
    )
    assert decided.get_json()["state"] == "parted"
    assert case.new.get(case.boycott).status_code == 404
    verdicts = case.rev.get(f"/judgements?filer={case.new.id}").get_json()["items"]
    assert [each["verdict"] for each in verdicts] == ["no"]


def test_the_dossier_tells_the_party_and_no_account_reads_with_whom_it_is_counted(case):
    joined(case)
    assert not {"party_id", "accounts"} & case.new.get(f"/filers/{case.new.id}").get_json().keys()
    read = [case.new.get(path).get_json() for path in (case.boycott, "/joinings", "/boycotts")]
    with case.database.reading() as session:
        letters = select(Letter.subject, Letter.body).where(Letter.filer_id == case.new.id)
        read += [list(row) for row in session.execute(letters)]
    for words in (*WORDS.values(), "bad"):
        assert words not in str(read), words
    assert WORDS["reasons"] in str(case.bad.get(case.boycott).get_json())
    dossier = case.rev.get(f"/filers/{case.new.id}/dossier").get_json()
    assert [each["id"] for each in dossier["accounts"]] == [case.bad.id]


def test_it_is_dropped_or_parted_with_what_was_seen(case):
    row = proposed(case)
    path = f"/joinings/{row['id']}"
    outdated = case.rev.post(f"{path}/drop", {"why": "x"}, headers={"If-Match": '"9"'})
    assert outdated.status_code == 412
    assert case.rev.post(f"{path}/drop", {"why": "An office."}).get_json()["state"] == "dropped"
    path = joined(case)
    assert case.rev.post(f"{path}/part", {"why": "x"}).status_code == 403
    assert case.cem.post(f"{path}/part", {"why": "Two firms."}).get_json()["state"] == "parted"


def test_counsel_judges_the_appeal_and_sees_the_case_from_then_on(case, caller):
    counsel = caller("counsel", "cora")
    path = joined(case)
    assert counsel.get(path).status_code == 404
    assert case.new.post(f"{path}/appeal", {"grounds": "Two firms."}).status_code == 200
    seen = counsel.get(path).get_json()
    assert (seen["account"]["id"], seen["other"], seen["staff"]) == (case.new.id, None, None)
    assert (seen["possible"], seen["appeal"]["grounds"]) == (["uphold", "part"], "Two firms.")
    assert [each["id"] for each in counsel.get("/joinings").get_json()["items"]] == [seen["id"]]
    assert counsel.post(f"{path}/part", {"why": "x"}).status_code == 403
    decision = {"decision": "uphold", "argued": "It is said to be wrong.", "reason": "nothing-new"}
    decided = counsel.post(f"{path}/appeal/decide", decision)
    assert decided.get_json()["state"] == "joined", decided.get_json()
    assert counsel.get(path).get_json()["possible"] == []


def test_nobody_is_counted_together_where_nobody_could_judge_the_appeal(case):
    path = f"/joinings/{proposed(case)['id']}"
    with case.database.transaction() as session:
        for each in (case.ben, case.cem):
            session.get_one(Person, each.id).active = False
    assert case.ann.get(path).get_json()["possible"] == ["drop"]
    assert slug(case.ann.post(f"{path}/join", {"why": "x"})) == "nobody-to-judge-appeal"
    with case.database.transaction() as session:
        session.get_one(Person, case.cem.id).active = True
    assert case.ann.post(f"{path}/join", {"why": "x"}).status_code == 200
