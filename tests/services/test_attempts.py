"""Attempts are counted in windows, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.db import Database
from complaints.errors import Refusal
from complaints.models import Attempt
from complaints.rules.accounts import Limit
from complaints.services import attempts
from tests.clock import NOW

SOON = timedelta(minutes=1)


def test_a_window_begins_with_its_first_attempt(database: Database) -> None:
    limit = Limit(2, 10 * SOON)
    with database.transaction() as session:
        for _twice in range(2):
            attempts.count(session, "k", limit, now=NOW)
        attempts.count(session, "another", limit, now=NOW)
        with pytest.raises(Refusal, match="in 9 minutes") as refused:
            attempts.count(session, "k", limit, now=NOW + SOON)
        assert refused.value.facts["retry_after"] == 540
        attempts.count(session, "k", limit, now=NOW + 10 * SOON)
        assert attempts.forget(session, now=NOW + 15 * SOON, limit=10) == 1
        assert session.scalars(select(Attempt.key)).all() == ["k"]
