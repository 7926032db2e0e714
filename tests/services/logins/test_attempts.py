"""Attempts are counted in windows, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Attempt
from complaints.rules.logins.accounts import Limit
from complaints.services.logins import attempts
from complaints.storage.db import Database
from tests.scenes.clock import NOW

SOON = timedelta(minutes=1)


@pytest.mark.both_databases
def test_a_window_begins_with_its_first_attempt(database: Database) -> None:
    limit = Limit(2, 10 * SOON)
    with database.transaction() as session:
        for _twice in range(2):
            attempts.count_attempt(session, "k", limit, now=NOW)
        attempts.count_attempt(session, "another", limit, now=NOW)
        with pytest.raises(Refusal, match="in 9 minutes") as refused:
            attempts.count_attempt(session, "k", limit, now=NOW + SOON)
        assert refused.value.facts["retry_after"] == 540
        attempts.count_attempt(session, "k", limit, now=NOW + 10 * SOON)
        assert session.get_one(Attempt, "k", populate_existing=True).count == 1


@pytest.mark.parametrize(
    ("within", "left", "words", "seconds"),
    [
        (61 * SOON, 61 * SOON, "61 minutes", 3660),
        (10 * SOON, 9 * SOON + timedelta(seconds=1), "10 minutes", 541),
        (10 * SOON, SOON, "1 minute.", 60),
        (10 * SOON, timedelta(milliseconds=1), "1 minute.", 1),
    ],
)
def test_when_to_try_again_is_told_in_whole_minutes(
    database: Database, within: timedelta, left: timedelta, words: str, seconds: int
) -> None:
    with database.transaction() as session:
        attempts.count_attempt(session, "k", Limit(1, within), now=NOW)
        with pytest.raises(Refusal, match=f"in {words}") as refused:
            attempts.count_attempt(session, "k", Limit(1, within), now=NOW + within - left)
    assert refused.value.facts["retry_after"] == seconds


def test_a_window_that_is_over_begins_anew(database: Database) -> None:
    limit = Limit(2, 10 * SOON)
    with database.transaction() as session:
        for minute in (0, 1, 10, 19):
            attempts.count_attempt(session, "k", limit, now=NOW + minute * SOON)
        row = session.scalars(select(Attempt)).one()
        assert (row.count, row.window_ends_at) == (2, NOW + 20 * SOON)


@pytest.mark.parametrize(("beyond", "is_anew"), [(0, False), (1, True)])
def test_a_window_of_a_clock_that_was_ahead_shuts_nobody_out(
    database: Database, beyond: int, is_anew: bool
) -> None:
    limit, begun = Limit(1, 10 * SOON), NOW + 10 * SOON + timedelta(microseconds=beyond)
    with database.transaction() as session:
        attempts.count_attempt(session, "k", limit, now=begun)
        if is_anew:
            attempts.require_left(session, "k", limit, now=NOW)
            attempts.count_attempt(session, "k", limit, now=NOW)
            assert session.scalars(select(Attempt.window_ends_at)).all() == [NOW + 10 * SOON]
            return
        with pytest.raises(Refusal):
            attempts.require_left(session, "k", limit, now=NOW)
        with pytest.raises(Refusal):
            attempts.count_attempt(session, "k", limit, now=NOW)
