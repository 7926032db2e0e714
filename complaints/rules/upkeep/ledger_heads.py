"""Heads of the ledger: the newest seal in one line, to be kept where nobody here can change it.

Whoever can write the database can hash the whole chain anew. Only a head that is kept elsewhere
tells then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

_HASH = re.compile(r"[0-9a-f]{64}")


class DamagedError(ValueError):
    """A line is no head. Holds its number, from 1; 0 where there is none at all."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain of a database ended at a time. Position 0: nothing was sealed yet."""

    database: str
    position: int
    hash: str
    at: str

    def line(self) -> str:
        return json.dumps(asdict(self))


def read_heads(lines: Iterable[str]) -> list[Head]:
    """Return the heads of a file, one a line; empty lines are left out. Raises DamagedError."""
    heads = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            heads.append(_head(line, number))
    if not heads:
        raise DamagedError(0)
    return heads


def _head(line: str, number: int) -> Head:
    try:
        head = Head(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        raise DamagedError(number) from None
    texts = (head.database, head.hash, head.at)
    is_text = all(isinstance(each, str) and each.isprintable() for each in texts)
    if not is_text or not _HASH.fullmatch(head.hash):
        raise DamagedError(number)
    if type(head.position) is not int or head.position < 0:
        raise DamagedError(number)
    return head
