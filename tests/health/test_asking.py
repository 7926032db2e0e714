"""What machines ask over HTTP, the words to staff, and the letters to the operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select, update

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.health.check import Check
from complaints.health.memory import Memory
from complaints.jobs import worker
from complaints.models import ClockJump, Job
from complaints.storage.context import Context
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller
from tests.scenes.clock import NOW
from tests.scenes.mailing import mail_server
from tests.scenes.troubles import only_read

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEY = "k" * 32
SHOWN = {"Authorization": f"Bearer {KEY}"}
pytestmark = SQLITE


@pytest.fixture
def watched(context: Context) -> Context:
    return replace(context, config=replace(context.config, metrics_key=KEY))


@pytest.fixture
def asked(watched: Context) -> Flask:
    return create_app(watched)


def test_a_stranger_hears_yes_or_no_and_the_monitor_each_check(asked: Flask) -> None:
    client = asked.test_client()
    for headers in ({}, {"Authorization": f"Bearer {KEY[1:]}"}, {"Authorization": KEY}):
        assert client.get("/readyz", headers=headers).get_json() == {"status": "ready"}
        assert client.get("/metrics", headers=headers).status_code == 404
    answer = client.get("/readyz", headers=SHOWN).get_json()
    assert (answer["status"], answer["stopping"]) == ("ready", False)
    states = {check["name"]: check["state"] for check in answer["checks"]}
    # No worker runs: told, and no reason to take the server out.
    assert states["database"] == "ok"
    assert states["jobs"] == "warn"


def test_without_a_key_nobody_reads_the_figures(app: Flask) -> None:
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer"}, SHOWN):
        assert app.test_client().get("/metrics", headers=headers).status_code == 404
        answer = app.test_client().get("/readyz", headers=headers)
        assert answer.get_json() == {"status": "ready"}


def test_what_cannot_write_or_is_stopping_is_not_ready(asked: Flask, watched: Context) -> None:
    client = asked.test_client()
    with only_read(watched.database):
        assert client.get("/readyz").status_code == 503
    # Seconds ago it was so.
    assert client.get("/readyz").status_code == 503
    other = create_app(watched)
    assert other.test_client().get("/readyz").status_code == 200
    watched.stopping.set()
    answer = other.test_client().get("/readyz", headers=SHOWN)
    assert (answer.status_code, answer.get_json()["stopping"]) == (503, True)
    assert other.test_client().get("/healthz").status_code == 200


def test_requests_are_counted_by_route_and_never_by_path(asked: Flask) -> None:
    client = asked.test_client()
    for path in ("/answer/secret-token", "/no/such/place", "/no/such/other"):
        client.get(path)
    client.open("/sign-in", method="BREW")
    answer = client.get("/metrics", headers=SHOWN)
    assert answer.mimetype == "text/plain"
    counted = {
        (sample.labels["route"], sample.labels["method"]): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == "cleanhands_requests_total"
    }
    assert counted["/answer/<token>", "GET"] == 1
    assert counted["none", "GET"] == 2
    assert any(method == "other" for _route, method in counted)
    for kept in ("secret-token", "/no/such", "BREW", KEY):
        assert kept not in answer.text


def test_a_look_is_remembered_and_not_repeated_meanwhile(context: Context) -> None:
    looks: list[list[Check]] = []

    def look(_context: Context, _now: datetime) -> list[Check]:
        looks.append([])
        return looks[-1]

    memory = Memory(look)
    assert memory.checks(context) is memory.checks(context) is looks[0]
    assert len(looks) == 1


def test_staff_read_on_the_dashboard_what_does_not_work(
    watched: Context, asked: Flask, caller: Callable[..., Caller]
) -> None:
    with watched.database.transaction() as session:
        session.add(ClockJump(holder="h", noticed_at=NOW, boot="b", moment=1.0, seconds=9e6))
    client = asked.test_client()
    sign_in(client, "supervisor", "chen")
    page = client.get("/console/dashboard").text
    assert "Part of this service is not working." in page
    assert "The clock of a worker has jumped" in page
    assert "时钟发生了跳变" in client.get("/console/dashboard?lang=zh").text
    with watched.database.transaction() as session:
        session.execute(update(ClockJump).values(settled_at=NOW))
    after = create_app(watched).test_client()
    sign_in(after, "supervisor", "dora")
    assert "is not working" not in after.get("/console/dashboard").text


def test_the_operator_gets_one_letter_when_it_turns_and_one_when_it_is_well(
    context: Context, tmp_path: Path
) -> None:
    with mail_server() as server:
        config = server.config(
            context.config, operator_mail="ops@hands.example", heads=str(tmp_path)
        )
        watched = replace(context, config=config)
        now = utcnow()

        def work(minutes: int) -> list[str]:
            moment = now + timedelta(minutes=minutes)
            # The scan would load the detector.
            assert "watch" in worker.run_pending(watched, moment, share=worker.Share(but=("scan",)))
            return [str(message["Subject"]) for message in server.post.to("ops@hands.example")]

        assert work(0) == []
        with context.database.transaction() as session:
            session.add(ClockJump(holder="h", noticed_at=now, boot="b", moment=1.0, seconds=9e6))
        assert work(2) == []
        (bad,) = work(4)
        assert "something does not work" in bad
        assert work(6) == [bad]
        letter = server.post.taken[-1]
        assert "clock: The clock of a worker has jumped" in letter.get_content()
        assert "时钟发生了跳变" in letter.get_content()
        with context.database.transaction() as session:
            session.execute(update(ClockJump).values(settled_at=now))
        assert work(8) == [bad]
        again = work(10)
        assert len(again) == 2
        assert "it works again" in again[1]
        assert work(12) == again
        with context.database.reading() as session:
            known = session.scalars(select(Job.payload).where(Job.kind == "watch")).one()
        assert known == {"written": [], "before": []}
