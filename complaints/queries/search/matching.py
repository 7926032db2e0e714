"""Ids of what has the words of a question: FTS5 on SQLite, a tsvector on PostgreSQL.

Both get the words as `rules/search_words` splits them, so both find the same. Newest first: SQLite
stops once it has enough; PostgreSQL puts together all that has the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from complaints.rules.search_words import Asked, Thing, entries_of, entry_id, row_id

_SQLITE: Final = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :asked"
    " AND rowid BETWEEN :first AND :last ORDER BY rowid DESC LIMIT :most"
)
# By an expression, so that PostgreSQL looks its words up instead of reading all by their ids.
_POSTGRESQL: Final = text(
    "SELECT entry_id FROM search_entry"
    " WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST(:asked AS tsquery)"
    " AND entry_id BETWEEN :first AND :last ORDER BY entry_id + 0 DESC LIMIT :most"
)

EVERYTHING: Final = (0, 2**62)


def settled(session: Session, asked: Asked) -> Asked | None:
    """Return the question with its last word whole where anything has it so, else as a beginning;
    None where nothing has its words at all.

    A beginning is looked up by putting all together that begins so: dear, and of less use where the
    word itself is there.
    """
    whole = replace(asked, begins=False)
    for each in (whole, asked) if asked.begins else (whole,):
        if _run(session, each, *EVERYTHING, 1):
            return each
    return None


def ids(
    session: Session, thing: Thing, asked: Asked, *, before: int | None = None, limit: int
) -> Sequence[int]:
    """Return the ids of the newest rows of a thing that have all the words, below `before`."""
    first, last = entries_of(thing)
    if before is not None:
        last = entry_id(thing, before) - 1
    return _run(session, asked, first, last, limit)


def _run(session: Session, asked: Asked, first: int, last: int, limit: int) -> Sequence[int]:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    facts = {
        "asked": _of_sqlite(asked) if is_sqlite else _of_postgresql(asked),
        "first": first,
        "last": last,
        "most": limit,
    }
    entries = session.execute(_SQLITE if is_sqlite else _POSTGRESQL, facts).scalars()
    return [row_id(each) for each in entries]


# A word has letters and digits alone: nothing in it can end the quotes.


def _of_sqlite(asked: Asked) -> str:
    return " AND ".join(f'"{word}"' for word in asked.words) + "*" * asked.begins


def _of_postgresql(asked: Asked) -> str:
    return " & ".join(f"'{word}'" for word in asked.words) + ":*" * asked.begins
