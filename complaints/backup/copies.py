"""A document on its way into a backup: copied as it is stored, and opened on the side."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator

from complaints.base.errors import Refusal
from complaints.storage.vault import Vault


class Copy:
    """A sealed document as it goes by: its size, its SHA-256, and whether it opens."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._passed: deque[bytes] = deque()
        self.size, self.digest = 0, hashlib.sha256()
        self.opens = False

    def opened(self, vault: Vault, sha256: str) -> Iterator[bytes]:
        """Yield the sealed bytes, all of them, while they are opened on the side."""
        content, is_whole = hashlib.sha256(), True
        try:
            for plain in vault.unseal_file(self._passing(), sha256):
                content.update(plain)
                yield from self._taken()
        except Refusal:
            is_whole = False
        # What comes after the place at which it is damaged, too.
        for _ in self._passing():
            yield from self._taken()
        yield from self._taken()
        self.opens = is_whole and content.hexdigest() == sha256

    def _passing(self) -> Iterator[bytes]:
        for block in self._blocks:
            self.size += len(block)
            self.digest.update(block)
            self._passed.append(block)
            yield block

    def _taken(self) -> Iterator[bytes]:
        while self._passed:
            yield self._passed.popleft()
