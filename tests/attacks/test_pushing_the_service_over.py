"""Somebody keeps the service busy: with connections that say nothing, bodies, members and files."""

from __future__ import annotations

import http.client
import json
import socket
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask, got_request_exception
from flask.sessions import SecureCookieSessionInterface

from complaints.http import bodies, identity
from complaints.serving.server import Server
from tests.api.bodies import slug
from tests.api.test_documents import send
from tests.papers import makers
from tests.scenes.callers import Caller
from tests.scenes.serving import serve_in_earnest

MEGABYTE = 1_000_000
BIG = "/api/v1/docs/assets/swagger-ui-bundle.js"
# Longer than a machine takes that has other things to do.
PATIENCE = 60


@pytest.fixture
def served(app: Flask) -> Iterator[Server]:
    # What went wrong in a thread of the server is shown with the test that got a 500 of it.
    def show(_app: Flask, exception: BaseException, **_more: object) -> None:
        traceback.print_exception(exception)

    with serve_in_earnest(app) as server, got_request_exception.connected_to(show, app):
        yield server


@pytest.fixture
def crowd() -> Iterator[Callable[..., list[socket.socket]]]:
    """Open connections that each send the same beginning, and nothing more."""
    with ExitStack() as stack:

        def crowd(server: Server, count: int, sent: bytes) -> list[socket.socket]:
            opened = []
            for _ in range(count):
                client = stack.enter_context(socket.socket())
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.connect(("127.0.0.1", int(server.effective_port)))
                client.sendall(sent)
                opened.append(client)
            return opened

        yield crowd


def healthy(server: Server) -> bool:
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(server.effective_port), timeout=PATIENCE
    )
    connection.request("GET", "/healthz")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status == 200


def ask(server: Server, head: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """Send a head, and as much of its body as is given; return status, headers and answer."""
    port = int(server.effective_port)
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
        answer = http.client.HTTPResponse(client)
        answer.begin()
        return answer.status, dict(answer.headers), answer.read()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET /healthz HTTP/1.1\r\nX-Slow: a",
        b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\na",
        f"GET {BIG} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(),
    ],
    ids=["nothing", "half a head", "half a body", "reads no answer"],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_service_answers_while_200_connections_hang(
    served: Server, crowd: Callable[..., list[socket.socket]], sent: bytes
) -> None:
    # 105 silenced it for 76 seconds: it took 100, and waited for one to end.
    crowd(served, 200, sent)
    assert healthy(served)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_opens_more_than_there_is_room_for_drops_its_own(
    served: Server, crowd: Callable[..., list[socket.socket]]
) -> None:
    served.most_connections = 20
    with socket.socket() as other:
        other.bind(("127.0.0.2", 0))
        other.connect(("127.0.0.1", int(served.effective_port)))
        other.settimeout(PATIENCE)
        other.sendall(b"GET /healthz HTTP/1.1\r\n")
        opened = crowd(served, 40, b"GET /healthz HTTP/1.1\r\n")
        assert healthy(served)
        # The oldest of the crowd has gone; who came before it, from elsewhere, may still end.
        opened[0].settimeout(PATIENCE)
        assert opened[0].recv(1) == b""
        other.sendall(b"Host: localhost\r\n\r\n")
        assert other.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_makes_the_service_hold_too_much_is_dropped(
    served: Server, crowd: Callable[..., list[socket.socket]]
) -> None:
    served.most_held = 2 * MEGABYTE
    head = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n"
    (greedy,) = crowd(served, 1, head + b"a" * 2_500_000)
    greedy.settimeout(PATIENCE)
    assert greedy.recv(1) == b""
    assert healthy(served)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/api/v1/complaints", "Authorization: Bearer x", 413),
        ("/api/v1/documents", "Authorization: Bearer x", 413),
        ("/api/v1/documents", "X-No: key", 413),
        ("/sign-in", "Accept: text/html", 413),
        ("/reply/x/counter", "Accept: text/html", 413),
        ("/nowhere", "Accept: text/html", 413),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_body_of_199_megabytes_is_refused_before_a_byte_of_it_is_sent(
    served: Server, address: str, headers: str, status: int
) -> None:
    # It was on disk, whole, before it was refused.
    head = f"POST {address} HTTP/1.1\nHost: localhost\n{headers}\nContent-Length: 199000000"
    answer, fields, body = ask(served, head)
    assert (answer, fields["Connection"]) == (status, "close")
    if address.startswith("/api/"):
        assert json.loads(body)["status"] == status
    else:
        assert "Too large" in body.decode()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_waits_for_leave_is_told_at_once(served: Server) -> None:
    head = "POST /sign-in HTTP/1.1\nHost: localhost\nExpect: 100-continue\nContent-Length: 5000000"
    assert ask(served, head)[0] == 413


@pytest.mark.parametrize(
    "framing",
    [
        "HTTP/1.1\nContent-Length: 60\nTransfer-Encoding: chunked",
        "HTTP/1.0\nConnection: keep-alive\nTransfer-Encoding: chunked",
        "HTTP/1.1\nContent-Length: 0\nContent-Length: 60",
        "HTTP/1.1\nContent-Length: " + "9" * 5_000,
    ],
    ids=["both", "of an old version", "two lengths", "endless"],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_request_hides_in_the_body_of_another(served: Server, framing: str) -> None:
    # A proxy that goes by the length takes it for a body, what goes by the chunks for a request.
    hidden = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    method, _space, rest = f"POST /sign-in {framing}".partition("\n")
    status, _fields, body = ask(served, f"{method}\nHost: localhost\n{rest}", hidden)
    assert status == 400
    assert b"ok" not in body


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_chunked_body_is_refused_as_soon_as_it_has_passed(served: Server) -> None:
    head = "POST /sign-in HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked"
    # The chunk of a gigabyte never ends.
    answer, _fields, _body = ask(served, head, b"40000000\r\n" + b"a" * 4_100_000)
    assert answer == 413


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_body_that_the_disk_does_not_take_is_answered(
    served: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The connection broke off without a word.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    head = "POST /sign-in HTTP/1.1\nHost: localhost\nContent-Length: 900000"
    assert ask(served, head, b"a" * 900_000)[0] == 507
    assert healthy(served)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_still_sends_reads_why_it_was_refused(served: Server) -> None:
    head = "POST /sign-in HTTP/1.1\nHost: localhost\nContent-Length: 8000000"
    assert ask(served, head, b"a" * 8_000_000)[0] == 413
    assert healthy(served)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_upload_without_a_key_is_refused_before_it_is_read(served: Server) -> None:
    head = "POST /api/v1/documents HTTP/1.1\nHost: localhost\nContent-Length: 20000000"
    assert ask(served, head)[0] == 401


@pytest.mark.parametrize(
    "cookie", ["", "cleanhands=made-up", "cleanhands=\xff\xfe; =;;="], ids=["none", "forged", "odd"]
)
@pytest.mark.parametrize("address", ["/reply/x/documents", "/reply/x/counter"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_files_without_a_links_code_or_a_sign_in_are_refused_before_they_are_read(
    served: Server, address: str, cookie: str
) -> None:
    # 60 MB of them were kept on disk before the link was looked up.
    head = f"POST {address} HTTP/1.1\nHost: localhost\nOrigin: http://localhost\n"
    head += f"Cookie: {cookie}\nContent-Type: multipart/form-data; boundary=b\n"
    assert ask(served, f"{head}Content-Length: 20000000")[0] in (401, 404)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_files_are_read_of_who_signed_in_or_entered_a_code(app: Flask) -> None:
    most = bodies.bound(app)
    for name in (identity.TOKEN, identity.CONFIRMED):
        cookie = SecureCookieSessionInterface().get_signing_serializer(app).dumps({name: "x"})
        headers = {"COOKIE": f"cleanhands={cookie}"}
        assert most("POST", "/reply/x/counter", headers) > 60 * MEGABYTE
    assert most("POST", "/reply/x/counter", {}) == bodies.OF_STRANGERS
    assert most("POST", "/reply/x/code", {}) == app.config["MAX_CONTENT_LENGTH"]


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"1," * 1_000_000 + b"1]",
        b'{"targets":[' + b"{}," * 1_000_000 + b"{}]}",
        b"{" + b",".join(b'"%d":1' % number for number in range(300_000)) + b"}",
    ],
    ids=["values", "objects", "members"],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_body_of_a_million_members_is_not_looked_at(
    caller: Callable[..., Caller], body: bytes
) -> None:
    # A million empty targets took 35 seconds of a worker.
    answer = caller("filer").post("/complaints", data=body, content_type="application/json")
    assert slug(answer) == "too-large"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_body_that_is_nested_for_ever_is_refused(caller: Callable[..., Caller]) -> None:
    who = caller("filer")
    for deep in (60, 900, 9_000):
        body = b"[" * deep + b"]" * deep
        answer = who.post("/complaints", data=body, content_type="application/json")
        assert slug(answer) == "malformed"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_forms_and_addresses_of_many_fields_are_refused(app: Flask) -> None:
    client = app.test_client()
    many = "a=1&" * 6_000
    assert client.get(f"/sign-in?{many}").status_code == 200
    assert client.get("/sign-in?" + "&".join(f"a{n}=1" for n in range(6_000))).status_code == 413
    form = {"content_type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", data=many, **form).status_code == 413
    assert client.post("/sign-in", data="a=1&" * 900_000, **form).status_code == 413


LAST = b"\nstartxref\n99\n%%EOF\n"
ENTRIES = b"0000000010 00000 n \n" * 800_000
ROOT = b"trailer\n<</Size 800000 /Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    "damaged",
    [
        b" ",
        # Spaces took 2.3 seconds of work, and this table had not ended after 40.
        pytest.param(b" " * 16 * MEGABYTE, marks=pytest.mark.thorough),
        pytest.param(b"xref\n0 800000\n" + ENTRIES + ROOT, marks=pytest.mark.thorough),
    ],
    ids=["small", "spaces", "table"],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_damaged_files_are_refused_and_counted(
    caller: Callable[..., Caller], damaged: bytes
) -> None:
    who, other = caller("filer", "one"), caller("filer", "other")
    assert slug(send(who, b"%PDF-1.4\n" + damaged + LAST, "a.pdf")) == "paper-damaged"
    for _ in range(19):
        assert slug(send(who, b"", "a.pdf")) == "paper-empty"
    answer = send(who, makers.picture())
    assert (answer.status_code, slug(answer)) == (429, "too-many-attempts")
    # Somebody else of the same network still may.
    assert send(other, makers.picture()).status_code == 201


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_storm_of_one_key_is_one_request(caller: Callable[..., Caller]) -> None:
    who = caller("filer")
    key, data = {"Idempotency-Key": "storm"}, makers.picture()
    answers = {send(who, data, headers=key).get_json()["id"] for _ in range(25)}
    assert len(answers) == 1
