"""A file is put by the operator alone, where no two persons could decide it; it gets the next
number, and is read at once; drafts are replayed."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from complaints.base.errors import ConfigurationError, Refusal
from complaints.models import (
    AccessGrant,
    ApiKey,
    ApiKeyScope,
    LedgerEntry,
    Person,
    Policy,
    PolicyDraft,
)
from complaints.queries.policy.policy_drafts import read_policy_draft
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, HandKind, PersonRole
from complaints.rules.kinds import GrantKind
from complaints.rules.policy.policies import parse_policies
from complaints.services.policy import policies, policy_drafts
from complaints.work.policy import in_force
from tests.refusals import refused
from tests.scenes.staged import staged
from tests.scenes.working import working
from tests.services.decisions.desk import Desk
from tests.services.locks import note_locks

DAY = timedelta(days=1)
OPERATOR = SYSTEM.by(HandKind.COMMAND)
TEXT = "[boycott]\nmin_manifest = 4\n"


class House:
    """A reviewer, and one person who could put a policy."""

    def __init__(self, database, now):
        self.database, self.now, self.desk = database, now, Desk(database, now)
        self.rev = self.desk.staff("rev")
        self.ben = self.desk.staff("ben", PersonRole.SUPERVISOR)

    def rows(self) -> list[tuple[Any, ...]]:
        with self.database.reading() as session:
            found = session.scalars(select(Policy).order_by(Policy.number))
            return [(row.number, row.text, row.why, row.person_id, row.since) for row in found]

    def entries(self) -> list[tuple[str, int, str | None, dict[str, Any]]]:
        with self.database.reading() as session:
            put = select(LedgerEntry).where(LedgerEntry.verb == "put_in_force")
            found = session.scalars(put.order_by(LedgerEntry.id))
            return [(row.actor_kind, row.subject_id, row.why, row.facts) for row in found]


@pytest.fixture
def house(database, now) -> House:
    return copy(staged(database, "policy_rows: house", lambda: House(database, now)))


@pytest.mark.both_databases
def test_a_policy_gets_the_next_number_and_holds_at_once(house):
    later = house.now + DAY
    with house.database.transaction() as session:
        assert in_force(session).boycott.min_manifest == 3
        row = policies.put(working(session, OPERATOR, later), text=TEXT, why=" Fewer. ")
        assert row.number == 2
        assert (in_force(session).number, in_force(session).boycott.min_manifest) == (2, 4)
    again = house.desk.do(policies.put, OPERATOR, text=TEXT, why="Once more.")
    assert again.number == 2
    third = house.desk.do(policies.put, OPERATOR, text="", why="As it was.")
    assert [row[0] for row in house.rows()] == [1, 2, third.number] == [1, 2, 3]
    assert house.rows()[1] == (2, TEXT, "Fewer.", None, later)
    digest = parse_policies(TEXT).digest
    assert house.entries()[0] == ("system", 2, "Fewer.", {"digest": digest, "alone": True})
    assert len(house.entries()) == 2


def test_a_policy_is_put_by_the_operator_with_a_reason_and_a_text_that_holds(house):
    for actor in (house.ben, house.rev, actors.filer(1)):
        assert refused(house.desk.do, policies.put, actor, text=TEXT, why="x").slug == "forbidden"
    for options, pointer in (
        ({"text": TEXT, "why": " \n"}, "/why"),
        ({"text": "[boycot]\n", "why": "x"}, "/text"),
    ):
        caught = refused(house.desk.do, policies.put, OPERATOR, **options)
        assert [field.pointer for field in caught.fields] == [pointer]
    assert len(house.rows()) == 1


def test_the_operator_stands_in_for_nobody_who_is_there(house):
    ada = house.desk.staff("ada", PersonRole.ADMINISTRATOR)
    with pytest.raises(Refusal, match="ada and ben are here") as caught:
        house.desk.do(policies.put, OPERATOR, text=TEXT, why="x")
    assert caught.value.slug == "second-person-needed"
    assert house.entries() == []
    # What is in force already is put by nobody.
    assert house.desk.do(policies.put, OPERATOR, text="", why="x").number == 1

    def without(change: Any) -> bool:
        """Say whether the operator may put it once ada is no second person."""
        with house.database.transaction() as session:
            change(session)
            try:
                policies.put(working(session, OPERATOR, house.now), text=TEXT, why="x")
            except Refusal:
                return False
            finally:
                session.rollback()
            return True

    admitted = AccessGrant(
        kind=GrantKind.ADMITTED, granted_by=house.ben.id, person_id=ada.id, granted_at=house.now
    )
    of_ada = ApiKey.person_id == ada.id
    assert not without(lambda session: None)
    for change in (
        lambda session: session.add(admitted),
        lambda session: session.execute(update(Person).values(active=False)),
        lambda session: session.execute(update(Person).values(role="reviewer")),
        lambda session: session.execute(update(ApiKey).where(of_ada).values(ends_at=house.now)),
        lambda session: session.execute(delete(ApiKeyScope).where(ApiKeyScope.scope == "review")),
    ):
        assert without(change)


def test_a_policy_that_no_server_can_read_is_put_right_by_whoever_has_the_shell(house):
    """Nobody can sign in then: no page is served."""
    house.desk.staff("ada", PersonRole.ADMINISTRATOR)
    with house.database.transaction() as session:
        session.add(Policy(number=2, text="bygone = 1", digest="d", since=house.now, why="Once."))
    assert house.desk.do(policies.put, OPERATOR, text=TEXT, why="Mended.").number == 3


OLDER = "refiled_cap = 3\nwarning = 0.7\n"


def test_a_policy_that_sets_what_is_learnt_now_stays_in_force_and_is_not_put_anew(house):
    house.desk.staff("ada", PersonRole.ADMINISTRATOR)
    with house.database.transaction() as session:
        older = Policy(number=2, text=OLDER, digest="d" * 64, since=house.now, why="Once.")
        session.add(older)
    with house.database.reading() as session:
        assert in_force(session).scan.warning == 0.7
    # The version that learns gives it a number of its own, with the same text.
    digest = parse_policies(OLDER, stored=True).digest
    made = house.desk.do(policies.renew, SYSTEM, OLDER, digest=digest)
    assert (made.number, made.text, made.why) == (3, OLDER, policies.OTHER_DEFAULTS)
    # It can be read, so two persons decide what comes next, and nobody hands it in again.
    said = refused(house.desk.do, policies.put, OPERATOR, text=TEXT, why="x")
    assert said.slug == "second-person-needed"
    for text in (OLDER, f"{OLDER}watch = 0.2\n"):
        for verb, who, more in (
            (policies.put, OPERATOR, {"why": "x"}),
            (policy_drafts.draft, house.ben, {"first": "2026-01", "last": "2026-01"}),
        ):
            (fault,) = refused(house.desk.do, verb, who, text=text, **more).fields
            assert fault.pointer == "/text"
            assert "refiled_cap (line 1) is learnt from data now" in str(fault.message)
    # A draft by fields states what differs, and that it never is.
    drafted = house.desk.do(
        policy_drafts.draft, house.ben, values={"scan": {"watch": 0.2}},
        why={"scan": {"watch": "Fewer."}}, first="2026-01", last="2026-01",
    )  # fmt: skip
    assert drafted.text == "[scan]\nwatch = 0.2  # Fewer.\nwarning = 0.7\n"


def test_a_draft_of_before_stays_readable(house):
    with house.database.transaction() as session:
        row = PolicyDraft(
            person_id=house.ben.id, text=OLDER, first="2026-01", last="2026-01", state="waiting",
            made_at=house.now, base_number=1, version=1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        view = read_policy_draft(working(session, SYSTEM), row.id)
        assert view.fault is None
        assert [change.key for change in view.changes] == ["scan.warning"]


def test_the_first_policy_is_number_one_and_is_read_at_once(house):
    with house.database.transaction() as session:
        session.execute(delete(Policy))
        assert in_force(session).boycott.min_manifest == 3
        with pytest.raises(ConfigurationError):
            policies.seed(session, "[boycot]\n", now=house.now)
        row = policies.seed(session, TEXT, now=house.now)
        assert (row.number, in_force(session).boycott.min_manifest) == (1, 4)
    assert house.rows() == [(1, TEXT, policies.SEEDED, None, house.now)]


def test_a_policy_may_be_put_before_the_first_start(house):
    with house.database.transaction() as session:
        session.execute(delete(Policy))
    assert house.desk.do(policies.put, OPERATOR, text=TEXT, why="x").number == 1


def test_other_defaults_make_another_policy_once(house):
    digest = parse_policies("").digest
    assert house.desk.do(policies.renew, house.ben, "", digest=digest).number == 1
    made = house.desk.do(policies.renew, house.ben, "", digest="d" * 64)
    assert house.rows()[1:] == [(2, "", policies.OTHER_DEFAULTS, None, house.now)]
    assert house.desk.do(policies.renew, house.ben, "", digest="d" * 64).number == made.number
    assert house.entries() == [
        ("system", 2, policies.OTHER_DEFAULTS, {"digest": "d" * 64}),
    ]


@pytest.mark.parametrize("verb", [policies.put, policies.renew])
@pytest.mark.both_databases
def test_those_who_put_policies_take_turns(house, verb):
    house.desk.do(policies.put, OPERATOR, text=TEXT, why="x")
    with house.database.transaction() as session:
        taken = note_locks(session)
        if verb is policies.put:
            policies.put(working(session, OPERATOR), text="", why="x")
        else:
            policies.renew(working(session, SYSTEM), "", digest="d" * 64)
    assert taken == [("policy", [1])]


def test_a_replay_is_stored_with_the_policy_that_it_was_held_against(house):
    drafts = [
        house.desk.do(policy_drafts.draft, house.ben, text=TEXT, first="2026-01", last="2026-02")
        for _ in range(2)
    ]
    result = {"months": [1]}
    house.desk.do(
        policy_drafts.finish, SYSTEM, drafts[1], state="done", result=result, policy_number=1,
        at=house.now + DAY,
    )  # fmt: skip
    with house.database.reading() as session:
        first, second = session.scalars(select(PolicyDraft).order_by(PolicyDraft.id)).all()
    assert (first.state, first.result, first.done_at) == ("waiting", None, None)
    assert (second.state, second.result) == ("done", result)
    assert (second.policy_number, second.done_at) == (1, house.now + DAY)


def test_a_draft_must_hold(house):
    with pytest.raises(Refusal) as caught:
        house.desk.do(
            policy_drafts.draft, house.ben, text="[boycot]\n", first="2026-01", last="2026-01"
        )
    assert [field.pointer for field in caught.value.fields] == ["/text"]
