"""What the search's index holds of each thing: which texts, what it is called, whose it is.

The same is read where a row is new, where the whole index is made again, and where a result says by
what it was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from complaints.queries.staff.search import staff_texts as search_staff_texts
from complaints.rules.logins.visibility import partner_of
from complaints.rules.staff.search_words import (
    TextPlace,
    Thing,
    entries_of,
    entry,
    entry_id,
    filers_mark,
    partners_mark,
    row_id,
)

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

Said = tuple[TextPlace, str]


@dataclass(frozen=True, slots=True)
class Texts:
    """What a row is found by: what it is `called`, its other texts, those that are `staffs` alone,
    and the marks of whose it is."""

    id: int
    called: Sequence[Said]
    texts: Sequence[Said] = ()
    staffs: Sequence[Said] = ()
    marks: Sequence[str] = ()

    def words(self) -> str:
        """Return the words of its entry."""
        called, texts, staffs = (
            [text for _place, text in said] for said in (self.called, self.texts, self.staffs)
        )
        return entry(texts, called=called, marks=self.marks, staffs=staffs)

    def seen(self, *, staffs: bool) -> Iterator[Said]:
        """Yield the texts that somebody finds it by, with those that are `staffs` alone or not."""
        yield from self.called
        yield from self.texts
        yield from self.staffs if staffs else ()


def texts_of(
    session: Session, thing: Thing, ids: Collection[int], *, are_new: bool = False
) -> Iterator[Texts]:
    """Yield the texts of those of the rows that there are; nobody has written about `are_new` yet,
    so that nothing of the kind is looked for."""
    staffs = search_staff_texts.staff_texts_of(session, thing, ids, are_new=are_new)
    for texts in _OF[thing](session, ids):
        yield replace(texts, staffs=staffs[texts.id]) if texts.id in staffs else texts


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


def _complaints(session: Session, ids: Collection[int]) -> Iterator[Texts]:
    claims: defaultdict[int, list[Said]] = defaultdict(list)
    for row in _rows(session, _CLAIMS, ids):
        claims[row.complaint_id] += _said(
            (TextPlace.TITLE, row.title),
            (TextPlace.STORE, row.store_name),
            (TextPlace.LISTING, row.reference),
        )
    for row in _rows(session, _COMPLAINTS, ids):
        answers = ((TextPlace.DETAILS, answer) for answer in (row.answers or {}).values())
        texts = [*_said((TextPlace.STATEMENT, row.statement), *answers), *claims[row.id]]
        called = _said((TextPlace.REFERENCE, row.reference))
        yield Texts(row.id, called, texts, marks=list(_owners(row)))


def _rights(session: Session, ids: Collection[int]) -> Iterator[Texts]:
    for row in _rows(session, _RIGHTS, ids):
        called = _said((TextPlace.NUMBER, row.number), (TextPlace.NAME, row.title))
        texts = _said(
            (TextPlace.JURISDICTION, row.jurisdiction), (TextPlace.HOLDER, row.name),
            (TextPlace.HOLDER, row.reference),
        )  # fmt: skip
        yield Texts(row.id, called, texts, marks=list(_owners(row)))


def _listings(session: Session, ids: Collection[int]) -> Iterator[Texts]:
    for row in _rows(session, _LISTINGS, ids):
        called = _said((TextPlace.LISTING, row.reference))
        yield Texts(
            row.id, called, _said((TextPlace.TITLE, row.title), (TextPlace.ADDRESS, row.url))
        )


def _filers(session: Session, ids: Collection[int]) -> Iterator[Texts]:
    for row in _rows(session, _FILERS, ids):
        called = _said((TextPlace.NAME, row.name), (TextPlace.REFERENCE, row.reference))
        yield Texts(row.id, called)


def _stores(session: Session, ids: Collection[int]) -> Iterator[Texts]:
    for row in _rows(session, _STORES, ids):
        called = _said((TextPlace.NAME, row.name), (TextPlace.REFERENCE, row.reference))
        yield Texts(row.id, called)


def _operators(session: Session, ids: Collection[int]) -> Iterator[Texts]:
    for row in _rows(session, _OPERATORS, ids):
        yield Texts(row.id, _said((TextPlace.NAME, row.name)))


def _said(*texts: tuple[TextPlace, str | None]) -> list[Said]:
    return [(place, text) for place, text in texts if text]


def _rows(session: Session, statement: Select[Any], ids: Collection[int]) -> Iterator[Any]:
    return iter(session.connection().execute(statement, {"ids": list(ids)}))


def _owners(row: Any) -> Iterator[str]:
    """Yield the marks by which an account, or the partner that keeps it, finds its own."""
    yield filers_mark(row.filer_id)
    partner_id = partner_of(row.source)
    if partner_id is not None:
        yield partners_mark(partner_id)


_OF: Final[Mapping[Thing, Callable[[Session, Collection[int]], Iterator[Texts]]]] = {
    Thing.COMPLAINT: _complaints,
    Thing.LISTING: _listings,
    Thing.RIGHT: _rights,
    Thing.FILER: _filers,
    Thing.STORE: _stores,
    Thing.OPERATOR: _operators,
}
