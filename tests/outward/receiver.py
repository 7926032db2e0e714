"""A receiver of webhooks in a process of its own: it takes, fails, hangs, redirects, drips, or says
too much, as its path asks, and writes down what came."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HANGS = threading.Event()


class Handler(BaseHTTPRequestHandler):
    """`/take` answers 204, `/fail` 500, `/gone` 410, and so on; each call is a line of the file."""

    came: Path

    def do_POST(self) -> None:  # the name is http.server's
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        line = {"path": self.path, "headers": dict(self.headers.items()), "body": body}
        with self.came.open("a") as file:
            file.write(json.dumps(line) + "\n")
        getattr(self, self.path.strip("/").partition("?")[0])()

    def take(self) -> None:
        self.send_response(204)
        self.end_headers()

    def fail(self) -> None:
        self._say(500, b"Out of order.")

    def gone(self) -> None:
        self._say(410, b"")

    def redirect(self) -> None:
        self.send_response(307)
        self.send_header("Location", "/take")
        self.end_headers()

    def much(self) -> None:
        self._say(200, b"x" * 100_000)

    def wrong(self) -> None:
        self.wfile.write(b"\0\1 no HTTP\r\n\r\n")

    def hang(self) -> None:
        HANGS.wait(60)

    def drip(self) -> None:
        # As who closes after its answer: the connection lets go of the socket to the answer.
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.send_header("Connection", "close")
        self.end_headers()
        while not HANGS.wait(0.05):
            self.wfile.write(b"x")
            self.wfile.flush()

    def die(self) -> None:
        self.connection.close()

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Write nothing: the test reads standard output for the port alone."""


class Receiver:
    """The process, and what came to it."""

    def __init__(self, folder: Path) -> None:
        self.came_in = folder / "came.jsonl"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.outward.receiver", str(self.came_in)],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def came(self) -> list[dict[str, Any]]:
        lines = self.came_in.read_text().splitlines() if self.came_in.exists() else []
        return [json.loads(line) for line in lines]

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


if __name__ == "__main__":
    Handler.came = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
