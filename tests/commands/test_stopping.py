"""`run` and `worker`, told to stop: what they end, what they cut off, and how they say so.

What becomes of open requests is in tests/stopping.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import IO

import pytest
from sqlalchemy import Select, func, select, update

from complaints.base.clock import utcnow
from complaints.commands.working import Working, end_work
from complaints.models import Delivery, Job, Letter
from complaints.storage.context import Context
from tests.jobs.test_delivering import KIM, count, delivery, sent_at, to_filer
from tests.scenes.mailing import Served, free_port, mail_server
from tests.scenes.rolling import is_up

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]
# A suite that was started to outlive its terminal would hand down that this order is ignored.
CODE = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from complaints.cli import main
main()
"""
PATIENCE = 60
KEYS = ("SIGNING", "IDENTITY", "ENCRYPTION")
Service = subprocess.Popen[str]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_letter_that_the_mail_server_has_is_noted_before_the_end(context: Context) -> None:
    letter_id = to_filer(context)
    with context.database.transaction() as session:
        session.execute(update(Letter).values(created_at=utcnow()))
    with mail_server() as server:
        with started(context, "run", "--port", str(free_port()), **by(server)) as service:
            # The answer comes once the service was told to stop.
            server.post.on_data = lambda to, _server: service.send_signal(signal.SIGTERM)
            assert service.wait(PATIENCE) == 0
        assert [message["To"] for message in server.post.taken] == [KIM]
    assert sent_at(context, letter_id) == delivery(context, letter_id).gone_at is not None
    assert count(context, Delivery) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_cut_off_is_said_in_one_line_and_by_the_exit_code(context: Context) -> None:
    letter_id = to_filer(context)
    with context.database.transaction() as session:
        session.execute(update(Letter).values(created_at=utcnow()))
    port = free_port()
    arrived, release = threading.Event(), threading.Event()

    def hold(_to: str, _server: object) -> None:
        arrived.set()
        release.wait(PATIENCE)

    settings = {"CLEANHANDS_STOP_SECONDS": "1"}
    with ExitStack() as stack:
        server = stack.enter_context(mail_server())
        stack.callback(release.set)
        server.post.on_data = hold
        command = ("run", "--host", "::", "--port", str(port))
        service = stack.enter_context(started(context, *command, **by(server), **settings))
        assert f"Serving at http://[::]:{port} (stop with Ctrl+C)" in line_of(service.stderr)
        # The address is of both kinds.
        client = stack.enter_context(socket.create_connection(("::1", port), PATIENCE))
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        # Answered after what was sent before it: the half request has been read.
        assert is_up(f"http://127.0.0.1:{port}/healthz")
        assert arrived.wait(PATIENCE)
        service.send_signal(signal.SIGHUP)
        assert service.wait(PATIENCE) == 0
        line_of(service.stderr, "Stopped after 1 s, and cut off 1 request and the jobs in hand.")
    assert sent_at(context, letter_id) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_second_order_ends_at_once(context: Context) -> None:
    port = free_port()
    with started(context, "run", "--port", str(port), CLEANHANDS_STOP_SECONDS="600") as service:
        line_of(service.stderr, "Serving at")
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
            assert is_up(f"http://127.0.0.1:{port}/healthz")
            service.send_signal(signal.SIGINT)
            line_of(service.stderr, "Stopping: what is under way has 600 s")
            service.send_signal(signal.SIGTERM)
            assert service.wait(PATIENCE) == 3
        assert service.stderr is not None
        for line in service.stderr:
            assert {"id", "event", "level", "timestamp"} <= json.loads(line).keys()


def test_an_order_while_it_starts_ends_it_without_a_word() -> None:
    # A database that takes the connection and says nothing.
    with socket.create_server(("127.0.0.1", 0)) as database:
        url = f"postgresql://app@127.0.0.1:{database.getsockname()[1]}/none"
        keys = {f"CLEANHANDS_{name}_KEY": "5a" * 32 for name in KEYS}
        with process("run", env=os.environ | keys | {"DATABASE_URL": url}) as service:
            database.settimeout(PATIENCE)
            connection, _ = database.accept()
            with connection:
                service.send_signal(signal.SIGTERM)
                assert service.communicate(timeout=PATIENCE) == ("", "")
                assert service.returncode == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_that_has_nothing_in_hand_ends_with_0(context: Context) -> None:
    with started(context, "worker") as service:
        armed = select(func.count()).select_from(Job)
        while not stored(context, armed):
            assert service.poll() is None
        service.send_signal(signal.SIGTERM)
        assert service.wait(PATIENCE) == 0


def test_a_service_whose_worker_fails_ends_with_1(context: Context) -> None:
    # One that cannot even begin.
    broken = replace(context, config=None)  # type: ignore[arg-type]
    working = Working(broken)
    working.start()
    working.join(PATIENCE)
    assert context.stopping.is_set()
    with pytest.raises(SystemExit) as ended:
        end_work(broken, working)
    assert ended.value.code == 1


def by(server: Served) -> dict[str, str]:
    """Return the settings by which letters go to this mail server."""
    return {"CLEANHANDS_SMTP_URL": server.url, "CLEANHANDS_MAIL_FROM": "desk@hands.example"}


def stored(context: Context, question: Select[tuple[int]]) -> int:
    with context.database.reading() as session:
        return session.scalar(question) or 0


def line_of(stream: IO[str] | None, holding: str = "") -> str:
    """Return the next line that holds this."""
    assert stream is not None
    return next(line.rstrip() for line in stream if holding in line)


@contextmanager
def started(context: Context, *command: str, **settings: str) -> Iterator[Service]:
    """Start a command over the context's database."""
    config = context.config
    own = {
        "DATABASE_URL": config.database_url,
        "CLEANHANDS_SIGNING_KEY": config.signing_key.hex(),
        "CLEANHANDS_IDENTITY_KEY": config.identity_key.hex(),
        "CLEANHANDS_ENCRYPTION_KEY": config.encryption_key.hex(),
        "CLEANHANDS_DOCUMENTS": config.documents,
    }
    with process(*command, env=os.environ | own | settings) as service:
        yield service


@contextmanager
def process(*command: str, env: dict[str, str]) -> Iterator[Service]:
    with subprocess.Popen(
        [sys.executable, "-c", CODE, *command],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as service:  # fmt: skip
        try:
            yield service
        finally:
            service.kill()
