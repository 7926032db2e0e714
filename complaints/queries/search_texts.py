"""What the search's index holds of each thing: which texts, what it is called, whose it is.

The same is read where a row is new and where the whole index is made again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    Complaint,
    Filer,
    Listing,
    Operator,
    Right,
    RightsHolder,
    SearchEntry,
    Store,
)
from complaints.rules.search_words import (
    Thing,
    entries_of,
    entry,
    entry_id,
    filers_mark,
    partners_mark,
    row_id,
)
from complaints.rules.visibility import partner_of

TABLES: Final[Mapping[Thing, Any]] = {
    Thing.COMPLAINT: Complaint.__table__,
    Thing.LISTING: Listing.__table__,
    Thing.RIGHT: Right.__table__,
    Thing.FILER: Filer.__table__,
    Thing.STORE: Store.__table__,
    Thing.OPERATOR: Operator.__table__,
}
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
# Statements are built once: building one costs as much as running it.
_COMPLAINTS: Final = (
    select(
        Complaint.id, Complaint.reference, Complaint.statement, Complaint.answers,
        Complaint.filer_id, Filer.source,
    )
    .join(Filer, Filer.id == Complaint.filer_id)
    .where(Complaint.id.in_(_IDS))
)  # fmt: skip
_CLAIMS: Final = (
    select(Claim.complaint_id, Claim.title, Claim.store_name, Listing.reference)
    .join(Listing, Listing.id == Claim.listing_id)
    .where(Claim.complaint_id.in_(_IDS))
    .order_by(Claim.id)
)
_RIGHTS: Final = (
    select(
        Right.id, Right.number, Right.title, Right.jurisdiction, Right.filer_id, Filer.source,
        RightsHolder.name, RightsHolder.reference,
    )
    .join(Filer, Filer.id == Right.filer_id)
    .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
    .where(Right.id.in_(_IDS))
)  # fmt: skip
_LISTINGS: Final = select(Listing.id, Listing.reference, Listing.url, Listing.title).where(
    Listing.id.in_(_IDS)
)
_FILERS: Final = select(Filer.id, Filer.reference, Filer.name).where(Filer.id.in_(_IDS))
_STORES: Final = select(Store.id, Store.reference, Store.name).where(Store.id.in_(_IDS))
_OPERATORS: Final = select(Operator.id, Operator.name).where(Operator.id.in_(_IDS))

Words = Iterator[tuple[int, str]]


def of(session: Session, thing: Thing, ids: Collection[int]) -> Words:
    """Yield the words of those of the rows that there are, each with its row's id."""
    return _OF[thing](session, ids)


def without_entry(session: Session, thing: Thing, ids: Iterable[int]) -> set[int]:
    """Return those of the rows that the index has no entry of."""
    wanted = {entry_id(thing, each): each for each in ids}
    there = session.connection().execute(_ENTRIES, {"ids": list(wanted)}).scalars()
    return {*wanted.values()} - {row_id(each) for each in there}


def next_ids(session: Session, thing: Thing, *, after: int, limit: int) -> Sequence[int]:
    """Return the ids of the next rows of a thing, in their order."""
    table = TABLES[thing]
    following = select(table.c.id).where(table.c.id > after).order_by(table.c.id).limit(limit)
    return session.scalars(following).all()


def next_entries(session: Session, thing: Thing, *, after: int, limit: int) -> Sequence[int]:
    """Return the ids of the next rows that the index has an entry of, whether they are there."""
    _first, last = entries_of(thing)
    following = (
        select(SearchEntry.entry_id)
        .where(SearchEntry.entry_id > entry_id(thing, after), SearchEntry.entry_id <= last)
        .order_by(SearchEntry.entry_id)
        .limit(limit)
    )
    return [row_id(each) for each in session.scalars(following)]


_ENTRIES: Final[Select[Any]] = select(SearchEntry.entry_id).where(SearchEntry.entry_id.in_(_IDS))


def _complaints(session: Session, ids: Collection[int]) -> Words:
    claims: defaultdict[int, list[str | None]] = defaultdict(list)
    for complaint_id, *texts in _rows(session, _CLAIMS, ids):
        claims[complaint_id] += texts
    for row in _rows(session, _COMPLAINTS, ids):
        texts = (row.statement, *(row.answers or {}).values(), *claims[row.id])
        yield row.id, entry(texts, called=(row.reference,), marks=_owners(row))


def _rights(session: Session, ids: Collection[int]) -> Words:
    for row in _rows(session, _RIGHTS, ids):
        called = (row.number, row.title)
        yield (
            row.id,
            entry((row.jurisdiction, row.name, row.reference), called=called, marks=_owners(row)),
        )


def _listings(session: Session, ids: Collection[int]) -> Words:
    for row in _rows(session, _LISTINGS, ids):
        yield row.id, entry((row.title, row.url), called=(row.reference,))


def _filers(session: Session, ids: Collection[int]) -> Words:
    for row in _rows(session, _FILERS, ids):
        yield row.id, entry((), called=(row.name, row.reference))


def _stores(session: Session, ids: Collection[int]) -> Words:
    for row in _rows(session, _STORES, ids):
        yield row.id, entry((), called=(row.name, row.reference))


def _operators(session: Session, ids: Collection[int]) -> Words:
    for row in _rows(session, _OPERATORS, ids):
        yield row.id, entry((), called=(row.name,))


def _rows(session: Session, statement: Select[Any], ids: Collection[int]) -> Iterator[Any]:
    return iter(session.connection().execute(statement, {"ids": list(ids)}))


def _owners(row: Any) -> Iterator[str]:
    """Yield the marks by which an account, or the partner that keeps it, finds its own."""
    yield filers_mark(row.filer_id)
    partner_id = partner_of(row.source)
    if partner_id is not None:
        yield partners_mark(partner_id)


_OF: Final[Mapping[Thing, Callable[[Session, Collection[int]], Words]]] = {
    Thing.COMPLAINT: _complaints,
    Thing.LISTING: _listings,
    Thing.RIGHT: _rights,
    Thing.FILER: _filers,
    Thing.STORE: _stores,
    Thing.OPERATOR: _operators,
}
