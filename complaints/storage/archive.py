"""Stores the bytes of uploaded documents, encrypted, each under the SHA-256 of its content.

The store is a folder or an S3 bucket, as configured. A file is written before the row that names
it; files that no row names are swept later. The module knows no table, and does not check who may
read.
"""

from __future__ import annotations

import errno
import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from complaints.base.errors import Refusal
from complaints.settings.config import Config
from complaints.storage.vault import CHUNK, HEAD, Vault, name_in
from complaints.words import message as _

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import ClientConfig, RetryConfig

log = logging.getLogger(__name__)
# Somebody waits for the answer: fail soon where the store does not answer.
CLIENT: ClientConfig = {"connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=60)}
# The name of what says that a restore did not end. No document has it.
UNFINISHED = "restore-did-not-end"
# How the store names a full disk, among the folders that it names too.
_NO_ROOM = f"os error {errno.ENOSPC}"
# The name of what says whose documents are here. No document has it.
OWNER = "documents-of"
RETRY: RetryConfig = {"max_retries": 2, "retry_timeout": timedelta(seconds=20)}
# Whether it answers at all is asked every few seconds, and others wait for that.
ASKING: ClientConfig = {"connect_timeout": timedelta(seconds=3), "timeout": timedelta(seconds=3)}
NO_RETRY: RetryConfig = {"max_retries": 0, "retry_timeout": timedelta(seconds=3)}


@dataclass(frozen=True, slots=True)
class Archive:
    """The documents of one service. `place` is a folder or s3://bucket/prefix."""

    place: str
    vault: Vault

    @classmethod
    def of(cls, config: Config, vault: Vault) -> Archive:
        return cls(config.documents_place, vault)

    def put(self, file: BinaryIO, sha256: str) -> None:
        """Store the bytes of `file`, completely or not at all; a repeated call does no harm.

        Writing again renews the file's time, so that a sweep under way does not delete it.
        Refuses with: unavailable.
        """
        file.seek(0)
        sealed = self.vault.seal_file(file, sha256)
        with _refusing_outages():
            obstore.put(_made(self.place), _path(sha256), sealed, max_concurrency=1)

    def open(self, sha256: str) -> Iterator[bytes]:
        """Yield the bytes, a megabyte at a time.

        Raises FileNotFoundError at once where they are missing. Refuses with: unavailable; damaged,
        where they were changed, or are under a key that is not here.
        """
        with _refusing_outages():
            stored = obstore.get(_opened(self.place), _path(sha256))
        return self.vault.unseal_file(_blocks(stored), sha256)

    def read(self, sha256: str) -> bytes:
        """Return all bytes at once, for code that cannot work on a stream."""
        return b"".join(self.open(sha256))

    def sealed(self, sha256: str) -> tuple[int, Iterator[bytes]]:
        """Return the size of the bytes as they are stored, and the bytes, for a backup.

        Raises FileNotFoundError where they are missing.
        """
        with _refusing_outages():
            stored = obstore.get(_opened(self.place), _path(sha256))
        return stored.meta["size"], _blocks(stored)

    def put_sealed(self, sha256: str, blocks: Iterator[bytes]) -> None:
        """Store bytes that `sealed` returned, from a backup."""
        with _refusing_outages():
            obstore.put(_made(self.place), _path(sha256), blocks, max_concurrency=1)

    def find_owner(self) -> str | None:
        """Return the name of the database whose documents are here, asking once and not for long;
        None where the place is not marked, its mark is empty, or it is not there.

        Refuses with: unavailable.
        """
        try:
            with _refusing_outages():
                stored = obstore.get(_opened(self.place, is_asked=True), OWNER)
                return bytes(stored.bytes()).decode(errors="replace").strip() or None
        except FileNotFoundError:
            return None

    def mark(self, owner: str) -> None:
        """Say in the place whose documents are here. Refuses with: unavailable; disk-full."""
        with _refusing_outages():
            obstore.put(_made(self.place), OWNER, f"{owner}\n".encode())

    def is_empty(self) -> bool:
        """Say whether no document is stored, or only what a restore left that did not end."""
        try:
            with _refusing_outages():
                listed = obstore.list(_opened(self.place))
                if all(each["path"] == OWNER for some in listed for each in some):
                    return True
        except FileNotFoundError:
            return True
        return self._has(UNFINISHED)

    def _has(self, name: str) -> bool:
        try:
            with _refusing_outages():
                obstore.head(_opened(self.place), name)
        except FileNotFoundError:
            return False
        return True

    def begin_restore(self) -> None:
        """Say in the store that what is there is unfinished, until `end_restore`."""
        with _refusing_outages():
            obstore.put(_made(self.place), UNFINISHED, b"A restore did not end.\n")

    def end_restore(self) -> None:
        with _refusing_outages():
            obstore.delete(_opened(self.place), UNFINISHED)

    def undo_restore(self) -> None:
        """Take out all that a restore put into the place, which was empty; what says that it did
        not end goes last. Refuses with: unavailable."""
        with _refusing_outages(), suppress(FileNotFoundError):
            store = _opened(self.place)
            if isinstance(store, LocalStore):
                # Folders that are empty by then go too.
                store = LocalStore(Path(self.place), automatic_cleanup=True)
            for listing in obstore.list(store):
                put = [each["path"] for each in listing if each["path"] != UNFINISHED]
                obstore.delete(store, put)
            obstore.delete(store, UNFINISHED)

    def is_sealed_anew(self, sha256: str) -> bool:
        """Write the bytes again under the key in use, where they are under another; say whether.

        The old file is replaced once the new one is whole. Raises what `read` raises.
        """
        if self._named(sha256) == self.vault.names[0]:
            return False
        self.put(io.BytesIO(self.read(sha256)), sha256)
        return True

    def key_of(self, sha256: str) -> str | None:
        """Return the name of the key that the bytes are under; None where they are missing."""
        try:
            return self._named(sha256)
        except FileNotFoundError:
            return None

    def is_readable(self, sha256: str) -> bool:
        """Say whether the bytes are under a key that is here, or are missing."""
        return self.key_of(sha256) in (None, *self.vault.names)

    def _named(self, sha256: str) -> str:
        with _refusing_outages():
            head = obstore.get_range(_opened(self.place), _path(sha256), start=0, length=HEAD)
        return name_in(bytes(head))

    def older_than(self, moment: datetime) -> Iterator[str]:
        """Yield the SHA-256 of every content that was written before `moment`."""
        with suppress(FileNotFoundError):
            for listing in obstore.list(_opened(self.place)):
                yield from (
                    entry["path"].rpartition("/")[2]
                    for entry in listing
                    if "/" in entry["path"] and entry["last_modified"] < moment
                )

    def require_reachable(self) -> None:
        """Ask the store once, and not for long, for a content that is not there.

        Refuses with: unavailable.
        """
        with suppress(FileNotFoundError), _refusing_outages():
            obstore.head(_opened(self.place, is_asked=True), _path("0" * 64))

    def delete(self, sha256: str, *, before: datetime) -> None:
        """Delete the bytes, unless they are missing or were written again since `before`.

        Somebody may have sent them again while the sweep went through its list.
        """
        store = _opened(self.place)
        try:
            if obstore.head(store, _path(sha256))["last_modified"] < before:
                obstore.delete(store, _path(sha256))
        except FileNotFoundError:
            return


@contextmanager
def _refusing_outages() -> Iterator[None]:
    """Refuse with our own sentence where the store fails: its own messages name folders and keys.

    Refuses with: unavailable; disk-full.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        is_full = _NO_ROOM in str(error)
        log.error("documents: %s", "disk_full" if is_full else type(error).__name__)
        raise Refusal(
            "disk-full" if is_full else "unavailable",
            _("Documents cannot be kept or read just now."),
        ) from None


def _blocks(stored: GetResult) -> Iterator[bytes]:
    with _refusing_outages():
        yield from map(bytes, stored.stream(min_chunk_size=CHUNK))


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _made(place: str) -> ObjectStore:
    """Return the store to write into: a folder that is not there is made."""
    if not place.startswith("s3://"):
        Path(place).mkdir(mode=0o700, parents=True, exist_ok=True)
    return _opened(place)


def _opened(place: str, *, is_asked: bool = False) -> ObjectStore:
    """Return the store to read from. Raises FileNotFoundError where the folder is not there."""
    if not place.startswith("s3://") and not Path(place).is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), place)
    return _known(place, is_asked=is_asked)


@lru_cache(maxsize=8)
def _known(place: str, *, is_asked: bool) -> ObjectStore:
    if place.startswith("s3://"):
        client, retry = (ASKING, NO_RETRY) if is_asked else (CLIENT, RETRY)
        return S3Store.from_url(place, client_options=client, retry_config=retry)
    return LocalStore(Path(place))
