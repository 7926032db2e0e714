"""Keeps the search's index in step, in the transaction that writes what it is of.

Part of the ground: whoever makes, renames or deletes a complaint, right, listing, filer, store or
operator says so here. What is taken out is gone from the index when the transaction is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from complaints.models import SearchEntry
from complaints.queries import search_texts
from complaints.rules.search_words import Thing, entry_id

# Far below the 32,766 parameters that SQLite takes.
_AT_ONCE: Final = 500
# So many a transaction where the whole index is made: about a fifth of a second.
FILLED_AT_ONCE: Final = 1_000
# An entry that stays the same is not written again.
_PUT: Final = text(
    "INSERT INTO search_entry (entry_id, words) VALUES (:id, :words) ON CONFLICT (entry_id)"
    " DO UPDATE SET words = excluded.words WHERE search_entry.words <> excluded.words"
)


def keep(
    session: Session, thing: Thing, ids: Iterable[int], *, changed: Iterable[int] = ()
) -> None:
    """Write the entries of those rows that have none, and anew of those that `changed`."""
    session.flush()
    for chunk in _chunks(set(ids)):
        _put(session, thing, search_texts.without_entry(session, thing, chunk))
    for chunk in _chunks(set(changed)):
        _put(session, thing, chunk)


def forget(session: Session, thing: Thing, ids: Iterable[int]) -> None:
    """Take rows that are deleted, or whose words are, out of the index."""
    for chunk in _chunks(set(ids)):
        entries = [entry_id(thing, each) for each in chunk]
        session.execute(delete(SearchEntry).where(SearchEntry.entry_id.in_(entries)))


def fill(session: Session, thing: Thing, *, after: int) -> int | None:
    """Write the entries that are lacking of the next rows behind `after`; return the last id, None
    at the end."""
    ids = search_texts.next_ids(session, thing, after=after, limit=FILLED_AT_ONCE)
    keep(session, thing, ids)
    return ids[-1] if ids else None


def write_again(session: Session, thing: Thing, *, after: int) -> int | None:
    """As `fill`, of all of the next rows, whether they have an entry."""
    ids = search_texts.next_ids(session, thing, after=after, limit=FILLED_AT_ONCE)
    keep(session, thing, (), changed=ids)
    return ids[-1] if ids else None


def sweep(session: Session, thing: Thing, *, after: int) -> int | None:
    """Take those of the next entries behind `after` out whose rows are gone; return the last id,
    None at the end."""
    ids = search_texts.next_entries(session, thing, after=after, limit=FILLED_AT_ONCE)
    there = {each for each, _words in search_texts.of(session, thing, ids)}
    forget(session, thing, {*ids} - there)
    return ids[-1] if ids else None


def _put(session: Session, thing: Thing, ids: Collection[int]) -> None:
    words = search_texts.of(session, thing, ids) if ids else ()
    # In their order, so that two writers of the same entries wait and do not deadlock.
    rows = [{"id": entry_id(thing, each), "words": said} for each, said in sorted(words)]
    if rows:
        session.connection().execute(_PUT, rows)


def _chunks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    rest = iter(sorted(ids))
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
