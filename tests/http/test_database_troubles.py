"""A database in trouble, at the doors: said as what it is, and nothing acknowledged is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from complaints.models import Complaint, Draft
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint, slug
from tests.scenes.callers import Caller, app_of
from tests.scenes.troubles import away, no_room, only_read
from tests.web.filing.desk import Owner, texts

pytestmark = pytest.mark.both_databases

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
MANY = [{"url": f"{ITEM}{number}"} for number in range(2, 90)]


def count(context: Context, model: type) -> int:
    with context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@SQLITE
def test_a_filing_that_meets_a_full_disk_is_sent_again(
    app: Flask, context: Context, caller: Callers, caplog: pytest.LogCaptureFixture
) -> None:
    acme = caller("filer")
    first = acme.post("/complaints", complaint())
    assert first.status_code == 201
    headers = {"Idempotency-Key": "second"}
    with no_room(context.database):
        refused = acme.post("/complaints", complaint(targets=MANY), headers=headers)
        assert (refused.status_code, slug(refused)) == (507, "disk-full")
        assert "disk" in refused.get_json()["detail"]
        assert "Retry-After" not in refused.headers
        # What was acknowledged can be read.
        assert acme.get(first.headers["Location"].partition("/api/v1")[2]).status_code == 200
        page = app.test_client().get("/", headers={"Accept": "text/html"})
        assert page.status_code == 200
    assert "database: disk_full: SQLITE_FULL" in caplog.messages
    assert count(context, Complaint) == 1
    again = acme.post("/complaints", complaint(targets=MANY), headers=headers)
    assert again.status_code == 201
    assert count(context, Complaint) == 2


@SQLITE
def test_what_was_typed_into_a_form_stays_on_a_full_disk(app: Flask, context: Context) -> None:
    acme = Owner(app)
    draft = acme.begin(acme.register())
    acme.post(f"{draft}/what", {"basis": "counterfeit"})
    typed = "\n".join(target["url"] for target in MANY)
    with no_room(context.database):
        answer = acme.post(f"{draft}/where", {"text": typed, "do": "next"})
        assert answer.status_code == 507
        assert texts(answer) == [
            "The disk of this service is full, so this was not stored. Nothing else is lost."
        ]
        assert f"{ITEM}89" in answer.get_data(as_text=True)
        # The draft, as it was before.
        assert acme.get(f"{draft}/where").status_code == 200
    assert count(context, Draft) == 1
    assert acme.post(f"{draft}/where", {"text": typed, "do": "next"}).status_code == 303


def test_a_database_that_is_only_read_is_read(context: Context, caller: Callers) -> None:
    acme = caller("filer")
    with only_read(context.database):
        refused = acme.post("/complaints", complaint())
        assert (refused.status_code, slug(refused)) == (503, "read-only")
        assert "Retry-After" not in refused.headers
        assert acme.get("/complaints").status_code == 200


@SQLITE
def test_a_column_that_is_missing_is_no_waiting(
    app: Flask, context: Context, caller: Callers, caplog: pytest.LogCaptureFixture
) -> None:
    acme = caller("filer")
    with context.database.transaction() as session:
        session.execute(text("ALTER TABLE complaint RENAME COLUMN answers TO answers_once"))
    refused = acme.get("/complaints")
    assert (refused.status_code, slug(refused)) == (500, "wrong-schema")
    assert "no such column" not in refused.get_data(as_text=True)
    assert any("schema: SQLITE_ERROR: no such column" in line for line in caplog.messages)


@SQLITE
def test_a_database_that_is_away_is_waited_for(app: Flask, context: Context) -> None:
    assert app.test_client().get("/readyz").status_code == 200
    app = app_of(away(context))
    refused = app.test_client().get("/api/v1/flags", headers={"Authorization": "Bearer chk_x"})
    assert (refused.status_code, slug(refused)) == (503, "unavailable")
    assert refused.headers["Retry-After"] == "5"
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/readyz").status_code == 503
