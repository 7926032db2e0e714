"""A listing as it was seen: by each filer that complained of it, and by the platform's catalogue.

A filer's view is what its claim states (price, store, on sale since) with the text and the pictures
that came with it. Sellers and partners read none of it: a picture may show a buyer's account.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    Complaint,
    Filer,
    Listing,
    ListingSeen,
    ListingSeenPicture,
    Store,
)
from complaints.queries.filing import documents
from complaints.queries.filing.documents import DocumentView
from complaints.queries.logins import filers
from complaints.rules.actors import ActorKind
from complaints.rules.kinds import SeenBy
from complaints.rules.sellers.listings_seen import Change, changes
from complaints.work import UnitOfWork

# The newest views of each source.
_EACH = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """One view of a listing. `claim_id`, `complaint_id`, `reference` and `filer` are None where the
    catalogue gave it. `is_own` says that it came with the claim that is looked at.

    `changes` is what an older view had otherwise.
    """

    source: str
    seen_at: datetime
    title: str | None
    store_name: str | None
    price: Decimal | None
    currency: str | None
    listed_on: date | None
    text: str | None
    pictures: Sequence[DocumentView] = ()
    claim_id: int | None = None
    complaint_id: int | None = None
    reference: str | None = None
    filer: Filer | None = None
    is_own: bool = False
    changes: Sequence[Change] = ()

    @property
    def facts(self) -> dict[str, Any]:
        """What views are compared by; a price with its currency."""
        price = None if self.price is None else (self.price, self.currency)
        return {
            "title": self.title, "store_name": self.store_name, "price": price,
            "listed_on": self.listed_on, "text": self.text,
        }  # fmt: skip

    @property
    def picture_ids(self) -> list[int]:
        return [view.upload.id for view in self.pictures]

    @property
    def is_empty(self) -> bool:
        return not self.pictures and all(each is None for each in self.facts.values())


def of_listing(work: UnitOfWork, listing_id: int, claim_id: int | None = None) -> list[Seen]:
    """Return how a listing was seen, the newest view first: the ten newest of filers in sight (and
    that of `claim_id`, whenever it came), and the ten newest of the catalogue."""
    if work.actor.kind is ActorKind.SELLER:
        return []
    views = [*_by_filers(work, listing_id, claim_id), *_by_catalogue(work.session, listing_id)]
    views = [view for view in views if view.is_own or not view.is_empty]
    views.sort(key=lambda view: view.seen_at, reverse=True)
    older = [(view.seen_at, view.facts) for view in views]
    return [
        replace(view, changes=changes(view.facts, older[place + 1 :]))
        for place, view in enumerate(views)
    ]


def _by_filers(work: UnitOfWork, listing_id: int, claim_id: int | None) -> Iterator[Seen]:
    mine = Claim.listing_id == listing_id, filers.filers_in_sight(work.actor, Claim.filer_id)
    # By when we learned of it: a store front may have thousands, and they come in this order.
    newest = select(Claim.id).where(*mine).order_by(Claim.id.desc()).limit(_EACH)
    # Read first: PostgreSQL would order all of the listing's claims within the join.
    ids = {*work.session.scalars(newest)}
    chosen = or_(Claim.id.in_(ids), Claim.id == claim_id) if claim_id else Claim.id.in_(ids)
    yield from _made(
        work.session, work.session.execute(_filers_views().where(*mine, chosen)).all(), claim_id
    )


def _filers_views() -> Select[tuple[Claim, Complaint, Filer, ListingSeen]]:
    return (
        select(Claim, Complaint, Filer, ListingSeen)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Filer, Filer.id == Claim.filer_id)
        .outerjoin(ListingSeen, ListingSeen.claim_id == Claim.id)
    )


def _made(session: Session, rows: Sequence[Any], own: int | None) -> Iterator[Seen]:
    pictures = _pictures(session, [seen.id for *_, seen in rows if seen is not None])
    for claim, complaint, filer, seen in rows:
        yield Seen(
            source=str(SeenBy.FILER),
            seen_at=seen.seen_at if seen else complaint.filed_at,
            title=claim.title,
            store_name=claim.store_name,
            price=claim.price,
            currency=claim.currency,
            listed_on=claim.listed_on,
            text=seen.text if seen else None,
            pictures=pictures.get(seen.id, ()) if seen else (),
            claim_id=claim.id,
            complaint_id=complaint.id,
            reference=complaint.reference,
            filer=filer,
            is_own=claim.id == own,
        )


def _pictures(session: Session, ids: Collection[int]) -> dict[int, list[DocumentView]]:
    """Return the pictures of each view, in order."""
    rows = session.execute(
        select(ListingSeenPicture.seen_id, ListingSeenPicture.upload_id)
        .where(ListingSeenPicture.seen_id.in_(ids))
        .order_by(ListingSeenPicture.seen_id, ListingSeenPicture.position)
    ).all()
    sent = documents.by_upload(session, {row.upload_id for row in rows})
    pictures: dict[int, list[DocumentView]] = {}
    for row in rows:
        pictures.setdefault(row.seen_id, []).append(sent[row.upload_id])
    return pictures


def _by_catalogue(session: Session, listing_id: int) -> Iterator[Seen]:
    rows = session.scalars(
        select(ListingSeen)
        .where(ListingSeen.listing_id == listing_id, ListingSeen.source == str(SeenBy.CATALOGUE))
        .order_by(ListingSeen.seen_at.desc(), ListingSeen.id.desc())
        .limit(_EACH)
    ).all()
    for row in rows:
        yield Seen(
            row.source, row.seen_at, row.title, row.store_name, row.price, row.currency,
            row.listed_on, row.text,
        )  # fmt: skip
    if not rows:
        yield from _before_views(session, listing_id)


def _before_views(session: Session, listing_id: int) -> Iterator[Seen]:
    """Yield what a catalogue said of a listing before its views were kept."""
    row = session.execute(
        select(Listing, Store.name)
        .outerjoin(Store, Store.id == Listing.store_id)
        .where(Listing.id == listing_id, Listing.catalogued_at.is_not(None))
    ).one_or_none()
    if row is not None:
        listing, store_name = row
        yield Seen(
            str(SeenBy.CATALOGUE), listing.catalogued_at, listing.title, store_name,
            listing.price, listing.currency, listing.listed_on, None,
        )  # fmt: skip
