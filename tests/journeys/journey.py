"""One journey: its people, what they share, what it took; and what the docs say that it takes."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from complaints.storage.context import Context
from tests.journeys.visiting import Count, Visitor
from tests.scenes.accounts import sign_in
from tests.scenes.callers import Caller, make_caller

DOCS = Path(__file__).resolve().parents[2] / "docs" / "journeys.md"
ROW = re.compile(
    r"^\| \[[^]]+\]\(#([\w-]+)\) \| (?:–|\d+) \| (?:–|\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.M
)


def figures() -> dict[str, Count]:
    """Return what the docs say that each journey takes."""
    rows = ROW.findall(DOCS.read_text(encoding="utf-8"))
    return {name: Count(*map(int, counted)) for name, *counted in rows}


class Journey:
    """One journey in one language: its people, what they share, what it took."""

    def __init__(self, app: Flask, context: Context, language: str, folder: Path) -> None:
        self.app = app
        self.context = context
        self.language = language
        self.folder = folder
        self.count = Count()
        # The journey's heading in the docs; its figures stand there.
        self.name = ""

    def somebody(self) -> Visitor:
        """Give a person who is not signed in."""
        return Visitor(self.app.test_client(), self.language, self.count)

    def person(self, role: str, name: str) -> Visitor:
        """Give a person who is signed in."""
        visitor = self.somebody()
        sign_in(visitor.client, role, name)
        return visitor

    def caller(self, role: str, name: str) -> Caller:
        """Give a key to the API, by which a test prepares what a journey begins with."""
        return make_caller(self.app, self.context, role, name)
