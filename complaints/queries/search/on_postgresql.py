"""Asks PostgreSQL's GIN index, which knows no order: it would put all together that has a word.

So each entry has words of where it stands as well (revision 0028), and the newest thousand or two
of each kind are asked first, then the newest sixteen thousand or more, and a whole kind only where
those do not have enough: then few have the words. The planner is kept from walking all entries by
their ids, which it thinks cheap where a word is in many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from complaints.rules.search_words import Asked

# By the expression of `ix_search_entry_words`.
_FIND: Final = text(
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


def newest(
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
        "asked": _said(asked, places),
        "lows": [max(low, span[0]) for span, low in lows.items()],
        "lasts": [last for _first, last in lows],
        "most": limit,
    }
    by_kind: defaultdict[int, list[int]] = defaultdict(list)
    for entry in session.execute(_FIND, facts).scalars():
        by_kind[entry >> _KIND].append(entry)
    return {span: by_kind[span[0] >> _KIND] for span in lows}


def _said(asked: Asked, places: Sequence[int]) -> str:
    """Return the question in PostgreSQL's words, asked of what stands at one of the places. A word
    has letters and digits alone: nothing in it can end the quotes."""
    marks = (f"'{mark}'" for mark in asked.marks)
    words = (
        " | ".join(f"'{form}'" + ":*" * begins for form in forms)
        for forms, begins in asked.as_indexed()
    )
    where = " | ".join(f"'§{place}'" for place in places)
    return " & ".join((*marks, *(f"({said})" for said in (*words, where))))
