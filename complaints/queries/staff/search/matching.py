"""Ids of what has the words of a question: FTS5 on SQLite, a tsvector on PostgreSQL.

Both get the words as `rules/staff/search_words` splits them, so both find the same, newest first.

Asks SQLite's FTS5, which goes from the newest entry down and stops once it has enough.

Asks PostgreSQL's GIN index, which knows no order: it would put all together that has a word.

So each entry has words of where it stands as well (revision 0028), and the newest thousand or two
of each kind are asked first, then the newest sixteen thousand or more, and a whole kind only where
those do not have enough: then few have the words. The planner is kept from walking all entries by
their ids, which it thinks cheap where a word is in many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from complaints.rules.staff.search_words import Asked, Thing, entries_of, entry_id, row_id

Ids = Mapping[Thing, Sequence[int]]


_FIND_ON_SQLITE: Final = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :asked"
    " AND rowid BETWEEN :first AND :last ORDER BY rowid DESC LIMIT :most"
)


def newest_on_sqlite(
    session: Session, asked: Asked, spans: Sequence[tuple[int, int]], limit: int
) -> list[Sequence[int]]:
    """Return the newest entries of each span of ids that have all the words."""
    facts = {"asked": _said_on_sqlite(asked), "most": limit}
    return [
        session.execute(_FIND_ON_SQLITE, {**facts, "first": first, "last": last}).scalars().all()
        for first, last in spans
    ]


def _said_on_sqlite(asked: Asked) -> str:
    """Return the question in FTS5's words. A word has letters and digits alone: nothing in it can
    end the quotes."""
    marks = (f'"{mark}"' for mark in asked.marks)
    words = (
        " OR ".join(f'"{form}"' + "*" * begins for form in forms)
        for forms, begins in asked.as_indexed()
    )
    owners = [" OR ".join(f'"{owner}"' for owner in asked.owners)] if asked.owners else []
    return " AND ".join((*marks, *(f"({said})" for said in (*owners, *words))))


# By the expression of `ix_search_entry_words`.
_FIND_ON_POSTGRESQL: Final = text(
    "SELECT entry_id FROM (SELECT entry_id, row_number() OVER"
    " (PARTITION BY entry_id >> 32 ORDER BY entry_id DESC) AS place FROM search_entry"
    " JOIN unnest(CAST(:lows AS bigint[]), CAST(:lasts AS bigint[])) AS span (low, last)"
    " ON entry_id + 0 BETWEEN low AND last WHERE array_to_tsvector(string_to_array(words, ' ')"
    " || ARRAY['§' || (entry_id >> 10)\\:\\:text, '§' || (entry_id >> 14)\\:\\:text,"
    " '§' || (entry_id >> 32)\\:\\:text]) @@ CAST(:asked AS tsquery)) AS found"
    " WHERE place <= :most ORDER BY entry_id DESC"
)
_NEWEST: Final = text(
    "SELECT (SELECT max(entry_id) FROM search_entry WHERE entry_id BETWEEN first AND last) FROM"
    " unnest(CAST(:firsts AS bigint[]), CAST(:lasts AS bigint[])) WITH ORDINALITY"
    " AS span (first, last, at) ORDER BY at"
)
# Of an entry's id, so many bits are left out in the words of where it stands.
_PLACES: Final = (10, 14)
_KIND: Final = 32

Span = tuple[int, int]


def newest_on_postgresql(
    session: Session, asked: Asked, spans: Sequence[Span], limit: int
) -> list[Sequence[int]]:
    """Return the newest entries of each span of ids, each of a kind of its own, that have all the
    words."""
    newest_of: dict[Span, Sequence[int]] = {}
    # What is called so is few in any case.
    if asked.words:
        firsts, lasts = zip(*spans, strict=True)
        there = session.execute(_NEWEST, {"firsts": list(firsts), "lasts": list(lasts)}).scalars()
        tops = {span: top for span, top in zip(spans, there, strict=True) if top is not None}
        for bits in _PLACES:
            lows = {span: max(0, (top >> bits) - 1) << bits for span, top in tops.items()}
            places = [place for top in tops.values() for place in (top >> bits, (top >> bits) - 1)]
            newest_of |= _run(session, asked, places, lows, limit)
            tops = {
                span: top
                for span, top in tops.items()
                if len(newest_of[span]) < limit and lows[span] > span[0]
            }
        rest: Iterable[Span] = tops
    else:
        rest = spans
    lows = {span: span[0] for span in rest}
    newest_of |= _run(session, asked, [span[0] >> _KIND for span in lows], lows, limit)
    return [newest_of.get(span, ()) for span in spans]


def _run(
    session: Session, asked: Asked, places: Sequence[int], lows: Mapping[Span, int], limit: int
) -> dict[Span, Sequence[int]]:
    """Return what is found at these places of each span, from its low end on."""
    if not lows:
        return {}
    facts = {
        "asked": _said_on_postgresql(asked, places),
        "lows": [max(low, span[0]) for span, low in lows.items()],
        "lasts": [last for _first, last in lows],
        "most": limit,
    }
    by_kind: defaultdict[int, list[int]] = defaultdict(list)
    for entry in session.execute(_FIND_ON_POSTGRESQL, facts).scalars():
        by_kind[entry >> _KIND].append(entry)
    return {span: by_kind[span[0] >> _KIND] for span in lows}


def _said_on_postgresql(asked: Asked, places: Sequence[int]) -> str:
    """Return the question in PostgreSQL's words, asked of what stands at one of the places. A word
    has letters and digits alone: nothing in it can end the quotes."""
    marks = (f"'{mark}'" for mark in asked.marks)
    words = (
        " | ".join(f"'{form}'" + ":*" * begins for form in forms)
        for forms, begins in asked.as_indexed()
    )
    where = " | ".join(f"'§{place}'" for place in places)
    owners = [" | ".join(f"'{owner}'" for owner in asked.owners)] if asked.owners else []
    return " & ".join((*marks, *(f"({said})" for said in (*owners, *words, where))))


_BY_DATABASE: Final = {"sqlite": newest_on_sqlite, "postgresql": newest_on_postgresql}


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
