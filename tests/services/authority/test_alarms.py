"""An account answers an alarm: what a denial asks of the other filer, and of whom it does not."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.base.errors import Refusal
from complaints.models import Alarm, Check, LedgerEntry, Letter
from complaints.rules.kinds import AlarmAnswer, AlarmKind, CheckKind
from complaints.services.authority import alarms, rights
from complaints.services.filing import checks
from complaints.storage.db import Database
from tests.noted import noted
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, MARK, VAULT, Desk

DENIED, FINE = AlarmAnswer.NOT_AUTHORIZED, AlarmAnswer.AUTHORIZED


class Heard:
    """An account that was told of another's three complaints, and one of somebody else's."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.desk, self.now = Desk(database, now), now
        self.acme, self.posed = self.desk.filer("acme"), self.desk.filer("posed")
        self.rev = self.desk.staff("rev")
        self.complaints = [self._file(self.posed, number) for number in (1, 2, 3)]
        self.other = self._file(self.desk.filer("other"), 9)
        self.ids = [self._alarm(subject) for subject in ("another", "posed")]
        self.id = self.ids[1]

    def _file(self, actor: Any, number: int) -> int:
        filed = self.desk.file(actor, targets=[{"url": f"{ITEM}{number}"}])
        complaint_id: int = filed.complaint.id
        return complaint_id

    def prove(self, actor: Any) -> None:
        """Let a person compare the certificate of a right of its own."""
        given: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT}
        mark = {**MARK, "number": f"9{actor.id}"}
        right_id = self.desk.do(rights.register, actor, right=mark, **given).id
        self.desk.do(checks.see_right, self.rev, right_id, reason="The certificate fits.")

    def alarm(self) -> Alarm:
        with self.desk.database.reading() as session:
            return session.get_one(Alarm, self.id)

    def letters(self, kind: str) -> list[Letter]:
        with self.desk.database.reading() as session:
            return list(session.scalars(select(Letter).where(Letter.kind == kind)))

    def _alarm(self, subject: str) -> int:
        with self.desk.database.transaction() as session:
            row = Alarm(
                filer_id=self.acme.id, by_filer_id=self.posed.id, complaint_id=self.complaints[0],
                kind=str(AlarmKind.NAME), subject=subject, made_at=self.now,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id

    def check(self, number: int, kind: CheckKind, *signs: str) -> None:
        with self.desk.database.transaction() as session:
            session.add(
                Check(complaint_id=self.complaints[number], kind=kind, signs=list(signs),
                      numbers={"known": 1}, made_at=self.now)
            )  # fmt: skip

    def say(self, answer: AlarmAnswer, actor: Any = None, **more: Any) -> Alarm:
        options = {"answer": answer, "note": None, **more}
        row: Alarm = self.desk.do(alarms.answer, actor or self.acme, self.id, **options)
        return row

    def asked(self) -> dict[int, tuple[list[str], dict[str, Any]]]:
        """Return what is waiting to be verified, by the complaint's number."""
        with self.desk.database.reading() as session:
            waiting = select(Check).where(
                Check.kind == CheckKind.AUTHORITY, Check.verified_at.is_(None)
            )
            return {row.complaint_id: (row.signs, row.numbers) for row in session.scalars(waiting)}

    def told(self) -> list[tuple[int | None, int | None]]:
        with self.desk.database.reading() as session:
            found = select(Letter).where(Letter.kind == "authority_asked").order_by(Letter.id)
            rows = session.scalars(found)
            return [(row.filer_id, row.complaint_id) for row in rows]

    def counts(self) -> list[tuple[Any, Any]]:
        with self.desk.database.reading() as session:
            found = select(LedgerEntry).where(LedgerEntry.verb == "answered")
            rows = session.scalars(found.order_by(LedgerEntry.id))
            return [(row.facts["answer"], row.facts["checks"]) for row in rows]


@pytest.fixture
def heard(database, now) -> Heard:
    return copy(staged(database, "holder who hears", lambda: Heard(database, now)))


def refused(heard: Heard, *given: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        heard.say(*given, **more)
    return caught.value


def test_a_denial_asks_for_the_others_authority_once(heard: Heard) -> None:
    heard.prove(heard.acme)
    heard.check(0, CheckKind.AUTHORITY, "known_name")
    heard.check(1, CheckKind.BURST)
    row = heard.say(DENIED, note="Never heard of them.")
    assert (row.answer, row.note, row.answered_at) == (DENIED, "Never heard of them.", heard.now)
    alarm = {"alarm": heard.id}
    assert heard.asked() == {
        heard.complaints[0]: (["known_name", "holder_denies"], {"known": 1, **alarm}),
        heard.complaints[1]: (["holder_denies"], alarm),
        heard.complaints[2]: (["holder_denies"], alarm),
    }
    told = heard.told()
    assert told == [(heard.posed.id, each) for each in reversed(heard.complaints)]
    assert heard.say(DENIED).version == 3
    assert heard.told() == told
    assert heard.counts() == [("not_authorized", 3), ("not_authorized", 0)]
    with heard.desk.database.reading() as session:
        assert [session.get_one(Alarm, each).answer for each in heard.ids] == [None, DENIED]


def test_a_denial_never_undoes_what_a_person_verified(heard: Heard) -> None:
    heard.prove(heard.acme)
    heard.say(DENIED)
    verified = heard.desk.do(checks.verify_authority, heard.rev, heard.complaints[1], reason="Ok.")
    assert verified.verified_by == heard.rev.id
    # Whoever verified had the denial in view: it is settled.
    assert heard.alarm().settled_for == "filer"
    heard.say(DENIED)
    assert heard.counts()[-1] == ("not_authorized", 0)
    assert heard.complaints[1] not in heard.asked()
    with heard.desk.database.reading() as session:
        row = session.scalars(select(Check).where(Check.id == verified.id)).one()
        assert (row.verified_at, row.verified_by) == (heard.now, heard.rev.id)


def test_who_is_not_proven_is_asked_itself_and_followed_once_it_is(heard: Heard) -> None:
    heard.say(DENIED)
    assert (heard.asked(), heard.told(), heard.alarm().followed) == ({}, [], "ask_denier")
    (letter,) = heard.letters("proof_asked")
    assert (letter.filer_id, "/alarms/" in letter.body) == (heard.acme.id, True)
    heard.say(DENIED)
    assert len(heard.letters("proof_asked")) == 1
    heard.prove(heard.acme)
    assert heard.alarm().followed == "ask_filer"
    assert set(heard.asked()) == set(heard.complaints)
    # What it takes back asks nobody for anything any more.
    heard.say(FINE)
    assert (heard.alarm().followed, heard.asked()) == (None, {})
    dropped = [(row.filer_id, row.complaint_id) for row in heard.letters("authority_dropped")]
    assert sorted(dropped) == [(heard.posed.id, each) for each in heard.complaints]


def test_a_denial_that_was_taken_back_is_not_followed_later(heard: Heard) -> None:
    heard.say(DENIED)
    heard.say(FINE)
    heard.prove(heard.acme)
    assert heard.asked() == {}


@pytest.mark.parametrize("settled_for", ["filer", "denier"])
def test_where_both_are_proven_a_person_looks(heard: Heard, settled_for: str) -> None:
    heard.check(0, CheckKind.AUTHORITY, "known_name")
    heard.desk.do(checks.verify_authority, heard.rev, heard.complaints[0], reason="Seen.")
    heard.prove(heard.acme)
    heard.say(DENIED)
    assert (heard.asked(), heard.alarm().followed) == ({}, "look")
    options: dict[str, Any] = {
        "settled_for": settled_for,
        "reason": "Both certificates were compared.",
    }
    for actor, slug in ((heard.acme, "forbidden"), (heard.posed, "not-found")):
        with pytest.raises(Refusal) as caught:
            heard.desk.do(alarms.settle, actor, heard.id, **options)
        assert caught.value.slug == slug
    with pytest.raises(Refusal) as caught:
        heard.desk.do(alarms.settle, heard.rev, heard.id, **options, expected=9)
    assert caught.value.slug == "stale"
    heard.desk.do(alarms.settle, heard.rev, heard.id, **options)
    row = heard.alarm()
    assert (row.settled_for, row.settled_at, row.settled_by) == (
        settled_for, heard.now, heard.rev.id,
    )  # fmt: skip
    assert len(heard.letters("denial_settled")) == 1
    assert noted(heard.desk.database, "settled") == [("alarm", heard.id, "person")]
    asked = set(heard.complaints) if settled_for == "denier" else set()
    assert set(heard.asked()) == asked
    later = heard.desk.file(heard.posed, targets=[{"url": f"{ITEM}50"}])
    assert later.authority_asked is (settled_for == "denier")
    with pytest.raises(Refusal) as caught:
        heard.desk.do(alarms.settle, heard.rev, heard.id, **options)
    assert caught.value.slug == "wrong-state"


def test_who_is_authorized_is_asked_nothing(heard: Heard) -> None:
    heard.say(FINE)
    assert (heard.asked(), heard.told(), heard.counts()) == ({}, [], [("authorized", 0)])


def test_the_account_that_was_told_answers(heard: Heard) -> None:
    assert refused(heard, FINE, heard.rev).slug == "forbidden"
    for actor in (heard.posed, heard.desk.filer("stranger")):
        assert refused(heard, FINE, actor, expected=9).slug == "not-found"
    stale = refused(heard, FINE, expected=9)
    assert (stale.slug, stale.facts) == ("stale", {"version": 1, "header": "If-Match"})
    assert heard.say(FINE, expected=1).answer == FINE


def test_an_alarm_is_read_anew_once_it_is_locked(heard: Heard) -> None:
    with heard.desk.database.transaction() as session:
        session.get_one(Alarm, heard.id)
        changed = update(Alarm).where(Alarm.id == heard.id).values(version=7)
        session.execute(changed, execution_options={"synchronize_session": False})
        options: Any = {"answer": FINE, "note": None, "expected": 7}
        assert alarms.answer(working(session, heard.acme), heard.id, **options).answer == FINE


@pytest.mark.parametrize("verified", [True, False])
def test_an_authority_is_verified_where_it_is_asked(heard: Heard, verified: bool) -> None:
    heard.check(0, CheckKind.BURST)
    complaint = heard.complaints[0]
    if verified:
        heard.check(0, CheckKind.AUTHORITY, "known_name")
        heard.check(1, CheckKind.AUTHORITY, "known_name")
        heard.desk.do(checks.verify_authority, heard.rev, complaint, reason="An extract.")
        assert list(heard.asked()) == [heard.complaints[1]]
    with pytest.raises(Refusal, match="verified already" if verified else "was not asked") as done:
        heard.desk.do(checks.verify_authority, heard.rev, complaint, reason="r")
    assert (done.value.slug, done.value.facts) == ("wrong-state", {"possible": []})
    with heard.desk.database.reading() as session:
        letters = session.scalars(select(Letter).where(Letter.kind == "authority_verified")).all()
    assert [(row.filer_id, row.complaint_id) for row in letters] == (
        [(heard.posed.id, complaint)] if verified else []
    )
