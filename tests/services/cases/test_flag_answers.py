"""A filer answers what staff look at, before any warning: who, how often, and who reads it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.kit import dossiers
from complaints.models import Filer, Flag, FlagAnswer, LedgerEntry, Letter
from complaints.queries.cases import boycott_dossiers, looks
from complaints.queries.cases import boycotts as boycott_queries
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters
from complaints.rules import actors
from complaints.rules.actors import PersonRole
from complaints.rules.cases.flags import (
    MOST_ANSWERS,
    require_answered_since,
    require_room_to_answer,
)
from complaints.services.cases import boycotts, flag_answers, flags
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.cases.test_flags import opened, refused  # noqa: F401

DAY = timedelta(days=1)
WORDS: dict[str, Any] = {
    "reasons": "Invented marks.",
    "gravity": "Twelve shops.",
    "intention": "Money.",
}


@pytest.fixture
def desk(database, now):
    """Acme and Bond, whose flags are confirmed, Acme's staff and a second account of its own."""
    with database.transaction() as session:
        market = Market(session, now)
        ann, ben = market.staff("ann"), market.staff("ben", PersonRole.REVIEWER)
        acme, bond = market.filer("acme"), market.filer("bond")
        for each in (acme, bond):
            market.abusive(each)
        flag = market.confirmed_flag(acme, ann, [bond.id])
        other = market.confirmed_flag(bond, ann, [acme.id])
    return SimpleNamespace(
        database=database, now=now, ann=ann, ben=ben, flag=flag.id, other=other.id,
        acme=actors.filer(acme.id), bond=actors.filer(bond.id),
    )  # fmt: skip


def say(desk, text="Our agent erred.", *, days=1, who=None):
    with desk.database.transaction() as session:
        work = working(session, who or desk.acme, desk.now + days * DAY)
        return flag_answers.answer(work, text=text)


def propose(desk, *, days=2, **more):
    with desk.database.transaction() as session:
        work = working(session, desk.ann, desk.now + days * DAY)
        return boycotts.propose(work, desk.flag, **WORDS, **more)


def waits(desk, *, days=3, subject="flag", who=None):
    with desk.database.reading() as session:
        work = working(session, who or desk.ben, desk.now + days * DAY)
        listed = queue.find_waiting_cases(work, Filters(subject=subject)).items
        return {each.id: each.what for each in listed}


@pytest.mark.both_databases
def test_the_account_answers_what_it_reads_and_its_flag_gets_a_new_version(desk):
    say(desk, " Our agent erred. ")
    say(desk, "We have let it go.", days=2)
    with desk.database.reading() as session:
        flag = session.get_one(Flag, desk.flag)
        assert (flag.version, flag.updated_at) == (3, desk.now + 2 * DAY)
        look = looks.look_at(working(session, desk.acme, desk.now + 3 * DAY), desk.acme.filer_id)
        assert [each.text for each in look.answers] == ["Our agent erred.", "We have let it go."]
        assert look.answers_left == MOST_ANSWERS - 2
        entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
        assert (entry.verb, entry.subject, entry.subject_id, entry.why) == (
            "answer", "flag", desk.flag, None,
        )  # fmt: skip
        # The other account of the ring reads and says its own.
        work = working(session, desk.bond, desk.now + 3 * DAY)
        assert looks.look_at(work, desk.bond.filer_id).answers == ()


def test_where_nothing_is_told_there_is_nothing_to_answer(database, opened, now):  # noqa: F811
    flag_id, ann, acme = opened

    def heard(days, who=acme, text="We erred."):
        with database.transaction() as session:
            work = working(session, who, now + days * DAY)
            try:
                flag_answers.answer(work, text=text)
            except Refusal as refusal:
                return refusal.slug, str(refusal.message), dict(refusal.facts)
            return None

    nobody = heard(99, actors.filer(acme.filer_id + 99))
    assert nobody[0] == "not-found"
    # Of one that is not told yet neither an empty answer tells, nor one too many.
    assert heard(29) == heard(29, text=" ") == nobody
    assert heard(30) is None
    with database.transaction() as session:
        flags.put_off(working(session, ann, now + 30 * DAY), flag_id, days=5, why="A ring.")
    assert heard(34) == nobody
    assert heard(35) is None
    assert heard(35, text=" ")[0] == "invalid-request"
    with database.transaction() as session:
        work = working(session, ann, now + 36 * DAY)
        flags.take(work, flag_id)
        flags.dismiss(work, flag_id, why="It is right.")
    assert heard(37) == nobody
    # Staff answer for nobody.
    assert heard(35, ann) == nobody


def test_it_answers_so_often_and_no_more(desk):
    for number in range(MOST_ANSWERS):
        say(desk, f"{number}", days=number)
    with pytest.raises(Refusal) as refusal:
        say(desk, "And once more.", days=9)
    assert refusal.value.slug == "wrong-state"
    for answers in (MOST_ANSWERS - 2, MOST_ANSWERS - 1):
        require_room_to_answer(answers)
    for answers in (MOST_ANSWERS, MOST_ANSWERS + 1):
        with pytest.raises(Refusal):
            require_room_to_answer(answers)


@pytest.mark.both_databases
def test_an_answer_that_convinces_ends_it_with_a_letter_that_says_why(desk):
    assert refused(desk.database, flags.dismiss, desk.ben, desk.flag, why="x", now=desk.now) == (
        "wrong-state"
    )
    assert waits(desk) == {}
    say(desk)
    assert waits(desk) == {desk.flag: ("flag_answered",)}
    stale = refused(
        desk.database, flags.dismiss, desk.ben, desk.flag, why="x", now=desk.now, expected=1
    )
    assert stale == "stale"
    with desk.database.transaction() as session:
        work = working(session, desk.ben, desk.now + 2 * DAY)
        flag = flags.dismiss(work, desk.flag, why="The agent has left.")
        assert (flag.state, flag.closed_by) == ("dismissed", desk.ben.id)
        (letter,) = session.scalars(select(Letter))
        assert (letter.kind, letter.filer_id) == ("flag_dismissed", desk.acme.filer_id)
        assert "The agent has left." in letter.body
    assert waits(desk) == {}
    with pytest.raises(Refusal):
        say(desk, days=3)


def test_a_confirmed_flag_is_dismissed_for_nothing_else(desk):
    def outcome(state="confirmed", *, answered=True, case=False):
        try:
            require_answered_since(state, answered_since=answered, has_case=case)
        except Refusal as refusal:
            return refusal.slug
        return None

    assert outcome() is None
    assert outcome(answered=False) == outcome(case=True) == "wrong-state"
    assert outcome("under_review", answered=False) is None
    # What was said before it was confirmed was read then.
    with desk.database.transaction() as session:
        session.add(FlagAnswer(flag_id=desk.other, text="Early.", said_at=desk.now - DAY))
    assert waits(desk) == {}
    assert refused(desk.database, flags.dismiss, desk.ben, desk.other, why="x", now=desk.now) == (
        "wrong-state"
    )
    say(desk)
    (case,) = propose(desk)
    later = desk.now + 3 * DAY
    assert refused(desk.database, flags.dismiss, desk.ben, desk.flag, why="x", now=later) == (
        "wrong-state"
    )
    # Once the proposal is dropped, the answer waits for somebody again.
    assert waits(desk) == {}
    with desk.database.transaction() as session:
        boycotts.drop(working(session, desk.ann, later), case.id, why="Read its answer.")
    assert waits(desk) == {desk.flag: ("flag_answered",)}


def test_an_open_flag_that_is_answered_waits_for_somebody(database, opened, now):  # noqa: F811
    flag_id, ann, acme = opened
    desk = SimpleNamespace(database=database, now=now, ben=ann, acme=acme)
    assert waits(desk, days=31) == {}
    say(desk, days=30)
    assert waits(desk, days=31) == {flag_id: ("flag_answered",)}
    with database.transaction() as session:
        flags.take(working(session, ann, now + 31 * DAY), flag_id)
    assert waits(desk, days=31) == {flag_id: ("review_flag", "flag_answered")}


def preview(desk, boycott_id, *, days=4):
    with desk.database.reading() as session:
        work = working(session, desk.ben, desk.now + days * DAY)
        return boycotts.preview(work, boycott_id, step="warn").answered_since


def test_who_warns_is_told_of_an_answer_that_the_proposer_had_not_read(desk):
    say(desk, days=1)
    (case,) = propose(desk, days=2)
    assert preview(desk, case.id) is None
    assert waits(desk, subject="boycott", days=4) == {case.id: ("warn",)}
    say(desk, "It was one agent.", days=3)
    assert preview(desk, case.id) == desk.now + 3 * DAY
    assert waits(desk, subject="boycott", days=4) == {case.id: ("warn", "flag_answered")}


def texts(desk, who, boycott_id, *, days=9):
    with desk.database.reading() as session:
        work = working(session, who, desk.now + days * DAY)
        case = boycott_dossiers.of_boycott(work, boycott_id)
        assert boycott_queries.boycott_detail(work, boycott_id) is not None
        # It stands in the document too.
        assert dossiers.dossier(case, language="en").startswith(b"%PDF")
        return [
            (each.text, each.account and each.account.reference) for each in case.detail.said_before
        ]


@pytest.mark.both_databases
def test_both_sides_read_in_the_case_what_was_said_before_the_warning(desk):
    """The case of a ring rests on one flag; each account is heard on its own."""
    say(desk, "Acme's.")
    say(desk, "Bond's.", who=desk.bond)
    first, second = propose(desk, ring_filers=[desk.bond.filer_id])
    with desk.database.transaction() as session:
        work = working(session, desk.ben, desk.now + 4 * DAY)
        for each in (first, second):
            boycotts.warn(work, each.id)
    # The case's page has taken its place.
    for who in (desk.acme, desk.bond):
        with pytest.raises(Refusal) as refusal:
            say(desk, "Late.", days=5, who=who)
        assert refusal.value.slug == "not-found"
    assert (
        texts(desk, desk.ben, first.id) == texts(desk, desk.acme, first.id) == [("Acme's.", None)]
    )
    assert texts(desk, desk.ben, second.id) == texts(desk, desk.bond, second.id) == [
        ("Bond's.", None)
    ]  # fmt: skip


def test_staff_read_also_what_another_account_of_the_party_said(desk):
    say(desk, "Acme's.")
    say(desk, "Bond's.", who=desk.bond)
    with desk.database.transaction() as session:
        acme, bond = (session.get_one(Filer, each.filer_id) for each in (desk.acme, desk.bond))
        bond.party_id = acme.party_id
    (case,) = propose(desk)
    with desk.database.transaction() as session:
        boycotts.warn(working(session, desk.ben, desk.now + 4 * DAY), case.id)
    assert texts(desk, desk.ben, case.id) == [("Acme's.", None), ("Bond's.", "bond")]
    assert texts(desk, desk.acme, case.id) == [("Acme's.", None)]
    # Another account of the party reads nothing of it.
    with desk.database.reading() as session:
        work = working(session, desk.bond, desk.now + 9 * DAY)
        assert boycott_queries.boycott_detail(work, case.id).said_before == ()
