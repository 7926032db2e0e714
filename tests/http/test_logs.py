"""What the log tells of a request, and what it keeps to itself."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from flask import Flask, request
from sqlalchemy import insert
from werkzeug.test import TestResponse

from complaints.app import create_app
from complaints.base import logs
from complaints.jobs import worker
from complaints.models import Filer, Job, Party
from complaints.storage.archive import Archive
from complaints.storage.context import Context
from tests.scenes.callers import Caller
from tests.scenes.clock import NOW
from tests.scenes.described import description_of

# Seconds, for what never takes one.
PATIENCE = 20

pytestmark = pytest.mark.both_databases


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The lines that were logged since somebody last looked."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def _told(lines: list[dict[str, Any]], *answers: TestResponse) -> list[dict[str, Any]]:
    """The lines of these answers: what a server of another test still does is told besides."""
    ids = {answer.headers["X-Request-Id"] for answer in answers}
    return [line for line in lines if line["id"] in ids]


def test_a_failure_is_told_by_its_place_and_not_by_the_row_it_quotes(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(context)
    name = "Sam Secret"
    row = {"source": "local", "reference": "r", "name": name, "folded_name": name, "party_id": 1}
    row["created_at"] = NOW

    def fail() -> NoReturn:
        with context.database.transaction() as session:
            session.add(Party(id=1, made_at=NOW))
            session.flush()
            for _twice in range(2):
                session.execute(insert(Filer).values(row))
        raise AssertionError

    app.add_url_rule("/fail", view_func=fail)
    answer = app.test_client().get("/fail")
    lines = _lines(capsys)
    assert answer.status_code == 500
    (failure,) = [line for line in lines if line["event"] == "failure"]
    assert failure["id"] == answer.get_json()["request_id"]
    assert failure["chain"][0]["error"] == "sqlalchemy.exc.IntegrityError"
    assert any(" fail" in frame for frame in failure["chain"][0]["at"])
    assert "Sam Secret" not in json.dumps(lines, default=str) + answer.get_data(as_text=True)


def test_a_request_is_one_line_without_its_key_and_its_address(
    app: Flask, caller: Callable[..., Caller], capsys: pytest.CaptureFixture[str]
) -> None:
    filer = caller("filer")
    # Else the first answer of a run asks for it, in a line of its own.
    description_of(app)
    _lines(capsys)
    answers = filer.get("/filers?name=Sam+Secret"), app.test_client().get("/answer/a-token")
    lines = _told(_lines(capsys), *answers)
    assert [line["route"] for line in lines] == ["/api/v1/filers", "/answer/<token>"]
    told = json.dumps(lines)
    for kept in (filer.secret, "Secret", "a-token"):
        assert kept not in told


def test_the_secret_of_a_link_is_in_no_line(
    app: Flask, context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    links = [context.links.at(door, f"{door}-token") for door in ("reply", "answer")]
    tokens = [link.rsplit("/", 1)[1] for link in links]
    paths = [link.removeprefix(context.config.base_url) for link in links]
    client = app.test_client()
    _lines(capsys)
    answers = []
    for path in paths:
        for address in (path, f"{path}x", f"{path}/counter", f"{path}/no/such/page"):
            answers.append(client.get(address, headers={"Accept": "text/html"}))
            answers.append(client.post(address, data={"statement": "x"}))
    lines = _lines(capsys)
    assert len(_told(lines, *answers)) == 16
    for token in tokens:
        assert token not in json.dumps(lines, default=str)


@pytest.mark.parametrize(("level", "count"), [("INFO", 1), ("WARNING", 0)])
def test_the_level_says_whether_requests_are_told(
    context: Context, capsys: pytest.CaptureFixture[str], level: str, count: int
) -> None:
    quiet = replace(context, config=replace(context.config, log_level=level))
    client = create_app(quiet).test_client()
    _lines(capsys)
    answer = client.get("/healthz")
    assert len(_told(_lines(capsys), answer)) == count


@pytest.fixture
def lines_of_all() -> Iterator[None]:
    """Have all that is logged be lines, as a process of ours has it."""
    root = logging.getLogger()
    handler = logs.Lines()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)


@pytest.mark.usefixtures("lines_of_all")
def test_what_is_logged_meanwhile_has_the_id_and_a_librarys_words_are_kept_from_it(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(context)

    def say() -> str:
        logging.getLogger("complaints.storage").error("documents: %s", "disk_full")
        try:
            raise ValueError("Sam Secret")
        except ValueError:
            logging.getLogger("waitress").exception(
                f"Exception while serving {request.path}/secret"
            )
        return ""

    app.add_url_rule("/say", view_func=say)
    answer = app.test_client().get("/say", headers={"X-Request-Id": "one"})
    ours, theirs, told = _told(_lines(capsys), answer)
    assert ours["says"] == "documents: disk_full"
    assert ours["logger"] == "complaints.storage"
    assert "test_logs.py" in theirs["at"]
    assert theirs["chain"][0]["error"] == "builtins.ValueError"
    assert told["event"] == "request"
    assert {line["level"] for line in (ours, theirs)} == {"error"}
    assert "ecret" not in json.dumps([ours, theirs])


@pytest.mark.usefixtures("lines_of_all")
def test_what_a_job_logs_says_which_one_and_nothing_after_it_does(
    context: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    with context.database.transaction() as session:
        session.add(Job(kind="sweep", unique_key="sweep", payload={}, run_at=NOW))
    _lines(capsys)
    gone = replace(context, archive=Archive("/dev/null/x", context.vault))
    assert "sweep" in worker.run_pending(gone, NOW)
    logging.getLogger("complaints").error("later")
    failed = [line for line in _lines(capsys) if line["event"] == "log"]
    of_job = [line["job"] for line in failed if line.get("kind") == "sweep"]
    assert len(set(of_job)) == 1
    assert isinstance(of_job[0], int)
    assert failed[-1]["says"] == "later"
    assert "job" not in failed[-1]


def test_an_order_that_comes_while_a_line_is_written_writes_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Interrupted(io.StringIO):
        """Standard error to which a signal comes in the middle of the first line."""

        def write(self, line: str) -> int:
            if "first" in line:
                logs.write("order", "warning")
            return super().write(line)

    stream = Interrupted()
    monkeypatch.setattr("sys.stderr", stream)
    writes = threading.Thread(target=logs.write, args=("first", "info"), daemon=True)
    writes.start()
    writes.join(PATIENCE)
    assert not writes.is_alive()
    events = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert events == ["order", "first"]
