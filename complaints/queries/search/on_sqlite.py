"""Asks SQLite's FTS5, which goes from the newest entry down and stops once it has enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from complaints.rules.search_words import Asked

_FIND: Final = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :asked"
    " AND rowid BETWEEN :first AND :last ORDER BY rowid DESC LIMIT :most"
)


def newest(
    session: Session, asked: Asked, spans: Sequence[tuple[int, int]], limit: int
) -> list[Sequence[int]]:
    """Return the newest entries of each span of ids that have all the words."""
    facts = {"asked": _said(asked), "most": limit}
    return [
        session.execute(_FIND, {**facts, "first": first, "last": last}).scalars().all()
        for first, last in spans
    ]


def _said(asked: Asked) -> str:
    """Return the question in FTS5's words. A word has letters and digits alone: nothing in it can
    end the quotes."""
    marks = (f'"{mark}"' for mark in asked.marks)
    words = (
        " OR ".join(f'"{form}"' + "*" * begins for form in forms)
        for forms, begins in asked.as_indexed()
    )
    return " AND ".join((*marks, *(f"({said})" for said in words)))
