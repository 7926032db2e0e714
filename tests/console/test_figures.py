"""Dashboard, ledger and policy, as pages and over HTTP."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaints.clock import utcnow
from complaints.context import Context
from complaints.jobs import worker
from complaints.rules.reasons import BY_CODE
from tests.accounts import sign_in
from tests.api.test_casework import REJECT, file
from tests.callers import Caller
from tests.console.test_casework import scanned

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
    assert dict(figures["open_by_deadline"])["no_clock"] == 1
    page = chen.get("/console/dashboard").text
    assert page.count('class="ch-svg"') >= 5
    assert "Counted, not estimated." in page
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


def test_a_draft_of_the_policy_is_checked_and_replayed(scanned: Context, chen: FlaskClient) -> None:
    path = "/console/policy"
    assert "warning" in chen.get(path).text
    months = {"first": "2026-06", "last": "2026-07"}
    wrong = chen.post(f"{path}/drafts", data={"text": "warnin = 0.5", **months})
    assert wrong.status_code == 422
    assert "warnin" in wrong.text
    assert "unknown threshold" in wrong.text
    backwards = {"text": "warning = 0.6", "first": "2026-07", "last": "2026-06"}
    assert chen.post(f"{path}/drafts", data=backwards).status_code == 422
    draft = (io.BytesIO(b"warning = 0.55"), "draft.toml")
    made = chen.post(
        f"{path}/drafts", data={"file": draft, **months}, content_type="multipart/form-data"
    )
    assert made.status_code == 303
    page = made.headers["Location"]
    assert "Reload this page" in chen.get(page).text
    assert "backtest" in worker.run_pending(scanned, utcnow())
    done = chen.get(page).text
    assert "Both policies over these months" in done
    assert "0.55" in done
    assert "a warning stands" in done
    chinese = chen.get(f"{page}?lang=zh").text
    assert "警告满" in chinese
    assert "a warning stands" not in chinese
    outside = chen.post(f"{path}/drafts", data={"text": "warning = 0.6", "first": "2011-01",
                                                "last": "2011-02"})  # fmt: skip
    worker.run_pending(scanned, utcnow())
    failed = outside.headers["Location"]
    assert "2011-01 to 2011-02 is not within it." in chen.get(f"{failed}?lang=en").text
    assert "2011-01 至 2011-02 不在其中。" in chen.get(f"{failed}?lang=zh").text


def test_what_is_wrong_with_a_draft_is_said_in_chinese_too(
    scanned: Context, chen: FlaskClient
) -> None:
    lies = {"text": "[scan]\nwarning = 'x'\n", "first": "2026-9", "last": "2026-10"}
    for sent, words in (
        (lies, "请填写月份"),
        ({**lies, "first": "2026-09"}, "[scan] 部分无效"),
        ({**lies, "first": "2026-09", "text": "no policy"}, "政策文件不是有效的 TOML"),
    ):
        answer = chen.post("/console/policy/drafts?lang=zh", data=sent)
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)


def test_a_reviewer_reads_the_policy_and_drafts_none(app: Flask, caller: Callers) -> None:
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    shown = client.get("/console/policy")
    assert shown.status_code == 200
    assert "<form method" not in shown.get_data(as_text=True).partition("<main")[2]
    assert client.post("/console/policy/drafts", data={}).status_code == 404
    body = {"text": "warning = 0.6", "first": "2026-01", "last": "2026-02"}
    assert caller("reviewer", "ben").post("/policy/drafts", body).status_code == 403
    boss = caller("supervisor", "dee")
    assert boss.post("/policy/drafts", body).status_code == 201
    thresholds = boss.get("/policy").get_json()["thresholds"]
    assert {each["table"] for each in thresholds} == {"scan", "boycott", "sample", "law"}
