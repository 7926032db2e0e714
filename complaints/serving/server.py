"""One address: takes connections, and drops who is too slow or holds too much."""

from __future__ import annotations

import logging
import resource
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from complaints.base.stopping import Stopping
from complaints.http import bodies
from complaints.serving import leaving
from complaints.serving.connections import Connection
from complaints.serving.requests import Settings
from complaints.storage.context import Context

THREADS = 8
# Open connections; each may need three file descriptors: its own, a body's and an answer's.
MOST_CONNECTIONS, DESCRIPTORS_EACH, OTHER_DESCRIPTORS = 1000, 3, 200
# Bytes that wait in all connections together, most of them in files.
MOST_HELD = 1 << 30
# Seconds that a connection may be silent between two requests.
IDLE = 60
HEADER = 32_768
# An answer of this size waits for its client without a thread.
ANSWER = 1 << 26


class Server(TcpWSGIServer):
    """Waitress' server, with room for the next client whatever the others do."""

    channel_class = Connection
    most_connections = MOST_CONNECTIONS
    most_held = MOST_HELD
    next_look = 0.0
    stopping: Stopping

    def readable(self) -> bool:
        """Look at all connections once a second. Waitress' own look trusts a clock that may jump,
        and never closes a connection whose client reads nothing."""
        now = time.monotonic()
        if now >= self.next_look:
            self.next_look = now + 1
            self.look(now)
        return bool(self.accepting)

    def handle_accept(self) -> None:
        super().handle_accept()
        if len(self.active_channels) > self.most_connections:
            self._drop_one(lambda _connection: 1)

    def look(self, now: float) -> None:
        """Drop who is too slow, then whoever holds the most, while it is too much."""
        for connection in list(self.active_channels.values()):
            if connection.is_over(now):
                connection.handle_close()
        while sum(one.held() for one in self.active_channels.values()) > self.most_held:
            if not self._drop_one(Connection.held):
                return

    def let_nobody_begin(self) -> None:
        """Keep new connections out, while those that have begun are made and taken."""
        leaving.let_nobody_begin(self.socket)

    def leave(self) -> None:
        """Take every connection that is there, then give the address up."""
        for _ in range(self.adj.backlog):
            if not leaving.has_come(self.socket):
                break
            self.handle_accept()
        self.accepting = False
        # Waitress' own `close` would also take away what wakes the loop.
        wasyncore.dispatcher.close(self)

    def close_idle(self, *, since: float) -> None:
        """While stopping, close each connection on which nothing is under way."""
        now = time.monotonic()
        for connection in list(self.active_channels.values()):
            if connection.is_over(now) or connection.may_go(now, since):
                connection.handle_close()

    def _drop_one(self, weight: Callable[[Connection], int]) -> bool:
        """Drop the oldest connection of the address that weighs the most; False where none may go.

        So who opens a thousand drops its own. Whom the application works for stays.
        """
        idle = [one for one in self.active_channels.values() if not one.is_at_work()]
        weights: Counter[Any] = Counter()
        for one in idle:
            weights[one.addr[0]] += weight(one)
        if not weights:
            return False
        heaviest = weights.most_common(1)[0][0]
        of_it = [one for one in idle if one.addr[0] == heaviest and weight(one)]
        if not of_it:
            return False
        min(of_it, key=lambda one: one.pace.began).handle_close()
        return True


def listen(app: Flask, *, host: str, port: int) -> list[Server]:
    """Return a server that listens for each address of the host; `running.serve` has them serve.

    `::` means every address, of both kinds. Raises OSError where one cannot be had.
    """
    service: Context = app.extensions["cleanhands"]
    config = service.config
    # One that has more to do than threads is no fault that a log line a request would mend.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    settings = Settings(
        bodies.bound(app),
        host="*" if host == "::" else host,
        port=port,
        threads=THREADS,
        ident=None,
        # Waitress would take off what the application believes of its proxies, and by what the demo
        # sees that there is one.
        clear_untrusted_proxy_headers=not (config.trusted_proxies or service.demo),
        channel_timeout=IDLE,
        max_request_header_size=HEADER,
        outbuf_high_watermark=max(ANSWER, config.max_upload + (1 << 20)),
        recv_bytes=1 << 16,
        log_socket_errors=False,
        # `select` cannot watch more than 1,024.
        asyncore_use_poll=True,
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(THREADS)
    # One loop for all addresses of the host.
    loop: dict[int, Any] = {}
    servers = [
        Server(app, loop, dispatcher=dispatcher, adj=settings, sockinfo=address)
        for address in settings.listen
    ]
    for server in servers:
        server.most_connections = _most_connections()
        server.stopping = service.stopping
    return servers


def _most_connections() -> int:
    """Return how many connections the machine's limit of open files leaves, having raised it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS * DESCRIPTORS_EACH + OTHER_DESCRIPTORS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(10, min(MOST_CONNECTIONS, (soft - OTHER_DESCRIPTORS) // DESCRIPTORS_EACH))
