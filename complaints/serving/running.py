"""The loop of all addresses: serves until the order to end, then ends what is open within its time.

Whoever has come is answered; whoever comes on a connection that is kept is answered, and told that
it closes; kept connections that are silent are closed at once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from waitress import wasyncore

from complaints.serving.leaving import HALF_MADE
from complaints.serving.server import Server

# Seconds: how long the loop waits for the next event, while it serves and while it ends.
WAITS, ENDING = 1.0, 0.05


def serve(servers: Sequence[Server]) -> None:
    """Serve until told to stop."""
    while not servers[0].stopping.is_set():
        _turn(servers, WAITS)


def end_requests(servers: Sequence[Server]) -> int:
    """Take nobody new, and end what is open; return how many requests the time's end cuts off."""
    stopping = servers[0].stopping
    began = time.monotonic()
    for server in servers:
        server.let_nobody_begin()
    while time.monotonic() < min(began + HALF_MADE, stopping.until):
        _turn(servers, ENDING)
    for server in servers:
        server.leave()
    while _is_open(servers) and stopping.left():
        _turn(servers, ENDING)
        for server in servers:
            server.close_idle(since=began)
    return _close(servers)


def _turn(servers: Sequence[Server], patience: float) -> None:
    wasyncore.loop(patience, use_poll=True, map=servers[0]._map, count=1)


def _is_open(servers: Sequence[Server]) -> bool:
    """Say whether a connection is open, or a request is worked at."""
    dispatcher = servers[0].task_dispatcher
    open_ = sum(len(server.active_channels) for server in servers)
    # Whoever left before the answer: its request is worked at all the same.
    return bool(open_ or dispatcher.active_count or dispatcher.queue)


def _close(servers: Sequence[Server]) -> int:
    """Close what is still open, wait for nothing; return how many requests that cuts off."""
    dispatcher = servers[0].task_dispatcher
    connections = [one for server in servers for one in server.active_channels.values()]
    at_work = int(dispatcher.active_count) + len(dispatcher.queue)
    without_one = max(0, at_work - sum(one.is_at_work() for one in connections))
    cut_off: int = without_one + sum(one.is_under_way() for one in connections)
    for connection in connections:
        connection.handle_close()
    for rest in list(servers[0]._map.values()):
        rest.close()
    dispatcher.set_thread_count(0)
    return cut_off
