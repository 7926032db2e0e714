"""Pictures of documents that were drawn lately, kept in memory.

A desk shows several at once, and each again as somebody looks closer. Must not be asked before the
document was opened for the reader.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

# The name of the key that it is under, the document's digest, the page, the longest side.
Key = tuple[str, str, int, int]


class Drawn:
    """The pictures used last, `most` bytes of them at most; several threads may ask at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pictures: OrderedDict[Key, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Key, draw: Callable[[], bytes]) -> bytes:
        """Return the picture, drawn where it is not kept."""
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        picture = draw()
        with self._lock:
            if key not in self._pictures and len(picture) <= self._most:
                self._pictures[key] = picture
                self._size += len(picture)
            while self._size > self._most:
                _oldest, dropped = self._pictures.popitem(last=False)
                self._size -= len(dropped)
        return picture
