"""How listings stand: which claims hold them down, and what their marketplaces said they did.

A listing is down while a claim holds it and comes back when none does. What is confirmed is apart
from that: a marketplace may be late, or note nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, literal, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    ApiKey,
    ApiKeyScope,
    Claim,
    Complaint,
    Confirmation,
    Downtime,
    Listing,
    Marketplace,
    PartnerMarketplace,
)
from complaints.queries.sellers.listing_conditions import last_said
from complaints.rules.actors import Scope
from complaints.words.letters.listings import Now
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Hold:
    """A claim that holds a listing down, and since when. `seen` is whether the reader may know it;
    nobody has asked yet where it is True for all."""

    claim_id: int
    complaint_id: int
    reference: str
    filer_id: int
    store_id: int | None
    since: datetime
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was said last of a listing: by its marketplace, or by staff (`by_hand`)."""

    is_down: bool
    at: datetime
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ListingState:
    """How one listing stands. `connected` is whether a partner carries out and confirms for its
    marketplace; where none does, staff note by hand what was done."""

    listing_id: int
    held_by: tuple[Hold, ...]
    confirmed: Confirmed | None
    connected: bool

    @property
    def is_down(self) -> bool:
        """Whether it is to be down: some claim holds it."""
        return bool(self.held_by)

    @property
    def is_confirmed(self) -> bool:
        """Whether what was said last is what we ask for."""
        return self.confirmed is not None and self.confirmed.is_down == self.is_down

    @property
    def holds(self) -> tuple[Hold, ...]:
        """Those that the reader may know."""
        return tuple(hold for hold in self.held_by if hold.seen)

    def to_filer(self, claim: Claim, *, was_down: bool = True) -> Now:
        """Return how it stands, for the filer of a claim: complaints of others are not named."""
        own = frozenset(hold.claim_id for hold in self.held_by if hold.filer_id == claim.filer_id)
        return self._now(claim, own, was_down=was_down, for_filer=True)

    def to_seller(self, claim: Claim, *, was_down: bool = True) -> Now:
        """Return how it stands, for the seller of a claim: it knows the complaints about the same
        store, because it had letters about them."""
        known = frozenset(
            hold.claim_id
            for hold in self.held_by
            if hold.store_id is not None and hold.store_id == claim.store_id
        )
        return self._now(claim, known, was_down=was_down, for_filer=False)

    def to_staff(self, claim: Claim) -> Now:
        """Return how it stands, for staff, who may know all that holds it."""
        known = frozenset(hold.claim_id for hold in self.held_by)
        return self._now(claim, known, was_down=True, for_filer=False)

    def _now(self, claim: Claim, known: Collection[int], *, was_down: bool, for_filer: bool) -> Now:
        others = [hold for hold in self.held_by if hold.claim_id != claim.id]
        names = {hold.reference for hold in others if hold.claim_id in known}
        return Now(
            by_this=len(others) < len(self.held_by),
            complaints=tuple(sorted(names)),
            another=any(hold.claim_id not in known for hold in others),
            was_down=was_down,
            for_filer=for_filer,
        )


def states_after(
    work: UnitOfWork, listing_ids: Collection[int], *, seen: ColumnElement[bool] | None = None
) -> Mapping[int, ListingState]:
    """Return how these listings stand now, after what this transaction did, by their ids.

    `seen` is the condition for claims that the reader may know; left out, it may know all.
    """
    ids = set(listing_ids)
    holds, confirmed = _holds(work.session, ids, seen), _confirmed(work.session, ids)
    connected = _connected(work, ids)
    return {
        listing_id: ListingState(
            listing_id,
            tuple(holds[listing_id]),
            confirmed.get(listing_id),
            listing_id in connected,
        )
        for listing_id in ids
    }


def state_of_listing(
    work: UnitOfWork, listing_id: int, *, seen: ColumnElement[bool] | None = None
) -> ListingState:
    """Return how one listing stands now."""
    return states_after(work, [listing_id], seen=seen)[listing_id]


def _holds(
    session: Session, listing_ids: Collection[int], seen: ColumnElement[bool] | None
) -> dict[int, list[Hold]]:
    statement = (
        select(Claim, Complaint.reference, Downtime.since)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Downtime, and_(Downtime.claim_id == Claim.id, Downtime.until.is_(None)))
        .where(Claim.listing_id.in_(listing_ids), Claim.listing_down)
        .order_by(Downtime.since, Claim.id)
    )
    holds: defaultdict[int, list[Hold]] = defaultdict(list)
    for row in session.execute(statement):
        holds[row[0].listing_id].append(_hold(row))
    if seen is None:
        return holds
    ids = [hold.claim_id for some in holds.values() for hold in some]
    known = set(session.scalars(select(Claim.id).where(Claim.id.in_(ids), seen)))
    return defaultdict(
        list,
        {
            listing_id: [replace(hold, seen=hold.claim_id in known) for hold in some]
            for listing_id, some in holds.items()
        },
    )


def _hold(row: Row[tuple[Claim, str, datetime]]) -> Hold:
    claim, reference, since = row
    return Hold(claim.id, claim.complaint_id, reference, claim.filer_id, claim.store_id, since)


def _confirmed(session: Session, listing_ids: Collection[int]) -> Mapping[int, Confirmed]:
    last = select(Confirmation).join(Listing, Confirmation.id == last_said("id"))
    return {
        row.listing_id or 0: Confirmed(row.is_down, row.at, row.person_id is not None)
        for row in session.scalars(last.where(Listing.id.in_(listing_ids)))
    }


def _connected(work: UnitOfWork, listing_ids: Collection[int]) -> set[int]:
    """Return those of these listings for whose marketplace a partner has a key that carries out."""
    carries_out = _carries_out(work, Listing.marketplace_id)
    statement = select(Listing.id).where(Listing.id.in_(listing_ids), carries_out)
    return set(work.session.scalars(statement))


def connected_marketplaces(work: UnitOfWork, marketplace_ids: Collection[int]) -> set[int]:
    """Return those of these marketplaces for which a partner has a key that carries out."""
    carries_out = _carries_out(work, Marketplace.id)
    statement = select(Marketplace.id).where(Marketplace.id.in_(marketplace_ids), carries_out)
    return set(work.session.scalars(statement))


def _carries_out(work: UnitOfWork, marketplace_id: Any) -> ColumnElement[bool]:
    good = and_(
        ApiKey.revoked_at.is_(None), or_(ApiKey.ends_at.is_(None), ApiKey.ends_at > work.now)
    )
    return exists(
        select(literal(1))
        .join_from(PartnerMarketplace, ApiKey, ApiKey.partner_id == PartnerMarketplace.partner_id)
        .join(ApiKeyScope, ApiKeyScope.api_key_id == ApiKey.id)
        .where(
            PartnerMarketplace.marketplace_id == marketplace_id,
            ApiKeyScope.scope == str(Scope.ENFORCE),
            good,
        )
    )
