"""Reads the texts of what the index found: for the phrases of a question, and for what a result
says of where it was met. Nobody is shown a text by which they would not find."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from complaints.queries.staff.search import matching
from complaints.queries.staff.search import texts as search_texts
from complaints.rules.staff.search_met import Met, has_phrases, met
from complaints.rules.staff.search_words import Asked, Thing
from complaints.work import UnitOfWork

# Texts of one hit that are shown.
_SHOWN: Final = 3
# So many rows are read for a page where a question has phrases; those behind them are on the next.
MOST_READ: Final = 500
_AT_ONCE: Final = 100


def newest_phrases(
    work: UnitOfWork, thing: Thing, sought: Asked, *, before: int | None, limit: int
) -> tuple[Sequence[int], int | None]:
    """Return the ids of the newest rows of a thing that meet a question with phrases, below
    `before`; and the id down to which rows were read, where those below it were not looked at."""
    ids_met: list[int] = []
    for _step in range(MOST_READ // _AT_ONCE):
        asked = matching.newest_matches(
            work.session, sought, [thing], before=before, limit=_AT_ONCE
        )
        ids = asked[thing]
        ids_met += _with_phrases(work, thing, ids, sought)
        if len(ids) < _AT_ONCE:
            return ids_met[:limit], None
        before = ids[-1]
        if len(ids_met) >= limit:
            return ids_met[:limit], None
    return ids_met, before


def places(
    work: UnitOfWork, thing: Thing, ids: Sequence[int], sought: Asked
) -> dict[int, list[Met]]:
    """Return where each row is met, by its id."""
    rows = search_texts.texts_of(work.session, thing, ids) if ids else ()
    return {row.id: met(row.seen(staffs=sought.staffs), sought, most=_SHOWN) for row in rows}


def _with_phrases(work: UnitOfWork, thing: Thing, ids: Sequence[int], sought: Asked) -> list[int]:
    rows = search_texts.texts_of(work.session, thing, ids) if ids else ()
    have = {
        row.id
        for row in rows
        if has_phrases((text for _place, text in row.seen(staffs=sought.staffs)), sought)
    }
    return [each for each in ids if each in have]
