"""What is logged of an error nobody expected: its kind and its place, never a row's values."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from complaints.base.errors import trail
from complaints.storage.db import Database

pytestmark = pytest.mark.both_databases

SECRET = "li.wei@brand.example"


def test_a_trail_quotes_no_row(database: Database) -> None:
    statement = text("INSERT INTO operator (id, name) VALUES (1, :name)")
    with (
        pytest.raises(DBAPIError) as caught,
        database.transaction() as session,
    ):
        for _ in range(2):
            session.execute(statement, {"name": SECRET})
    chain = trail(caught.value)
    assert chain[0]["error"] == "sqlalchemy.exc.IntegrityError"
    assert "test_errors.py" in str(chain[0]["at"])
    assert SECRET not in str(chain)
