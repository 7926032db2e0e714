"""HTTP to one address, ended after so many seconds whatever the other side does: each step of the
network has its own patience, and who drips a byte a step would hold a thread for days."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection
from typing import Self


class TimedConnection(HTTPConnection):
    """A connection for a `with` block, in which it lasts `whole` seconds; each step lasts `step`.

    With a `context` it is TLS, to `address` under the certificate of `name`. Whoever asks names the
    Host: a port that is usual is not part of it. `is_late` says whether it was cut off.
    """

    def __init__(
        self,
        address: str,
        port: int,
        *,
        name: str,
        context: ssl.SSLContext | None,
        step: float,
        whole: float,
    ) -> None:
        super().__init__(address, port, timeout=step)
        self._name, self._context = name, context
        # Once an answer has begun the connection may know its socket no more.
        self._held: socket.socket | None = None
        self._late = threading.Event()
        self._ends = threading.Timer(whole, self._cut)
        self._ends.daemon = True

    @property
    def is_late(self) -> bool:
        return self._late.is_set()

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self._held = self.sock = plain
        if self._context is not None:
            self._held = self.sock = self._context.wrap_socket(
                plain, server_hostname=self._name, do_handshake_on_connect=False
            )
        if self.is_late:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def __enter__(self) -> Self:
        self._ends.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ends.cancel()
        self.close()
        if self._held is not None:
            self._held.close()

    def _cut(self) -> None:
        self._late.set()
        if self._held is not None:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)
