"""The rejects file: every line that could not be stored, with its number and the reason.

Like the lines it holds personal data, so only its owner may read it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TextIO, TypeVar

from complaints.base.errors import FieldError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that could not be stored. `reason` is for a person, `fields` point into the line."""

    number: int
    reason: str
    raw: str = field(repr=False)
    fields: tuple[FieldError, ...] = ()

    @classmethod
    def of_fields(cls, number: int, raw: str, wrong: tuple[FieldError, ...]) -> Reject:
        reason = "; ".join(f"{one.pointer} {one.message}".strip() for one in wrong)
        return cls(number, reason, raw, wrong)


def without_rejects(items: Iterable[T | Reject], reject: Callable[[Reject], None]) -> Iterator[T]:
    """Yield what can be stored, and hand each reject to `reject`."""
    for item in items:
        if isinstance(item, Reject):
            reject(item)
        else:
            yield item


class RejectsFile:
    """Written at the first reject, so that a clean import leaves none. One JSON object a line."""

    def __init__(self, path: Path, file: str) -> None:
        self.path = path
        self.file = file
        self.count = 0
        self._handle: TextIO | None = None

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._handle is not None:
            self._handle.close()

    def write(self, reject: Reject) -> None:
        """Add one. Raises OSError with the file's name, where it cannot be written."""
        try:
            self._write(reject)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.path)) from error

    def _write(self, reject: Reject) -> None:
        if self._handle is None:
            self._handle = _open_private(self.path)
        self.count += 1
        line = {
            "file": self.file,
            "line": reject.number,
            "reason": reject.reason,
            "fields": [each.document(str) for each in reject.fields],
            "raw": reject.raw,
        }
        self._handle.write(json.dumps(line) + "\n")
        self._handle.flush()


def _open_private(path: Path) -> TextIO:
    if path.is_symlink() or path.is_file():
        # A new file in the place of an old one: whoever still reads the old one (it is being mended
        # and imported in one pipe) reads on, its mode is not inherited, a link is not followed.
        path.unlink()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    else:
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
    return os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8")
