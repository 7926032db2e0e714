"""Ids of what has the words of a question: FTS5 on SQLite, a tsvector on PostgreSQL.

Both get the words as `rules/search_words` splits them, so both find the same, newest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from complaints.queries.search import on_postgresql, on_sqlite
from complaints.rules.search_words import Asked, Thing, entries_of, entry_id, row_id

Ids = Mapping[Thing, Sequence[int]]
_BY_DATABASE: Final = {"sqlite": on_sqlite.newest, "postgresql": on_postgresql.newest}


def settled(
    session: Session, asked: Asked, things: Sequence[Thing], *, limit: int
) -> tuple[Asked | None, Ids]:
    """Return the question with its last word whole where anything has it so, else as a beginning,
    and the newest ids that it finds; None where nothing has its words at all.

    A beginning is looked up by putting all together that begins so: dear, and of less use where the
    word itself is there.
    """
    whole = replace(asked, begins=False)
    for each in (whole, asked) if asked.begins else (whole,):
        there = newest_matches(session, each, things, limit=limit)
        if any(there.values()):
            return each, there
    return None, {}


def newest_matches(
    session: Session,
    asked: Asked,
    things: Sequence[Thing],
    *,
    before: int | None = None,
    limit: int,
) -> Ids:
    """Return the ids of the newest rows of each thing that have all the words, below `before`."""
    spans = {thing: entries_of(thing) for thing in things}
    if before is not None:
        spans = {thing: (first, entry_id(thing, before) - 1) for thing, (first, _) in spans.items()}
    find = _BY_DATABASE[session.get_bind().dialect.name]
    there = find(session, asked, list(spans.values()), limit)
    return {
        thing: [row_id(each) for each in some] for thing, some in zip(spans, there, strict=True)
    }
