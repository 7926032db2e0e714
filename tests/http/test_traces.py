"""By what a request is known: what its sender says, where it is such, and nothing else of it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import pytest
from flask import Flask

from complaints.app import create_app
from complaints.storage.context import Context

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.fixture
def told(app: Flask, capsys: pytest.CaptureFixture[str]) -> Any:
    """Ask for something with headers; return the answer's id, and the line of the log."""

    def told(**headers: str) -> tuple[str, dict[str, Any], str]:
        capsys.readouterr()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = app.test_client().get("/healthz", headers=named)
        assert answer.status_code == 200
        log = capsys.readouterr().err
        ours = answer.headers["X-Request-Id"]
        (line,) = [each for each in map(json.loads, log.splitlines()) if each["id"] == ours]
        return ours, line, log

    return told


@pytest.mark.parametrize(
    "sent",
    ["7f3c", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "Root=1-67891233-abcdef01", "a/b:c+d-e_f.g",
     "x" * 127, "x" * 128],
)  # fmt: skip
def test_an_id_is_taken_over(told: Any, sent: str) -> None:
    assert told(X_Request_Id=sent)[0] == sent


@pytest.mark.parametrize(
    "sent",
    ["", "x" * 129, "x" * 10_000, "a b", 'a"b', "a,b", "ä", "{x}", "a\tb", "<b>", "bob@x.example"],
)
def test_an_id_that_is_none_is_replaced_and_never_repeated(told: Any, sent: str) -> None:
    ours, _line, log = told(X_Request_Id=sent)
    assert len(ours) == 16
    assert not sent or sent not in log


@pytest.mark.parametrize(
    "sent", [f"00-{TRACE}-{SPAN}-01", f"00-{TRACE}-{SPAN}-00", f"cc-{TRACE}-{SPAN}-01-what-follows"]
)
def test_a_trace_is_taken_over_into_the_log(told: Any, sent: str) -> None:
    _ours, line, _log = told(traceparent=sent)
    assert line["trace"] == TRACE


@pytest.mark.parametrize(
    "sent",
    [
        f"00-{TRACE}-{SPAN}", f"00-{TRACE}-{SPAN}-01-more", f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01", f"00-{TRACE}-{'0' * 16}-01", f"00-{TRACE.upper()}-{SPAN}-01",
        f"cc-{TRACE}-{SPAN}-01-{'x' * 10_000}", "x" * 10_000, "0", "",
    ],
)  # fmt: skip
def test_a_trace_that_is_none_is_left_out_whole(told: Any, sent: str) -> None:
    _ours, line, log = told(traceparent=sent)
    assert line["trace"] is None
    assert len(log) < 1_000


def test_a_failure_names_both(context: Context, capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(context)

    def fail() -> NoReturn:
        raise AssertionError

    app.add_url_rule("/fail", view_func=fail)
    sent = {"X-Request-Id": "mine-1", "traceparent": f"00-{TRACE}-{SPAN}-01"}
    answer = app.test_client().get("/fail", headers=sent)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (failure,) = [line for line in lines if line["event"] == "failure"]
    assert (failure["id"], failure["trace"]) == ("mine-1", TRACE)
    assert answer.get_json()["request_id"] == answer.headers["X-Request-Id"] == "mine-1"
