"""One connection: how fast it moves, how much of it is held, and how it ends after a cut body."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from complaints.serving.pace import Pace
from complaints.serving.requests import Request

# Bytes that are read at once, to be thrown away.
_BLOCK = 1 << 16
# Seconds for a request that was to follow its connection, while the service stops.
FIRST = 2.0


class Task(WSGITask):
    """Waitress' work at one request; while the service stops, its answer says that it closes."""

    def build_response_header(self) -> bytes:
        # Requests that have come behind this one are answered too.
        if self.channel.server.stopping.is_set() and len(self.channel.requests) == 1:
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        return head


class Connection(HTTPChannel):
    """Waitress' connection, which knows its pace.

    Times are of the clock that never jumps.
    """

    parser_class = Request
    task_class = Task

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.pace = Pace(time.monotonic())
        self.touched = time.monotonic()
        self.was_cut = self.is_draining = self.was_used = False
        super().__init__(*args, **kwargs)

    def held(self) -> int:
        """Return the bytes that wait here, to be served or to be fetched."""
        request = self.request
        coming = request.held() if isinstance(request, Request) else 0
        return int(self.total_outbufs_len) + coming

    def is_at_work(self) -> bool:
        """Tell whether the application works for it, or is about to."""
        return bool(self.requests)

    def is_over(self, now: float) -> bool:
        """Tell whether it is to be dropped: too slow, or silent for too long."""
        if self.request is not None or self.total_outbufs_len or self.is_draining:
            return self.pace.is_too_slow(now)
        return not self.requests and now > self.touched + self.adj.channel_timeout

    def is_under_way(self) -> bool:
        """Tell whether a request comes in, is worked at, or is answered."""
        return bool(self.requests or self.request is not None or self.total_outbufs_len)

    def may_go(self, now: float, since: float) -> bool:
        """Tell whether it may be closed, in a service that has been stopping since then.

        One that was never used waits for its request a little; another goes at once, unless its
        next request is there already.
        """
        if self.is_draining or not (self.was_used or self.is_under_way()):
            return now > since + FIRST
        return not (self.is_under_way() or self.close_when_flushed or self._has_more())

    def _has_more(self) -> bool:
        assert self.socket is not None
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def received(self, data: bytes) -> bool:
        self.was_used = True
        self.touched = time.monotonic()
        if self.request is None:
            self.pace = Pace(self.touched)
        self.pace.moved += len(data)
        going_on: bool = super().received(data)
        self.was_cut = any(request.is_cut for request in self.requests)
        return going_on

    def write_soon(self, data: Any) -> int:
        if not self.total_outbufs_len:
            self.pace = Pace(time.monotonic())
        written: int = super().write_soon(data)
        return written

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close=do_close)
        if sent:
            self.touched = time.monotonic()
            self.pace.moved += sent
        return sent

    def handle_close(self) -> None:
        if self.request is not None:
            # What came of its body leaves the disk with it.
            self.request.close()
            self.request = None
        super().handle_close()

    def readable(self) -> bool:
        return self.is_draining or bool(super().readable())

    def handle_read(self) -> None:
        if not self.is_draining:
            super().handle_read()
        else:
            # `recv` closes the connection where the client has ended.
            with contextlib.suppress(OSError):
                self.recv(_BLOCK)

    def handle_write(self) -> None:
        """Send what waits; after a cut body, let the client read the answer before the end.

        To close while the client still sends would take the answer away from it.
        """
        is_last = self.was_cut and self.close_when_flushed
        if is_last:
            self.close_when_flushed = False
        super().handle_write()
        if not is_last or not self.connected:
            return
        if self.total_outbufs_len:
            self.close_when_flushed = True
            return
        self.is_draining, self.was_cut = True, False
        self.pace = Pace(time.monotonic())
        assert self.socket is not None
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
