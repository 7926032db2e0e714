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
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.api.bodies import ITEM, complaint
from tests.scenes.mailing import Authority, free_port, make_authority

CONF = Path(__file__).resolve().parents[2] / "deploy/nginx.conf"
PROGRAM = "from complaints.cli import main; main()"
MAIN = """daemon off; worker_processes 1; pid nginx.pid; error_log error.log warn; {user}
events {{ worker_connections 1024; }}
http {{ access_log off; include "{conf}"; }}
"""
PATIENCE = 60


@dataclass
class Node:
    """One server of `cleanhands run`."""

    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "run", "--port", str(self.port)],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        latest = time.monotonic() + PATIENCE
        while not is_up(f"http://127.0.0.1:{self.port}/readyz"):
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
    """Filings and page reads through the proxy, counted by what was asked and answered."""

    def __init__(self, port: int, trusted: ssl.SSLContext, key: str) -> None:
        self.port, self.trusted, self.key = port, trusted, key
        self.answers: Counter[tuple[str, str]] = Counter()
        self.slowest = 0.0
        self.numbers = itertools.count(1)
        self.over = threading.Event()

    def file(self, client: http.client.HTTPSConnection) -> int:
        body = json.dumps(complaint(targets=[{"url": f"{ITEM}{next(self.numbers)}"}]))
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        return self._asked(client, "POST", "/api/v1/complaints", body, headers)

    def read(self, client: http.client.HTTPSConnection) -> int:
        return self._asked(client, "GET", "/sign-in")

    def _asked(
        self,
        client: http.client.HTTPSConnection,
        method: str,
        path: str,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> int:
        client.request(method, path, body, headers or {})
        answer = client.getresponse()
        answer.read()
        return answer.status

    def run(self, what: str) -> None:
        client = http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE, context=self.trusted
        )
        while not self.over.is_set():
            began = time.monotonic()
            try:
                outcome = str(getattr(self, what)(client))
            except (OSError, http.client.HTTPException) as error:
                outcome = type(error).__name__
                client.close()
            self.answers[what, outcome] += 1
            self.slowest = max(self.slowest, time.monotonic() - began)
        client.close()


def roll(folder: Path, environment: dict[str, str], key: str, *, times: int, clients: int) -> Load:
    """Restart each of two servers so many times, one after the other, under load; return what the
    load was answered."""
    port = free_port()
    environment = environment | {
        "CLEANHANDS_BASE_URL": f"https://localhost:{port}", "CLEANHANDS_TRUSTED_PROXIES": "1",
    }  # fmt: skip
    nodes = (Node(environment), Node(environment))
    with ExitStack() as stack:
        for node in nodes:
            stack.callback(node.kill)
            node.start()
        load = Load(port, stack.enter_context(proxied(folder, nodes, port)), key)
        kinds = [("file", "read")[each % 2] for each in range(clients)]
        threads = [threading.Thread(target=load.run, args=(kind,)) for kind in kinds]
        stack.callback(load.over.set)
        for thread in threads:
            thread.start()
        for node in [*nodes] * times:
            assert node.stop() == 0
            node.start()
        load.over.set()
        for thread in threads:
            thread.join()
    return load
