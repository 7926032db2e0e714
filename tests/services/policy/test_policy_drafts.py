"""Drafts of the policy by two persons: who may do what, when, and what is kept of it."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import AccessGrant, Job, LedgerEntry, Policy, PolicyDraft
from complaints.queries.policy import policy_drafts as draft_queries
from complaints.rules.actors import SYSTEM, PersonRole
from complaints.rules.kinds import GrantKind
from complaints.rules.policy.policies import parse_policies
from complaints.services.logins import access
from complaints.services.policy import policies, policy_drafts
from complaints.work.policy import in_force
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import Desk

MONTHS: dict[str, Any] = {"first": "2026-01", "last": "2026-02"}
VALUES: dict[str, Any] = {
    "values": {"boycott": {"answer_days": 10}}, "why": {"boycott": {"answer_days": "Quick."}},
}  # fmt: skip


class House:
    def __init__(self, database, now):
        self.database, self.now, self.desk = database, now, Desk(database, now)
        self.ben = self.desk.staff("ben", PersonRole.SUPERVISOR)
        self.ada = self.desk.staff("ada", PersonRole.ADMINISTRATOR)
        self.rev = self.desk.staff("rev")
        self.draft_id = self.desk.do(policy_drafts.draft, self.ben, **VALUES, **MONTHS).id

    def do(self, verb, actor, **options) -> Any:
        return self.desk.do(verb, actor, self.draft_id, **options)

    def slug(self, verb, actor, **options) -> str:
        with pytest.raises(Refusal) as caught:
            self.do(verb, actor, **options)
        return caught.value.slug

    def row(self) -> PolicyDraft:
        with self.database.reading() as session:
            return session.get_one(PolicyDraft, self.draft_id)

    def noted(self) -> list[tuple[str, str, str | None]]:
        """What the ledger says was done with the draft: what, by whom, why."""
        names = {each.id: name for name, each in (("ben", self.ben), ("ada", self.ada))}
        mine = select(LedgerEntry).where(LedgerEntry.subject == "policy_draft")
        with self.database.reading() as session:
            rows = session.scalars(mine.order_by(LedgerEntry.id)).all()
            return [(row.verb, names.get(row.actor_id, ""), row.why) for row in rows]

    def replayed(self) -> None:
        self.desk.do(
            policy_drafts.finish, SYSTEM, self.row(), state="done", result={}, policy_number=1
        )

    def forward(self) -> None:
        self.do(policy_drafts.put_forward, self.ben, why="Quicker.")


@pytest.fixture
def house(database, now) -> House:
    return copy(staged(database, "policy_drafts: house", lambda: House(database, now)))


@pytest.mark.both_databases
def test_a_second_person_puts_a_draft_in_force(house):
    house.replayed()
    house.forward()
    assert house.slug(policies.put_draft, house.rev, why="x") == "forbidden"
    assert house.slug(policies.put_draft, house.ben, why="x") == "second-person-needed"
    assert house.slug(policies.put_draft, house.ada, why=" ") == "invalid-request"
    assert house.slug(policies.put_draft, house.ada, why="x", expected=1) == "stale"
    row = house.do(policies.put_draft, house.ada, why=" Fine. ", expected=2)
    assert (row.number, row.person_id, row.drafted_by) == (2, house.ada.id, house.ben.id)
    assert row.reasons == {"boycott.answer_days": "Quick."}
    assert parse_policies(row.text).boycott.answer_days == 10
    assert (house.row().became_number, house.row().version) == (2, 3)
    with house.database.reading() as session:
        entries = session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)).all()
    told = [(each.verb, each.actor_id, each.why) for each in entries if "polic" in each.subject]
    assert told == [
        ("drafted", house.ben.id, None),
        ("put_forward", house.ben.id, "Quicker."),
        ("put_in_force", house.ada.id, "Fine."),
    ]
    assert entries[-1].facts == {
        "digest": row.digest, "draft": house.draft_id, "drafted_by": house.ben.id,
    }  # fmt: skip
    assert house.slug(policies.put_draft, house.ada, why="x") == "wrong-state"
    assert house.slug(policy_drafts.take_back, house.ben) == "wrong-state"


def test_a_file_that_is_put_later_keeps_the_reason_of_what_it_leaves_as_it_is(house):
    house.replayed()
    house.forward()
    row = house.do(policies.put_draft, house.ada, why="x")
    house.desk.do(access.end, SYSTEM, house.ada.id)
    later = house.desk.do(policies.put, SYSTEM, text=f"{row.text}[sample]\nsize = 9\n", why="y")
    assert (later.reasons, later.drafted_by) == (row.reasons, None)
    assert house.desk.do(policies.put, SYSTEM, text="", why="z").reasons is None


def test_whoever_was_let_in_by_the_author_alone_is_no_second_person(house, now):
    house.replayed()
    house.forward()
    # The operator, by command, is for a house without a second person.
    with pytest.raises(Refusal, match="ada can put this draft in force, on its page") as caught:
        house.do(policies.put_draft, SYSTEM, why="x")
    assert caught.value.slug == "second-person-needed"
    with house.database.transaction() as session:
        session.add(
            AccessGrant(
                kind=GrantKind.RESTORED,
                granted_by=house.ben.id,
                person_id=house.ada.id,
                granted_at=now,
            )
        )
    assert house.slug(policies.put_draft, house.ada, why="x") == "one-let-in-the-other"
    with house.database.reading() as session:
        assert draft_queries.who_may_put(session, house.ben.id) == []
    row = house.do(policies.put_draft, SYSTEM, why="Nobody else is here.")
    assert (row.person_id, row.drafted_by) == (None, house.ben.id)


def test_a_draft_that_is_not_put_forward_or_replayed_does_not_come_in_force(house):
    assert house.slug(policies.put_draft, house.ada, why="x") == "wrong-state"
    house.forward()
    assert house.slug(policies.put_draft, house.ada, why="x") == "wrong-state"
    house.replayed()
    assert house.do(policies.put_draft, house.ada, why="x").number == 2


def test_a_reviewer_drafts_no_policy_and_sends_none_back(house):
    caught = refused(house.desk.do, policy_drafts.draft, house.rev, **VALUES, **MONTHS)
    assert caught.slug == "forbidden"
    assert house.slug(policy_drafts.put_forward, house.ben, why=" ") == "invalid-request"
    house.forward()
    assert house.slug(policy_drafts.send_back, house.rev, why="x") == "forbidden"
    assert refused(house.desk.do, policy_drafts.take_back, house.ben, 999).slug == "not-found"


@pytest.mark.parametrize(
    ("given", "pointers"),
    [
        ({**VALUES, "text": "x", **MONTHS}, ["/text"]),
        ({"values": {}, "why": {}, **MONTHS}, [""]),
        ({"text": "[score", **MONTHS}, ["/text"]),
        ({"text": "[score", "first": "2026-02", "last": "2026-01"}, ["/text", "/last"]),
    ],
)
def test_what_does_not_hold_of_a_draft_is_said_by_field(house, given, pointers):
    caught = refused(house.desk.do, policy_drafts.draft, house.ben, **given)
    assert [field.pointer for field in caught.fields] == pointers


def test_only_its_author_changes_puts_forward_and_takes_back(house):
    new = {"values": {"sample": {"size": 9}}, "why": {"sample": {"size": "Few."}}, **MONTHS}
    assert house.slug(policy_drafts.change, house.ada, **new) == "forbidden"
    assert house.slug(policy_drafts.put_forward, house.ada, why="x") == "forbidden"
    assert house.slug(policy_drafts.take_back, house.ben) == "wrong-state"
    house.forward()
    assert house.slug(policy_drafts.change, house.ben, **new) == "wrong-state"
    assert house.slug(policy_drafts.take_back, house.ada) == "forbidden"
    assert house.slug(policy_drafts.send_back, house.ben, why="x") == "second-person-needed"
    house.do(policy_drafts.take_back, house.ben)
    assert house.row().put_forward_why is None
    house.forward()
    house.do(policy_drafts.send_back, house.ada, why=" Few? ")
    row = house.row()
    assert (row.sent_back_by, row.sent_back_why, row.version) == (house.ada.id, "Few?", 5)
    house.forward()
    assert house.row().sent_back_by is None
    assert house.noted() == [
        ("drafted", "ben", None), ("put_forward", "ben", "Quicker."), ("taken_back", "ben", None),
        ("put_forward", "ben", "Quicker."), ("sent_back", "ada", "Few?"),
        ("put_forward", "ben", "Quicker."),
    ]  # fmt: skip


@pytest.mark.both_databases
def test_a_changed_draft_is_replayed_anew_and_the_old_replay_is_dropped(house, now):
    before = house.row()
    new = {"values": {"sample": {"size": 9}}, "why": {"sample": {"size": "Few."}}, **MONTHS}
    house.desk.do(policy_drafts.go_on, SYSTEM, before, 1, 3)
    assert (house.row().looks_done, house.row().looks) == (1, 3)
    assert house.slug(policy_drafts.change, house.ben, **new, expected=9) == "stale"
    house.do(policy_drafts.change, house.ben, **new, expected=1)
    house.desk.do(policy_drafts.go_on, SYSTEM, before, 2, 3)
    house.desk.do(
        policy_drafts.finish, SYSTEM, before, state="done", result={"of": "old"}, policy_number=1
    )
    row = house.row()
    assert (row.state, row.result, row.looks_done, row.version) == ("waiting", None, None, 2)
    assert row.reasons == {"sample.size": "Few."}
    assert house.noted()[-1] == ("changed_draft", "ben", None)
    assert parse_policies(row.text).boycott.answer_days == 14
    with house.database.reading() as session:
        assert len(session.scalars(select(Job).where(Job.kind == "backtest")).all()) == 2
    house.desk.do(
        policy_drafts.finish, SYSTEM, row, state="done", result={}, policy_number=1,
        at=now + timedelta(days=1),
    )  # fmt: skip
    assert house.row().state == "done"


@pytest.mark.both_databases
def test_a_draft_of_an_earlier_policy_is_refused_with_what_changed(house):
    house.replayed()
    house.forward()
    house.desk.policy("[law]\nrestore_day = 12\n")
    caught = refused(house.do, policies.put_draft, house.ada, why="x")
    assert (caught.slug, caught.facts) == ("stale", {"changed": ["law.restore_day"]})
    house.do(policy_drafts.take_back, house.ben)
    assert house.slug(policy_drafts.put_forward, house.ben, why="x") == "stale"
    house.do(policy_drafts.change, house.ben, **VALUES, **MONTHS)
    house.replayed()
    house.forward()
    row = house.do(policies.put_draft, house.ada, why="x")
    assert (
        parse_policies(row.text).law.restore_day,
        parse_policies(row.text).boycott.answer_days,
    ) == (12, 10)


def test_a_draft_that_an_earlier_version_wrote_and_this_one_cannot_read_stays_out(house):
    house.forward()
    house.replayed()
    with house.database.transaction() as session:
        session.get_one(PolicyDraft, house.draft_id).text = "[boycott]\ngone_by_now = 1\n"
    assert house.slug(policies.put_draft, house.ada, why="Quicker.") == "wrong-state"


def test_a_draft_that_changes_nothing_is_not_put_forward(house):
    with house.database.transaction() as session:
        work = working(session, house.ben)
        empty = policy_drafts.draft(work, text="# nothing\n", **MONTHS)
        with pytest.raises(Refusal):
            policy_drafts.put_forward(work, empty.id, why="x")
        assert session.scalars(select(Policy)).one().number == 1


CURVES = "[scan]\nwarning = 0.61\n[shapes]\nversion = 1\noffset = -2.5\n"


def test_refitted_shapes_are_put_in_force_by_a_second_person_alone(database, now) -> None:
    house = House(database, now)
    house.draft_id = house.desk.do(
        policy_drafts.draft, house.ben, text=CURVES, **MONTHS
    ).id  # fmt: skip
    house.replayed()
    house.do(policy_drafts.put_forward, house.ben, why="Fitted to our labels.")
    assert house.slug(policies.put_draft, house.ben, why="Mine.") == "second-person-needed"
    with database.reading() as session:
        view = draft_queries.read_policy_draft(working(session, house.ada, now), house.draft_id)
    assert [each.key for each in view.changes] == ["scan.warning", "scan.shapes"]
    house.do(policies.put_draft, house.ada, why="It ranks better.")
    with database.reading() as session:
        assert in_force(session).scan.shapes == parse_policies(CURVES).scan.shapes
    # A draft by fields keeps them.
    later = house.desk.do(policy_drafts.draft, house.ben, **VALUES, **MONTHS)
    assert parse_policies(later.text).scan.shapes == parse_policies(CURVES).scan.shapes
