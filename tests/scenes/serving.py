"""A served application on loopback, for tests that need a real address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask

from complaints.base.stopping import Stopping
from complaints.serving import running
from complaints.serving import server as http_server
from complaints.serving.server import Server


def served(server: Server) -> int:
    """Serve until the order to stop; return how many requests were cut off."""
    running.serve([server])
    return running.end_requests([server])


@contextmanager
def serve_in_earnest(app: Flask) -> Iterator[Server]:
    """Give the server of `cleanhands run` over the application, on a port of its own."""
    [server] = http_server.listen(app, host="127.0.0.1", port=0)
    # Nobody waits for what a test left open.
    server.stopping = Stopping(0)
    thread = threading.Thread(target=served, args=(server,))
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        # It may have seen the order by itself.
        with suppress(OSError):
            server.pull_trigger()
        thread.join()


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """Give the address of the application while `cleanhands run`'s server serves it."""
    with serve_in_earnest(app) as server:
        yield f"http://127.0.0.1:{server.effective_port}"
