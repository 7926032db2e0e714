"""Journeys: each is walked in each language and holds its figures to `docs/journeys.md`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from complaints.storage.context import Context
from tests.journeys.journey import DOCS, Journey, figures


# In Chinese nothing may stay English; what English adds to it waits for `make test-all`.
@pytest.fixture(params=["zh", pytest.param("en", marks=pytest.mark.thorough)])
def journey(
    request: pytest.FixtureRequest, demo_app: Flask, demo_context: Context, tmp_path: Path
) -> Iterator[Journey]:
    """A journey in English or Chinese; at its end the docs must say what it took."""
    made = Journey(demo_app, demo_context, request.param, tmp_path)
    yield made
    taken = made.count
    assert figures().get(made.name) == taken, f"{made.name} takes {taken}: say so in {DOCS.name}"
