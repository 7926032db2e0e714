"""A piece of work: what it carries, and how one differs from another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from complaints.rules.actors import SYSTEM, VISITOR
from complaints.services.policy import policies
from tests.scenes.working import working

pytestmark = pytest.mark.both_databases


def test_the_same_work_by_another_and_at_another_time(database, now):
    with database.reading() as session:
        work = working(session, VISITOR, now)
        later = now + timedelta(days=1)
        assert (work.by(SYSTEM).actor, work.by(SYSTEM).now) == (SYSTEM, now)
        assert (work.at(later).actor, work.at(later).now) == (VISITOR, later)
        assert work.by(SYSTEM).session is work.at(later).session is session
        assert (work.actor, work.now) == (VISITOR, now)


def test_the_policy_is_asked_once_and_only_where_it_is_wanted(database):
    asked = []

    def ask(_connection, _cursor, statement, *_more):
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", ask)
    try:
        with database.reading() as session:
            work = working(session)
            assert asked == []
            assert work.policy.number == 1
            assert work.by(VISITOR).policy is work.policy
            assert len(asked) == 1
    finally:
        event.remove(database.engine, "before_cursor_execute", ask)


def test_a_policy_that_the_work_itself_puts_holds_for_the_rest_of_it(database, now):
    with database.transaction() as session:
        work = working(session, SYSTEM, now)
        assert work.policy.sample.size == 20
        policies.put(work, text="[sample]\nsize = 7\n", why="A test.")
        assert (work.policy.number, work.policy.sample.size) == (2, 7)
