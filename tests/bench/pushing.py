"""How servers stand slow clients: how long /healthz takes while hundreds of connections hang.

    python -m tests.bench.pushing ours waitress waitress-tuned gunicorn granian cheroot
        [--python .venv-servers/bin/python] [--connections 200 1000] [--seconds 15]

Each server runs the whole application in one process of 8 threads, on a throw-away SQLite database.
Clients send a head or a body by one byte every ten seconds, or read nothing of an answer of 1.4 MB.
`--python` is an interpreter with the other servers and what the application needs. Not measured:
what a proxy in front would add.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from complaints.storage.db import Database
from tests.bench.intake import say
from tests.scenes.opened import open_new

SERVERS = {
    "ours": "run --port {port}",
    "waitress": "-m waitress --threads=8 --listen=127.0.0.1:{port} wsgi:app",
    "waitress-tuned": "-m waitress --threads=8 --listen=127.0.0.1:{port} --connection-limit=2000 "
    "--asyncore-use-poll --channel-timeout=60 --outbuf-high-watermark=67108864 wsgi:app",
    "gunicorn": "-m gunicorn -k gthread --threads 8 -b 127.0.0.1:{port} wsgi:app",
    "granian": "-m granian --interface wsgi --blocking-threads 8 --port {port} wsgi:app",
    "cheroot": "-m cheroot --bind 127.0.0.1:{port} --threads 8 wsgi:app",
}
BIG = "/api/v1/docs/assets/swagger-ui-bundle.js"
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\na"
READ = f"GET {BIG} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
ATTACKS = {"slow heads": HEAD, "slow bodies": BODY, "slow readers": READ}
BETWEEN_BYTES, BETWEEN_LOOKS, PATIENCE = 10.0, 0.2, 20.0


@contextmanager
def served(name: str, python: str) -> Iterator[tuple[int, int]]:
    """Give the port and the process id of a running server."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        database = Database(f"sqlite:///{folder}/pushed.db")
        open_new(database)
        database.dispose()
        environ = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/pushed.db", "CLEANHANDS_LOG_LEVEL": "WARNING",
        }  # fmt: skip
        program = str(Path(sys.executable).with_name("cleanhands")) if name == "ours" else python
        command = [program, *SERVERS[name].format(port=port).split()]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, env=environ, stdout=quiet, stderr=quiet)
        try:
            while look(port) is None:
                if process.poll() is not None:
                    raise SystemExit(f"{name} ended: {' '.join(command)}")
                time.sleep(0.2)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(30)


def look(port: int) -> float | None:
    """Return the seconds that /healthz took on a new connection; None without an answer."""
    began = time.perf_counter()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        connection.close()
    except (OSError, http.client.HTTPException):
        return None
    return time.perf_counter() - began if answer.status == 200 else None


@contextmanager
def pushed(port: int, first: bytes, connections: int) -> Iterator[None]:
    """Hold slow connections open, each sending a byte every ten seconds; open again what ends."""
    ended = threading.Event()
    opened: list[socket.socket] = []

    def one() -> socket.socket:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(2)
        with suppress(OSError):
            client.connect(("127.0.0.1", port))
            client.sendall(first)
        return client

    def push() -> None:
        opened.extend(one() for _ in range(connections))
        while not ended.wait(BETWEEN_BYTES):
            for number, client in enumerate(opened):
                if first == READ:
                    continue
                try:
                    client.send(b"a")
                except OSError:
                    client.close()
                    opened[number] = one()

    thread = threading.Thread(target=push)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        for client in opened:
            client.close()


def watch(port: int, seconds: float) -> str:
    """Return median and longest time of /healthz, asked for again and again."""
    took: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        answer = look(port)
        took.append(PATIENCE if answer is None else answer)
        time.sleep(BETWEEN_LOOKS)
    longest = max(took)
    said = "none in 20 s" if longest >= PATIENCE else f"{longest * 1000:.0f}"
    return f"{statistics.median(took) * 1000:.0f} / {said}"


def throughput(port: int, path: str, seconds: float, clients: int = 4) -> float:
    """Return answers a second to clients that keep their connections."""
    counts, until = [0] * clients, time.monotonic() + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        while time.monotonic() < until:
            connection.request("GET", path)
            connection.getresponse().read()
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def memory(pid: int) -> float:
    """Return the resident megabytes of a process and its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            facts = dict(line.split(":", 1) for line in status.read_text().splitlines())
            if pid in (int(facts["Pid"]), int(facts["PPid"])):
                total += int(facts.get("VmRSS", "0 kB").split()[0])
    return total / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("servers", nargs="+", choices=SERVERS)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--connections", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--seconds", type=float, default=15.0)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    for name in options.servers:
        with served(name, options.python) as (port, pid):
            facts = [f"{throughput(port, path, 4):.0f}/s" for path in ("/healthz", "/sign-in")]
            say(" | ".join([name, *facts, f"{memory(pid):.0f} MB"]))
        for connections in options.connections:
            for attack, first in ATTACKS.items():
                with served(name, options.python) as (port, pid), pushed(port, first, connections):
                    time.sleep(1 + connections / 500)
                    said = watch(port, options.seconds)
                    said += f" ms | {memory(pid):.0f} MB"
                say(" | ".join([name, str(connections), attack, said]))


if __name__ == "__main__":
    main()
