"""Drafts: forgotten after ninety days, and not too many or too large."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from complaints.base.errors import Refusal
from complaints.models import Draft
from complaints.rules import actors
from complaints.services.filing import drafts
from complaints.storage.db import Database
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.test_small_services import Two


@pytest.fixture
def two(database: Database, now: datetime) -> Two:
    return Two(database, now)


@pytest.mark.both_databases
def test_an_id_is_not_given_out_again(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        acme = actors.filer(Market(session, now).filer("acme").id)
        old = drafts.begin_draft(working(session, acme, now), steps={})
        assert old.expires_at == now + timedelta(days=90)
        drafts.delete(working(session, acme, now), old.id)
        session.expunge_all()
        assert drafts.begin_draft(working(session, acme, now), steps={}).id > old.id


def test_there_is_an_end_to_drafts_and_their_size(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        acme = actors.filer(Market(session, now).filer("acme").id)
        with pytest.raises(Refusal, match="characters"):
            drafts.begin_draft(
                working(session, acme, now), steps={"where": {"text": "x" * drafts.LARGEST}}
            )
        for _ in range(drafts.MOST):
            drafts.begin_draft(working(session, acme, now), steps={})
        with pytest.raises(Refusal, match="drafts already"):
            drafts.begin_draft(working(session, acme, now), steps={})


@pytest.mark.both_databases
def test_a_draft_holds_two_million_characters_in_any_script(two: Two) -> None:
    one = actors.filer(two.one)
    room = 2_000_000 - len('{"a": {"x": ""}}')
    draft = two.desk.do(drafts.begin_draft, one, steps={"a": {"x": "字" * room}})
    steps = {"a": {"x": "x" * (room + 1)}}
    assert two.refused(drafts.begin_draft, one, steps=steps).fields[0].pointer == "/steps"
    assert draft.data["a"]["x"] == "字" * room


def test_two_hundred_drafts_are_the_most(two: Two) -> None:
    one, other = actors.filer(two.one), actors.filer(two.two)
    fill(two, two.one, 199, two.now)
    last = two.desk.do(drafts.begin_draft, one, steps={})
    assert two.refused(drafts.begin_draft, one, steps={}).slug == "invalid-request"
    two.desk.do(drafts.begin_draft, other, steps={})
    two.desk.do(drafts.delete, one, last.id)
    assert two.desk.do(drafts.begin_draft, one, steps={}).id


def fill(two: Two, filer_id: int, count: int, expires_at: datetime) -> None:
    """Write drafts that end then."""
    row = {
        "filer_id": filer_id, "data": {}, "changed": {}, "version": 1, "created_at": two.now,
        "updated_at": two.now, "expires_at": expires_at,
    }  # fmt: skip
    with two.database.transaction() as session:
        session.execute(insert(Draft), [row] * count)


def test_a_step_that_nobody_changed_is_never_stale(two: Two) -> None:
    one = actors.filer(two.one)
    other = two.desk.do(drafts.begin_draft, one, steps={"what": {"a": 0}})
    draft = two.desk.do(drafts.begin_draft, one, steps={"what": {"a": 1}})
    saved = two.desk.do(drafts.save, one, draft.id, steps={"where": {"b": 1}}, expected=0)
    assert (saved.id, saved.data["where"], saved.changed["where"]) == (draft.id, {"b": 1}, 2)
    # Of two steps the one that was changed since is named alone.
    steps = {"what": {"a": 2}, "where": {"b": 2}}
    refusal = two.refused(drafts.save, one, draft.id, steps=steps, expected=1)
    assert refusal.facts == {"version": 2, "steps": {"where": {"b": 1}}, "header": "If-Match"}
    two.desk.do(drafts.delete, one, other.id)
    assert two.refused(drafts.save, one, other.id, steps={}).slug == "not-found"
    assert two.desk.do(drafts.save, one, draft.id, steps={}).version == 3


def test_drafts_are_a_filing_accounts(two: Two) -> None:
    assert two.refused(drafts.begin_draft, two.rev, steps={}).slug == "forbidden"
