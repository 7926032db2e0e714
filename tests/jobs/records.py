"""Puts interchange objects into a database as `cleanhands import complaints` does."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from complaints.importers import interchange
from complaints.importers.histories import take_in
from complaints.importers.lines import RawLine
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from tests.scenes.working import LINKS

VAULT = Vault(b"i" * 32, b"e" * 32)


def put(
    database: Database, lines: Iterable[dict[str, Any]], now: datetime, source: str = "import"
) -> None:
    """Store the lines; a reject is an error of the test."""
    raw = (RawLine(n, json.dumps(line).encode()) for n, line in enumerate(lines, 1))
    told = interchange.read_histories(raw, source=source, now=now)
    rejects: list[Any] = []
    take_in(database, VAULT, told, links=LINKS, now=now, reject=rejects.append)
    assert rejects == []
