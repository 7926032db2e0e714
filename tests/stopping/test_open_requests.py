"""A server that is told to stop ends what is open, within its time, and turns nobody away."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select

from complaints.base.stopping import Stopping
from complaints.models import Complaint
from complaints.serving import server
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.scenes.callers import Caller
from tests.scenes.serving import served

BIG = "/api/v1/docs/assets/swagger-ui-bundle.js"
# Longer than a machine takes that has other things to do.
PATIENCE = 60
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Stopped:
    """A server that is told to stop by `order`; then `ended` gives how many it cut off."""

    def __init__(self, app: Flask, seconds: float) -> None:
        [self.server] = server.listen(app, host="127.0.0.1", port=0)
        self.server.stopping = Stopping(seconds)
        self.cut_off: list[int] = []
        self.clients = ExitStack()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self.cut_off.append(served(self.server))

    def connected(self) -> socket.socket:
        address = ("127.0.0.1", int(self.server.effective_port))
        return self.clients.enter_context(socket.create_connection(address, PATIENCE))

    def order(self) -> None:
        """Tell it to stop, once it has read what was sent; return when it accepts nobody."""
        client = self.connected()
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answer(client)[:2] == (200, None)
        self.server.stopping.set()
        self.server.pull_trigger()
        # The connection that served this is kept, and silent: it is closed.
        assert client.recv(1) == b""
        with pytest.raises(ConnectionRefusedError):
            self.connected()

    def ended(self) -> int:
        self.thread.join(PATIENCE)
        return self.cut_off[0]


@pytest.fixture
def stopped(app: Flask) -> Iterator[Callable[[float], Stopped]]:
    with ExitStack() as stack:

        def stopped(seconds: float) -> Stopped:
            made = Stopped(app, seconds)
            stack.callback(made.thread.join, PATIENCE)
            stack.callback(made.server.stopping.set)
            stack.enter_context(made.clients)
            return made

        yield stopped


def answer(client: socket.socket) -> tuple[int, str | None, bytes]:
    """Return status, what the answer says of the connection, and its body."""
    read = http.client.HTTPResponse(client)
    read.begin()
    return read.status, read.headers["Connection"], read.read()


@contextmanager
def writing(context: Context) -> Iterator[None]:
    """Keep the one writer of SQLite, so that a filing waits."""
    with context.database.transaction():
        yield


def filing(acme: Caller, number: int) -> bytes:
    body = json.dumps(complaint(targets=[{"url": f"{ITEM}{number}"}])).encode()
    head = (
        f"POST /api/v1/complaints HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {acme.secret}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def test_what_is_open_is_answered_and_told_that_its_connection_closes(
    context: Context, stopped: Callable[[float], Stopped], caller: Callable[..., Caller]
) -> None:
    acme = caller("filer")
    service = stopped(PATIENCE)
    silent, slow, at_work, reader, two = [service.connected() for _ in range(5)]
    one, another = filing(acme, 1), filing(acme, 2)
    slow.sendall(one[:-20])
    reader.sendall(f"GET {BIG} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    with writing(context):
        at_work.sendall(another)
        two.sendall(filing(acme, 3) + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        service.order()
        silent.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answer(silent)[:2] == (200, "close")
    assert answer(at_work)[:2] == (201, "close")
    slow.sendall(one[-20:])
    assert answer(slow)[:2] == (201, "close")
    status, _, body = answer(reader)
    assert (status, len(body) > 1_000_000) == (200, True)
    # Two requests at once on one connection: the second answer closes it.
    both = b"".join(iter(lambda: two.recv(65_536), b""))
    filed, _, healthy = both.partition(b"HTTP/1.1 200")
    assert filed.startswith(b"HTTP/1.1 201")
    assert (b"Connection: close" in filed, b"Connection: close" in healthy) == (False, True)
    assert service.ended() == 0
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 3


def test_what_is_not_over_within_the_time_is_cut_off_and_counted(
    context: Context, stopped: Callable[[float], Stopped], caller: Callable[..., Caller]
) -> None:
    acme = caller("filer")
    service = stopped(0.5)
    half, at_work = service.connected(), service.connected()
    half.sendall(filing(acme, 1)[:-20])
    with writing(context):
        at_work.sendall(filing(acme, 2))
        service.order()
        assert service.ended() == 2
        assert (half.recv(1), at_work.recv(1)) == (b"", b"")


def test_a_request_whose_client_has_gone_is_ended_all_the_same(
    context: Context, stopped: Callable[[float], Stopped], caller: Callable[..., Caller]
) -> None:
    acme = caller("filer")
    service = stopped(PATIENCE)
    with writing(context):
        gone = service.connected()
        gone.sendall(filing(acme, 1))
        service.order()
        gone.close()
    assert service.ended() == 0
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 1
