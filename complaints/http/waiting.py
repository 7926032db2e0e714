"""Waiting for news: so few at once that the server's eight threads stay free for work.

A request that waits holds a thread. Two of them may, one of each account; any other is answered at
once with what there is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2


class WaitingRoom:
    """Who waits; several threads may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._there: set[str] = set()

    @contextmanager
    def take_seat(self, account: str) -> Iterator[bool]:
        """Yield whether the account may wait; its seat is free again at the end."""
        with self._lock:
            has_seat = len(self._there) < AT_ONCE and account not in self._there
            if has_seat:
                self._there.add(account)
        try:
            yield has_seat
        finally:
            if has_seat:
                with self._lock:
                    self._there.discard(account)
