"""A request as it comes in: its body is given up as soon as it is larger than its address takes.

The application then gets the request without its body, and answers as to every other one: with a
problem document or a page. Nothing of such a body is kept on disk.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from tempfile import gettempdir
from typing import Any

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error

log = logging.getLogger(__name__)

# Method, path and headers (as waitress names them: CONTENT_TYPE) give the most bytes of the body.
MostBytes = Callable[[str, str, Mapping[str, str]], int]
# Above every body: the bound is ours.
UNBOUNDED = 1 << 62


class NoRoom(Error):
    """The answer where the disk does not take a body."""

    code = 507
    reason = "Insufficient Storage"


class Settings(Adjustments):
    """Waitress' settings, and our bound of bodies."""

    def __init__(self, most_bytes: MostBytes, **settings: Any) -> None:
        super().__init__(max_request_body_size=UNBOUNDED, **settings)
        self.most_bytes = most_bytes


class Request(HTTPRequestParser):
    """Waitress' parser of one request, with a bound that depends on its address."""

    most = UNBOUNDED
    is_cut = False

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError, which becomes a 400 and ends the connection.

        Who gives the end of a body twice may mean another one to a proxy in front than to us.
        """
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            # A length of more digits than Python reads.
            raise ParsingError("Content-Length is invalid") from error
        is_chunked = self.chunked or "TRANSFER_ENCODING" in self.headers
        if is_chunked and (self.version != "1.1" or "CONTENT_LENGTH" in self.headers):
            raise ParsingError("Transfer-Encoding and Content-Length contradict each other")
        self.most = self.adj.most_bytes(self.command, self.path, self.headers)

    def received(self, data: bytes) -> int:
        """Take the next bytes; return how many were of this request."""
        try:
            consumed: int = super().received(data)
        except OSError as error:
            # The temporary folder (TMPDIR) is full, is gone, or may not be written.
            log.error("a body could not be kept in %s: %s", gettempdir(), error.strerror)
            self._cut(0)
            why = "What you sent could not be kept: tell the operator."
            self.error = NoRoom(why)  # type: ignore[assignment]
            return len(data)
        if self.body_rcv is None or self.error:
            return consumed
        # A chunked body has no length of its own: it is cut once it has passed the bound.
        size = max(self.content_length, self.body_bytes_received)
        if size <= self.most:
            return consumed
        self._cut(size)
        # What follows is the rest of the body, and no other request.
        return len(data)

    def held(self) -> int:
        """Return the bytes of the body that are kept so far."""
        return len(self.body_rcv) if self.body_rcv is not None else 0

    def _cut(self, size: int) -> None:
        self.close()
        self.body_rcv = None
        self.is_cut = self.completed = self.connection_close = True
        self.expect_continue = False
        # The application reads from these that there was a body, and that no request follows.
        self.headers |= {"CONTENT_LENGTH": str(size), "CONNECTION": "close"}
