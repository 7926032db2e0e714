"""Whom a filing alarms: the right's owners first, then the holder's namesakes, each once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import Account, Alarm, Check, Letter, Right
from complaints.rules.actors import Actor
from complaints.rules.kinds import AlarmAnswer, CheckKind, FilerKind
from complaints.services.authority import alarms, rights
from complaints.services.filing import checks
from complaints.services.filing.intake import Accepted
from complaints.storage.db import Database
from tests.scenes.clock import NOW
from tests.scenes.working import working
from tests.services.authority.known import PERMIT, Known
from tests.services.decisions.desk import ITEM, MARK, VAULT, Desk

ACME = {"name": "Acme Inc"}
SONG = {"kind": "copyright", "title": "The Song"}


class Holders(Desk):
    """Two accounts named Acme that people can open, the first with the mark, and an agent."""

    def __init__(self, database: Database, now: datetime) -> None:
        super().__init__(database, now)
        self.agent = self.filer("guards", FilerKind.AGENT)
        self.owner = self.reached("Acme")
        self.namesake = self.reached("acme inc")
        self.stranger = self.reached("Bond")
        self.register(self.owner)

    def reached(self, name: str, kind: FilerKind = FilerKind.RIGHTS_HOLDER) -> Actor:
        actor = self.filer(name, kind)
        reach(self.database, actor.id)
        return actor

    def register(self, actor: Actor, right: dict[str, Any] = MARK) -> int:
        given: dict[str, Any] = {"rights_holder": None, "filer": None, "vault": VAULT}
        right_id: int = self.do(rights.register, actor, right=right, **given).id
        return right_id

    def prove(self, actor: Actor) -> None:
        with self.database.reading() as session:
            mine = session.scalars(select(Right.id).where(Right.filer_id == actor.id)).first()
        self.do(checks.see_right, self.staff("rev"), mine, reason="The certificate fits.")

    def as_agent(self, number: int, **said: Any) -> Accepted:
        notice = {"rights_holder": ACME, "authorization": PERMIT, **said}
        answer = self.file(self.agent, targets=[{"url": f"{ITEM}{number}"}], **notice)
        assert isinstance(answer, Accepted)
        return answer

    def told(self) -> list[tuple[int, str, str]]:
        with self.database.reading() as session:
            found = session.scalars(select(Alarm).order_by(Alarm.id)).all()
            return [(row.filer_id, row.kind, row.subject) for row in found]

    def letters(self) -> list[Letter]:
        written = select(Letter).where(Letter.kind == "somebody_files").order_by(Letter.id)
        with self.database.reading() as session:
            return list(session.scalars(written))


def reach(database: Database, filer_id: int) -> None:
    """Give a filer an account, so that there is somebody to be told."""
    with database.transaction() as session:
        session.add(
            Account(
                filer_id=filer_id,
                email=f"{filer_id}@acme.example",
                mailbox=f"{filer_id}@acme.example",
                fs_uniquifier=f"account-{filer_id}",
                passkey_handle=f"account-{filer_id}",
                created_at=NOW,
            )
        )


@pytest.fixture
def desk(database: Database, now: datetime) -> Holders:
    return Holders(database, now)


@pytest.mark.both_databases
def test_the_owner_of_the_right_and_the_namesakes_are_told_once(desk: Holders) -> None:
    first = desk.as_agent(1)
    by_name = (desk.namesake.id, "name", "acme")
    assert desk.told() == [(desk.owner.id, "right", "trademark|wo|1234567"), by_name]
    with desk.database.reading() as session:
        rows = session.scalars(select(Alarm)).all()
        assert {(row.by_filer_id, row.complaint_id, row.made_at) for row in rows} == {
            (desk.agent.id, first.complaint.id, desk.now)
        }
        assert {row.right_id is None for row in rows if row.kind == "name"} == {True}
        assert {row.right_id is None for row in rows if row.kind == "right"} == {False}
    letters = desk.letters()
    assert [letter.filer_id for letter in letters] == [desk.owner.id, desk.namesake.id]
    assert first.complaint.reference in letters[0].body
    assert "guards" in letters[0].body
    desk.as_agent(2)
    assert len(desk.told()) == len(desk.letters()) == 2
    # One that came since is told by the next filing.
    late = desk.reached("ACME GmbH")
    desk.as_agent(3)
    assert desk.told()[2:] == [(late.id, "name", "acme")]


def test_a_filer_alarms_neither_itself_nor_by_what_it_does_not_say(desk: Holders) -> None:
    desk.file(desk.owner)
    # It is its own right's holder: only those of its name are told.
    assert desk.told() == [(desk.namesake.id, "name", "acme")]
    # A right without a number tells nobody by it; an agent's own name and a person's tell nobody.
    person = desk.filer("Acme Ltd", FilerKind.INDIVIDUAL)
    desk.file(person, basis="copyright", right=SONG)
    agent = desk.filer("ACME", FilerKind.AGENT)
    # Of an agent the law of China asks for the holder's name.
    elsewhere = [{"url": "https://www.amazon.com/dp/B000000001"}]
    desk.file(agent, basis="copyright", right=SONG, targets=elsewhere)
    assert len(desk.told()) == 1
    desk.file(desk.stranger, basis="copyright", right=SONG, rights_holder=ACME)
    assert {subject for _, _, subject in desk.told()[1:]} == {"acme"}
    assert [told for told, _, _ in desk.told()[1:]] == [desk.owner.id, desk.namesake.id]


def test_who_is_denied_is_asked_at_its_next_complaint(desk: Holders) -> None:
    first = desk.as_agent(1)
    assert not first.authority_asked
    with desk.database.reading() as session:
        mine = select(Alarm.id).where(Alarm.filer_id == desk.owner.id)
        alarm_id = session.scalars(mine).one()
    answer: dict[str, Any] = {"answer": AlarmAnswer.AUTHORIZED, "note": None}
    desk.do(alarms.answer, desk.owner, alarm_id, **answer)
    assert not desk.as_agent(2).authority_asked
    answer["answer"] = AlarmAnswer.NOT_AUTHORIZED
    desk.do(alarms.answer, desk.owner, alarm_id, **answer)
    # Of a number that anybody can type the agent hears nothing; of a proven one it does.
    assert not desk.as_agent(7).authority_asked
    desk.prove(desk.owner)
    denied = desk.as_agent(3)
    assert denied.authority_asked
    with desk.database.reading() as session:
        check = session.scalars(
            select(Check).where(Check.complaint_id == denied.complaint.id)
        ).one()
        # Its holder is proven now, and it is not.
        assert (check.kind, check.signs) == ("authority", ["unproven", "holder_denies"])
        assert (check.numbers["alarm"], check.made_at) == (alarm_id, desk.now)
    # By another right, for another holder, nobody has denied it.
    other = {**MARK, "number": "99"}
    assert not desk.as_agent(4, right=other, rights_holder={"name": "Zebra"}).authority_asked


@pytest.mark.both_databases
def test_a_denial_joins_what_was_noted_at_the_same_filing(
    database: Database, now: datetime
) -> None:
    known = Known.staged(database, now)
    maker = known.newcomer("maker", 60, email="ip@velora.example").complaint.filer_id
    reach(database, maker)
    face = {"email": "legal@velora-ip.example"}
    first = known.newcomer("posed", 61, **face)
    assert first.authority_asked
    with database.transaction() as session:
        alarm = session.scalars(select(Alarm).where(Alarm.filer_id == maker)).first()
        assert alarm is not None
        alarm.answer, alarm.answered_at = AlarmAnswer.NOT_AUTHORIZED, now
        alarm_id = alarm.id
        right = session.scalars(select(Right).where(Right.filer_id == maker)).one()
        right.proof, right.proof_at = "confirmed", now
    second = known.newcomer("posed", 62, **face)
    with database.reading() as session:
        (check,) = session.scalars(
            select(Check).where(Check.complaint_id == second.complaint.id)
        ).all()
        assert check.kind == CheckKind.AUTHORITY
        assert check.signs == [
            "look_alike_domain", "known_name", "unproven", "holder_denies",
        ]  # fmt: skip
        assert check.numbers["alarm"] == alarm_id
        assert check.numbers["known_complaints"] == 5
        assert check.policy_number == working(session).policy.number
