"""The policy as pages: read in plain words, drafted by fields or as a file, replayed, and put in
force by a second person.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.rules.policy.policies import Policies, parse_policies
from complaints.storage.context import Context
from tests.console.test_casework import scanned
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.web.accounts.mailbox import letters_to

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Callers = Callable[..., Caller]
__all__ = ["scanned"]

PATH = "/console/policy"
DRAFTS = f"{PATH}/drafts"
MONTHS = {"first": "2026-06", "last": "2026-07"}
# Two changes that a replay reads, and one that it does not.
CHANGES = {
    "values.scan.warning": "0.55", "why.scan.warning": "Slow rings.",
    "values.boycott.answer_days": "21", "why.boycott.answer_days": "Summer.",
    "values.boycott.min_manifest": "1", "why.boycott.min_manifest": "Counsel agrees.",
    "values.law.restore_day": "11", "why.law.restore_day": "",
}  # fmt: skip


@pytest.fixture
def chen(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "supervisor", "chen")
    return client


@pytest.fixture
def dee(app: Flask) -> FlaskClient:
    client = app.test_client()
    sign_in(client, "supervisor", "dee")
    return client


def step(
    client: FlaskClient, page: str, name: str, why: str = "", version: int = 0
) -> TestResponse:
    more = {"version": str(version)} if version else {}
    return client.post(f"{page}/{name}", data={"why": why, "confirmed": "true", **more})


def test_a_draft_is_replayed_and_two_persons_put_it_in_force(
    app: Flask, scanned: Context, chen: FlaskClient, dee: FlaskClient
) -> None:
    made = chen.post(DRAFTS, data={**CHANGES, **MONTHS})
    assert made.status_code == 303
    page = made.headers["Location"]
    waiting = chen.get(page).text
    assert "The replay waits for its turn." in waiting
    assert '<meta http-equiv="refresh"' in waiting
    assert step(dee, page, "put", "Fine.").status_code == 409
    assert step(chen, page, "put-forward", " ").status_code == 422
    assert step(chen, page, "put-forward", "Fairer in summer.").status_code == 303
    assert "A draft of the policy waits for you." in dee.get("/console").text
    assert "A draft of the policy waits for you." in dee.get("/console/dashboard").text
    assert "A draft of the policy waits for you." not in chen.get("/console").text
    assert [kind for kind, _ in letters_to(app, "dee@example.com")] == ["draft"]
    assert step(dee, page, "put", "Fine.").status_code == 409, "its replay has not run"
    assert "backtest" in worker.run_pending(scanned, utcnow())
    done = dee.get(page).text
    for words in (
        "Warned from 1 June 2026 to 31 July 2026 under the policy in force:",
        "Warned, by this change alone", "Filers with enough graded claims now", "Slow rings.",
        "Fairer in summer.", "<svg", "Who can put it in force:", "Dee",
    ):  # fmt: skip
        assert words in done, words
    assert "警告满" in chen.get(f"{page}?lang=zh").text
    chen.get(f"{page}?lang=en")
    own = step(chen, page, "put", "Mine.")
    assert own.status_code == 403
    assert "took no earlier part" in own.text
    assert step(dee, page, "put", "Agreed.", version=1).status_code == 412
    assert step(dee, page, "put", "Agreed.", version=2).status_code == 303
    shown = chen.get(PATH).text
    for words in ("Policy 2, in force", "Drafted by Chen", "put in force by Dee", "Slow rings.",
                  "0.55", "In force as policy 2"):  # fmt: skip
        assert words in shown, words
    assert step(dee, page, "put", "Again.").status_code == 409


def test_no_reason_holds_what_a_database_cannot_store(chen: FlaskClient) -> None:
    answer = chen.post(DRAFTS, data={**CHANGES, **MONTHS, "why.scan.warning": "Slow\0rings."})
    assert answer.status_code == 422
    file = (io.BytesIO(b"warning = 0.55 # \xff"), "draft.toml")
    answer = chen.post(DRAFTS, data={"file": file, **MONTHS}, content_type="multipart/form-data")
    assert (answer.status_code, "not text in UTF-8" in answer.text) == (422, True)
    assert chen.post(f"{DRAFTS}/999/put", data={"why": "Fine."}).status_code == 404


def test_all_that_is_wrong_is_said_at_once_at_its_field(chen: FlaskClient) -> None:
    wrong = {
        "values.scan.warning": "0.7", "why.scan.warning": " ",
        "values.law.restore_day": "15", "values.boycott.min_term": "a week",
        "first": "2026-13", "last": "2026-07",
    }  # fmt: skip
    answer = chen.post(DRAFTS, data=wrong)
    assert answer.status_code == 422
    for name in ("why-scan-warning", "values-law-restore_day", "values-boycott-min_term", "first"):
        assert f'<a href="#{name}">' in answer.text, name
        assert f'id="{name}-error"' in answer.text, name
    assert "Day on which a listing comes back must be a whole number of 10 or more" in answer.text
    assert 'value="a week"' in answer.text
    nothing = chen.post(DRAFTS, data={"values.law.restore_day": "11", **MONTHS})
    assert "Change at least one threshold." in nothing.text


def test_what_a_view_does_not_show_stays_in_the_draft(chen: FlaskClient) -> None:
    expert = {"values.scan.burst_ratio": "6", "why.scan.burst_ratio": "Sales days."}
    page = chen.post(DRAFTS, data={**expert, **MONTHS}).headers["Location"]
    simple = chen.get(f"{page}/edit").text
    assert 'type="hidden" name="values.scan.burst_ratio" value="6.0"' in simple
    assert 'name="why.scan.burst_ratio" value="Sales days."' in simple
    assert "burst_ratio" in chen.get(f"{PATH}?view=expert").text
    assert "burst_ratio" not in chen.get(PATH).text
    again = {**expert, **MONTHS, "values.sample.size": "30", "why.sample.size": "More eyes.",
             "version": "1"}  # fmt: skip
    assert chen.post(f"{page}/edit", data=again).status_code == 303
    assert chen.post(f"{page}/edit", data=again | {"last": "2026-08"}).status_code == 412
    shown = chen.get(page).text
    assert "Sales days." in shown
    assert "More eyes." in shown


def test_a_draft_may_come_as_a_file(scanned: Context, chen: FlaskClient) -> None:
    wrong = chen.post(DRAFTS, data={"text": "warnin = 0.5", **MONTHS})
    assert wrong.status_code == 422
    assert "unknown threshold" in wrong.text
    backwards = {"text": "warning = 0.6", "first": "2026-07", "last": "2026-06"}
    assert chen.post(DRAFTS, data=backwards).status_code == 422
    draft = (io.BytesIO(b"warning = 0.55"), "draft.toml")
    made = chen.post(
        DRAFTS, data={"file": draft, "first": "2011-01", "last": "2011-02"},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert made.status_code == 303
    worker.run_pending(scanned, utcnow())
    failed = made.headers["Location"]
    assert "2011-01 to 2011-02 is not within it." in chen.get(f"{failed}?lang=en").text
    assert "2011-01 至 2011-02 不在其中。" in chen.get(f"{failed}?lang=zh").text


def test_curves_come_as_a_file_and_are_shown_by_their_digest(
    scanned: Context, chen: FlaskClient
) -> None:
    text = "[shapes]\nversion = 1\noffset = -0.25\n"
    wrong = chen.post(DRAFTS, data={"text": text.replace("1", "9", 1), **MONTHS})
    assert wrong.status_code == 422
    assert "shapes of version 1 are needed, not 9" in wrong.text
    page = chen.post(DRAFTS, data={"text": text, **MONTHS}).headers["Location"]
    worker.run_pending(scanned, utcnow())
    shown = chen.get(page).text
    assert "How much each kind of evidence weighs" in shown
    assert Policies().scan.shapes.digest[:12] in shown
    assert parse_policies(text).scan.shapes.digest[:12] in shown
    # Fields have no curves: the draft is changed as the file that it is.
    assert "offset = -0.25" in chen.get(f"{page}/edit").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": "[scan]\nwarning = 'x'\n", "first": "2026-9", "last": "2026-10"}, "请填写月份"),
        ({"text": "[scan]\nwarning = 'x'\n", **MONTHS}, "[scan] 部分无效"),
        ({"text": "no policy", **MONTHS}, "政策文件不是有效的 TOML"),
        ({"values.law.restore_day": "15", **MONTHS}, "商品恢复上架日"),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_in_chinese_too(
    chen: FlaskClient, sent: dict[str, str], words: str
) -> None:
    answer = chen.post(f"{DRAFTS}?lang=zh", data=sent)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_where_there_is_one_person_the_page_names_the_operators_command(chen: FlaskClient) -> None:
    page = chen.post(DRAFTS, data={**CHANGES, **MONTHS}).headers["Location"]
    assert step(chen, page, "put-forward", "Fairer.").status_code == 303
    shown = chen.get(page).text
    assert "cleanhands policy put-draft" in shown
    assert 'action="/console/policy/drafts/1/put"' not in shown


def test_a_draft_beside_another_policy_is_refused_with_what_changed(
    chen: FlaskClient, dee: FlaskClient, scanned: Context
) -> None:
    pages = []
    for value in ("0.65", "0.7"):
        sent = {"values.scan.warning": value, "why.scan.warning": "A try.", **MONTHS}
        pages.append(chen.post(DRAFTS, data=sent).headers["Location"])
        assert step(chen, pages[-1], "put-forward", "A try.").status_code == 303
    worker.run_pending(scanned, utcnow())
    first, second = pages
    assert step(dee, first, "put", "Good.").status_code == 303
    stale = step(dee, second, "put", "Good too.")
    assert stale.status_code == 412
    assert "has changed since this draft was made: Warning level." in stale.text
    assert step(dee, second, "send-back", "Look again.").status_code == 303
    shown = chen.get(second).text
    assert "Sent back by Dee: Look again." in shown
    assert "Warning level: 0.6 → 0.65" in shown
    sent = {"values.scan.warning": "0.7", "why.scan.warning": "Still.", **MONTHS}
    assert chen.post(f"{second}/edit", data=sent).status_code == 303
    assert "Changed in the meantime" not in chen.get(second).text


def test_a_reviewer_reads_the_policy_and_drafts_none(app: Flask, caller: Callers) -> None:
    client = app.test_client()
    sign_in(client, "reviewer", "ann")
    shown = client.get(PATH)
    assert shown.status_code == 200
    assert "<form method" not in shown.get_data(as_text=True).partition("<main")[2]
    assert client.post(DRAFTS, data={}).status_code == 404
    body = {"text": "warning = 0.6", "first": "2026-01", "last": "2026-02"}
    assert caller("reviewer", "ben").post("/policy/drafts", body).status_code == 403


def test_drafts_go_the_same_way_over_the_api(caller: Callers) -> None:
    fay, gus = caller("supervisor", "fay"), caller("administrator", "gus")
    values = {"boycott": {"answer_days": 10}}
    bad = fay.post("/policy/drafts", {"values": {"boycott": {"answer_days": 0}}, **MONTHS})
    assert [each["pointer"] for each in bad.get_json()["errors"]] == ["/values/boycott/answer_days"]
    assert fay.post("/policy/drafts", MONTHS).status_code == 422
    made = fay.post(
        "/policy/drafts",
        {"values": values, "why": {"boycott": {"answer_days": "Quick."}}, **MONTHS},
    )
    draft = made.get_json()
    assert made.status_code == 201
    (change,) = draft["changes"]
    assert (change["name"], change["before"], change["after"]) == ("answer_days", 14, 10)
    address = f"/policy/drafts/{draft['id']}"
    forward = fay.post(f"{address}/put-forward", {"why": "Quick."}).get_json()
    assert (forward["stage"], forward["stale"]) == ("put_forward", False)
    assert fay.post(f"{address}/take-back").get_json()["stage"] == "open"
    fay.post(f"{address}/put-forward", {"why": "Quick."})
    sent = gus.post(f"{address}/send-back", {"why": "Slower."}).get_json()
    assert (sent["stage"], sent["sent_back_by"]) == ("open", "gus")
    assert gus.put(address, {"text": "", **MONTHS}).status_code == 422
    assert gus.put(address, {"text": "warning = 0.6", **MONTHS}).status_code == 403
    policy = fay.get("/policy").get_json()
    assert {each["table"] for each in policy["thresholds"]} == {"scan", "boycott", "sample", "law"}
