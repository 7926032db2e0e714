"""Two servers on PostgreSQL behind the reference proxy, restarted in turn under load."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.outward.receiver import Receiver
from tests.scenes.mailing import Authority, free_port, make_authority
from tests.scenes.outsiders import filer_key, marketplace_key, reviewer_key

CONF = Path(__file__).resolve().parents[2] / "deploy/nginx.conf"
PROGRAM = "from complaints.cli import main; main()"
MAIN = """daemon off; worker_processes 1; pid nginx.pid; error_log error.log warn; {user}
events {{ worker_connections 1024; }}
http {{ access_log off; include "{conf}"; }}
"""
PATIENCE = 60
NOTHING = "nothing to decide"
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}
# What the webhook is sent.
SENT = ["order.requested", "order.done", "claim.taken_down"]
Client = http.client.HTTPSConnection


class Keys(NamedTuple):
    """Those of a filer, a marketplace and a reviewer."""

    filer: str
    market: str
    reviewer: str


@dataclass
class Node:
    """One server of `cleanhands run`; a `cleanhands worker`, where it has no port."""

    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until a server is ready."""
        command = ["run", "--port", str(self.port)] if self.port else ["worker"]
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *command],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        latest = time.monotonic() + PATIENCE
        while self.port and not is_up(f"http://127.0.0.1:{self.port}/readyz"):
            assert self.process.poll() is None, "the server has ended"
            assert time.monotonic() < latest, "the server is not ready"

    def stop(self) -> int:
        """Tell it to stop, and return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def is_up(address: str, trusted: ssl.SSLContext | None = None) -> bool:
    with (
        suppress(URLError, OSError),
        urlopen(address, timeout=PATIENCE, context=trusted) as answer,
    ):
        return bool(answer.status == 200)
    # It is busy starting.
    time.sleep(0.05)
    return False


def configured(folder: Path, authority: Authority, ports: tuple[int, int], port: int) -> Path:
    """Write the reference configuration with our addresses, in a main file; return that one."""
    text = CONF.read_text("utf-8")
    changes = {
        "10.0.0.11:8000": f"127.0.0.1:{ports[0]}",
        "10.0.0.12:8000": f"127.0.0.1:{ports[1]}",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "/etc/ssl/hands.example.com.pem": str(authority.served),
        "/etc/ssl/hands.example.com.key": str(authority.served),
        "hands.example.com": "localhost",
    }
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    (folder / "cleanhands.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(user=user, conf=folder / "cleanhands.conf"))
    return main


def nginx(main: Path, *options: str) -> list[str]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return [program, "-p", str(main.parent), "-c", str(main), "-e", "error.log", *options]


@contextmanager
def proxied(folder: Path, nodes: tuple[Node, Node], port: int) -> Iterator[ssl.SSLContext]:
    """Run the proxy on this port over the servers; give what a client trusts."""
    authority = make_authority(folder)
    main = configured(folder, authority, (nodes[0].port, nodes[1].port), port)
    with subprocess.Popen(nginx(main)) as proxy:
        trusted = ssl.create_default_context(cafile=authority.certificate)
        try:
            latest = time.monotonic() + PATIENCE
            while not is_up(f"https://localhost:{port}/readyz", trusted):
                assert proxy.poll() is None, "the proxy has ended"
                assert time.monotonic() < latest, "the proxy does not answer"
            yield trusted
        finally:
            proxy.terminate()


class Load:
    """What clients ask through the proxy, counted by what was asked and answered: filings, pages,
    decisions, orders, and events by one cursor."""

    def __init__(self, port: int, trusted: ssl.SSLContext, keys: Keys) -> None:
        self.port, self.trusted, self.keys = port, trusted, keys
        self.answers: Counter[tuple[str, str]] = Counter()
        self.slowest = 0.0
        self.numbers = itertools.count(1)
        self.over = threading.Event()
        self.undecided: SimpleQueue[int] = SimpleQueue()
        self.taken: list[dict[str, object]] = []
        self.after = ""
        # Ids of events: as they came meanwhile, and as they are read afterwards.
        self.followed: list[str] = []
        self.read_anew: list[str] = []
        # Ids of messages: those that were due, and those that came.
        self.sent: set[str] = set()
        self.came: list[str] = []
        self.waiting = 0

    def file(self, client: Client) -> str:
        body = complaint(targets=[{"url": f"{ITEM}{next(self.numbers)}"}])
        status, answer = self.ask(client, "POST", "/complaints", self.keys.filer, body)
        if status == "201":
            self.undecided.put(answer["id"])
        return status

    def read(self, client: Client) -> str:
        client.request("GET", "/sign-in")
        answer = client.getresponse()
        answer.read()
        return str(answer.status)

    def decide(self, client: Client) -> str:
        try:
            complaint_id = self.undecided.get(timeout=0.2)
        except Empty:
            return NOTHING
        path = f"/complaints/{complaint_id}/decide"
        return self.ask(client, "POST", path, self.keys.reviewer, TAKE_DOWN)[0]

    def order(self, client: Client) -> str:
        """Take what waits, and say in the next turn that it is done."""
        if not self.taken:
            status, taken = self.ask(
                client, "POST", "/orders/lease", self.keys.market, {"limit": 5}
            )
            self.taken = taken["items"] if status == "200" else []
            return status
        at = datetime.now(UTC).isoformat()
        done = [{"order_id": each["id"], "did": "done", "at": at} for each in self.taken]
        self.taken = []
        return self.ask(client, "POST", "/orders/reports", self.keys.market, {"orders": done})[0]

    def follow(self, client: Client) -> str:
        path = f"/events?after={self.after}&wait=5&limit=500"
        status, page = self.ask(client, "GET", path, self.keys.market)
        if status == "200":
            self.followed += [each["id"] for each in page["items"]]
            self.after = page["next"]
        return status

    def ask(
        self, client: Client, method: str, path: str, key: str, body: object = None
    ) -> tuple[str, Any]:
        """Return the status and the answer of the API."""
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body)
        client.request(method, f"/api/v1{path}", sent, headers)
        answer = client.getresponse()
        text = answer.read()
        return str(answer.status), json.loads(text) if answer.status < 300 else text

    def client(self) -> Client:
        return Client("localhost", self.port, timeout=PATIENCE, context=self.trusted)

    def run(self, what: str) -> None:
        client = self.client()
        while not self.over.is_set():
            began = time.monotonic()
            try:
                outcome = getattr(self, what)(client)
            except (OSError, http.client.HTTPException) as error:
                outcome = type(error).__name__
                client.close()
            self.answers[what, outcome] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
        client.close()


def roll(
    context: Context, folder: Path, environment: dict[str, str], *, times: int, clients: int
) -> Load:
    """Restart each of two servers, and a worker, so many times, one after the other, under load;
    return what the load was answered, and what came of it to those outside."""
    port = free_port()
    environment = environment | {
        "CLEANHANDS_BASE_URL": f"https://localhost:{port}", "CLEANHANDS_TRUSTED_PROXIES": "1",
    }  # fmt: skip
    nodes = (Node(environment), Node(environment))
    worker, receiver = Node(environment, port=0), Receiver(folder)
    keys = Keys(
        filer_key(context, "acme"), marketplace_key(context, "taobao"), reviewer_key(context)
    )
    with ExitStack() as stack:
        stack.callback(receiver.end)
        for node in (*nodes, worker):
            stack.callback(node.kill)
            node.start()
        load = Load(port, stack.enter_context(proxied(folder, nodes, port)), keys)
        start = _stand(load, receiver)
        kinds = [("file", "read")[each % 2] for each in range(clients)]
        kinds += ["decide", "order", "follow"]
        threads = [threading.Thread(target=load.run, args=(kind,)) for kind in kinds]
        stack.callback(load.over.set)
        for thread in threads:
            thread.start()
        for node in [*nodes, worker] * times:
            assert node.stop() == 0
            node.start()
        load.over.set()
        for thread in threads:
            thread.join()
        _read_the_rest(load, receiver, start)
    return load


def _stand(load: Load, receiver: Receiver) -> str:
    """Have a webhook made, and stand where the events end; return that place."""
    key, hook = load.keys.market, {"url": receiver.at("take"), "types": SENT}
    with closing(load.client()) as client:
        assert load.ask(client, "POST", "/webhooks", key, hook)[0] == "201"
        load.after = load.ask(client, "GET", "/events?from_now=true", key)[1]["next"]
    return load.after


def _read_the_rest(load: Load, receiver: Receiver, start: str) -> None:
    """Do the orders that wait, and read to the end: as it was followed, anew, and by messages."""
    with closing(load.client()) as client:
        # Each turn reports what was taken, or takes what waits.
        while load.taken or (load.order(client) and load.taken):
            load.order(client)
        answer = load.ask(client, "GET", "/orders", load.keys.market)[1]
        load.waiting = len(answer["items"])
        load.followed += [each["id"] for each in _events(load, client, load.after)]
        events = _events(load, client, start)
    load.read_anew = [each["id"] for each in events]
    load.sent = {each["id"] for each in events if each["type"] in SENT}
    latest = time.monotonic() + PATIENCE
    while not load.sent <= set(load.came) and time.monotonic() < latest:
        load.came = [each["headers"]["webhook-id"] for each in receiver.came()]
        time.sleep(0.05)


def _events(load: Load, client: Client, after: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    more = True
    while more:
        path = f"/events?after={after}&limit=500"
        page = load.ask(client, "GET", path, load.keys.market)[1]
        items += page["items"]
        after, more = page["next"], page["more"]
    return items
