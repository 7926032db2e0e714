"""Asks the API of Clean Hands. Nothing but the standard library."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Client:
    """One key at one address, such as http://127.0.0.1:8000."""

    base: str
    key: str

    def ask(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """Return the answer. An error of HTTP is raised: whoever follows asks again later."""
        asked = {name: value for name, value in query.items() if value is not None}
        # Whoever runs this says the address; nobody outside does.
        request = urllib.request.Request(  # noqa: S310
            f"{self.base}/api/v1{path}?{urllib.parse.urlencode(asked)}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def read_all(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield all items of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.ask("GET", path, cursor=cursor, limit=100)
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return
