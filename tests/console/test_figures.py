"""Dashboard and ledger, as pages and over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.base.clock import utcnow
from complaints.rules.decisions.reasons import BY_CODE
from complaints.storage.context import Context
from tests.api.test_casework import REJECT, file
from tests.console.test_casework import scanned
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
__all__ = ["scanned"]


@pytest.fixture
def chen(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "supervisor", "chen")
    return client


def rows(answer: Any) -> dict[str, list[list[Any]]]:
    return {each["name"]: each["rows"] for each in answer.get_json()["items"]}


def test_the_scan_counts_the_dashboard(
    scanned: Context, caller: Callers, chen: FlaskClient
) -> None:
    figures = rows(caller("reviewer").get("/figures"))
    assert sum(row[2] for row in figures["volumes"]) == 385
    assert [name for name, *_ in figures["unfounded_by_right"]] == ["trademark"]
    ((_, decided, unfounded, share),) = figures["unfounded_by_right"]
    assert share == pytest.approx(unfounded / decided, abs=1e-4)
    assert sum(row[2] for row in figures["outcomes"]) == unfounded
    assert all(row[2] <= row[3] for row in figures["time_to_decision"])
    open_by = dict(figures["open_by_deadline"])
    assert (open_by["no_clock"], open_by["imported"]) == (0, 1)
    page = chen.get("/console/dashboard").text
    assert page.count('class="ch-svg"') >= 5
    assert "These figures are counted, not estimated." in page
    csv = chen.get("/console/dashboard?figure=volumes&format=csv")
    assert csv.mimetype == "text/csv"
    assert csv.text.splitlines()[0] == "\ufeffmonth,complaints,claims"
    assert chen.get("/console/dashboard?figure=nonsense&format=csv").status_code == 404
    assert "看板" in chen.get("/console/dashboard?lang=zh").text


NO = str(BY_CODE[REJECT["reason"]].words)


def test_the_ledger_is_searched(caller: Callers, chen: FlaskClient) -> None:
    acme, ann = caller("filer", "acme"), caller("reviewer", "ann")
    case = file(acme, 1)
    assert ann.post(f"/complaints/{case}/decide", REJECT).status_code == 200
    page = chen.get(f"/console/ledger?verb=reject&person={ann.id}").text
    assert NO in page
    assert 'href="/console/claims/' in page
    assert NO not in chen.get("/console/ledger?verb=held").text
    today = utcnow().date()
    assert NO in chen.get(f"/console/ledger?since={today}&until={today}").text
    tomorrow = today + timedelta(days=1)
    assert NO not in chen.get(f"/console/ledger?since={tomorrow}").text
    assert chen.get("/console/ledger?until=9999-12-31").status_code == 200
    found = ann.get("/ledger?verb=reject").get_json()["items"]
    assert [entry["why"] for entry in found] == [NO]
