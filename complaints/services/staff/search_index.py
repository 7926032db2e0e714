"""Keeps the search's index in step, in the transaction that writes what it is of.

Part of the ground: whoever makes, renames or deletes a complaint, right, listing, filer, store or
operator says so here, and whoever writes a text by which staff find one. What is taken out is gone
from the index when the transaction is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Final

from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.orm import Session

from complaints.models import SearchEntry
from complaints.queries.staff.search import staff_texts as search_staff_texts
from complaints.queries.staff.search import texts as search_texts
from complaints.rules.staff.search_words import Thing, entry_id

# Far below the 32,766 parameters that SQLite takes.
_AT_ONCE: Final = 500
# So many a transaction where the whole index is made: about a fifth of a second.
FILLED_AT_ONCE: Final = 1_000
# An entry that stays the same is not written again.
_PUT: Final = text(
    "INSERT INTO search_entry (entry_id, words) VALUES (:id, :words) ON CONFLICT (entry_id)"
    " DO UPDATE SET words = excluded.words WHERE search_entry.words <> excluded.words"
)
_LOCKED: Final = (
    select(SearchEntry.entry_id)
    .where(SearchEntry.entry_id.in_(bindparam("ids", expanding=True)))
    .order_by(SearchEntry.entry_id)
    .with_for_update()
)


def index_rows(
    session: Session, thing: Thing, new: Iterable[int], *, changed: Iterable[int] = ()
) -> None:
    """Write the entries of rows that are new, of which nobody has written anything yet, and anew of
    those that `changed`."""
    session.flush()
    for chunk in _chunks(set(new)):
        _put(session, thing, chunk, are_new=True)
    for chunk in _chunks(set(changed)):
        # Who writes about the same thing waits, and reads what was written before.
        session.execute(_LOCKED, {"ids": [entry_id(thing, each) for each in chunk]})
        _put(session, thing, chunk)


def written_about(session: Session, subject: str, subject_id: int) -> None:
    """Write the entry again of what staff find by words about a case."""
    session.flush()
    owner = search_staff_texts.found_by(session, subject, subject_id)
    if owner is not None:
        thing, row_id = owner
        index_rows(session, thing, (), changed=[row_id])


def forget_rows(session: Session, thing: Thing, ids: Iterable[int]) -> None:
    """Take rows that are deleted, or whose words are, out of the index."""
    for chunk in _chunks(set(ids)):
        entries = [entry_id(thing, each) for each in chunk]
        session.execute(delete(SearchEntry).where(SearchEntry.entry_id.in_(entries)))


def fill(session: Session, thing: Thing, *, after: int) -> int | None:
    """Write the entries that are lacking of the next rows behind `after`; return the last id, None
    at the end."""
    ids = search_texts.next_ids(session, thing, after=after, limit=FILLED_AT_ONCE)
    for chunk in _chunks(ids):
        _put(session, thing, search_texts.without_entry(session, thing, chunk))
    return ids[-1] if ids else None


def write_again(session: Session, thing: Thing, *, after: int) -> int | None:
    """As `fill`, of all of the next rows, whether they have an entry."""
    ids = search_texts.next_ids(session, thing, after=after, limit=FILLED_AT_ONCE)
    index_rows(session, thing, (), changed=ids)
    return ids[-1] if ids else None


def sweep(session: Session, thing: Thing, *, after: int) -> int | None:
    """Take those of the next entries behind `after` out whose rows are gone; return the last id,
    None at the end."""
    ids = search_texts.next_entries(session, thing, after=after, limit=FILLED_AT_ONCE)
    there = {each.id for each in search_texts.texts_of(session, thing, ids)}
    forget_rows(session, thing, {*ids} - there)
    return ids[-1] if ids else None


def _put(session: Session, thing: Thing, ids: Collection[int], *, are_new: bool = False) -> None:
    texts = search_texts.texts_of(session, thing, ids, are_new=are_new) if ids else ()
    rows = [{"id": entry_id(thing, each.id), "words": each.words()} for each in texts]
    # In their order, so that two writers of the same entries wait and do not deadlock.
    rows.sort(key=itemgetter("id"))
    if rows:
        session.connection().execute(_PUT, rows)


def _chunks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    rest = iter(sorted(ids))
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
