"""Where claims hold: whether the right of each covers the places where its listing is offered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, invalid
from complaints.models import Claim, Complaint, Listing, Marketplace, Right
from complaints.queries.law import laws
from complaints.rules.authority.territories import (
    Cover,
    Reach,
    Territory,
    gathered,
    reach_of,
    reach_of_terms,
    spread,
    territory_of,
)
from complaints.rules.decisions.claims import TAKING_DOWN
from complaints.rules.decisions.reasons import OF_A_RIGHT
from complaints.rules.filing.targets import TargetPlace
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.regimes import countries_of, nowhere_in
from complaints.words import message as _
from complaints.work import UnitOfWork

AT_ONCE = 500


def reaches_of(session: Session, claim_ids: Collection[int]) -> dict[int, Reach]:
    """Return of each of these claims where its listing is offered and where a decision holds."""
    ids = sorted(set(claim_ids))
    reaches = {}
    for start in range(0, len(ids), AT_ONCE):
        rows = session.execute(
            select(Claim.id, Claim.url, Claim.delivers_to, Listing.delivers_to,
                   Marketplace.slug, Marketplace.country,
                   Right.kind, Right.jurisdiction, Right.territories, Complaint.basis)
            .join(Complaint, Complaint.id == Claim.complaint_id)
            .join(Right, Right.id == Complaint.right_id)
            .join(Listing, Listing.id == Claim.listing_id)
            .join(Marketplace, Marketplace.id == Listing.marketplace_id)
            .where(Claim.id.in_(ids[start : start + AT_ONCE]))
        ).tuples()  # fmt: skip
        for claim_id, url, said, stated, slug, country, kind, place, named, basis in rows:
            at = _Place(slug, country, url, tuple(said or ()), tuple(stated or ()))
            reaches[claim_id] = (
                _reach_at(territory_of(kind, place, named), at)
                if Basis(basis) in OF_A_RIGHT
                else reach_of_terms(at.offered(at.delivered))
            )
    return reaches


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a listing is: its site, and to which countries it is `delivered`; `stated` are those
    that the platform's catalogue has, the others only the filer's word."""

    slug: str
    country: str | None
    address: str
    delivered: tuple[str, ...]
    stated: tuple[str, ...]

    def offered(self, delivered: Collection[str]) -> frozenset[str]:
        """Return where the listing is offered: where its site sells, and where it is delivered."""
        sells = countries_of(self.slug, self.country, address=self.address, delivers_to=delivered)
        return sells | frozenset(delivered)


def _reach_at(territory: Territory, at: _Place) -> Reach:
    """Return whether a right holds where a listing is offered.

    The filer's own word on delivery adds places, and brings no claim into the territory of its
    right: else a mark of China would be covered on a site for Germany by one more word.
    """
    nowhere = nowhere_in(at.slug)
    sure = reach_of(territory, at.offered(at.stated), nowhere_in=nowhere)
    if sure.cover is Cover.OUTSIDE:
        return sure
    return reach_of(territory, at.offered(at.delivered), nowhere_in=nowhere)


def held_in(reaches: Iterable[Reach]) -> list[str]:
    """Return where decisions about these claims hold together; none: everywhere, or not known."""
    each = [reach.holds for reach in reaches]
    if not all(each):
        return []
    return list(gathered(spread([code for codes in each for code in codes])))


def require_reasoned_outside(
    work: UnitOfWork,
    rows: Sequence[Claim],
    decision: str,
    *,
    note: str | None,
    note_to: Side | None,
) -> None:
    """Ask a person, with words to the seller, for a decision about claims outside the territory of
    their right (DSA Art. 16(5), (6) and 17(3)).

    Refuses with: person-decides, for a rule's key; invalid-request, for a listing that is to be
    down without words that the seller reads.
    """
    reaches = reaches_of(work.session, [row.id for row in rows])
    outside = [reach for reach in reaches.values() if reach.cover is Cover.OUTSIDE]
    if not outside:
        return
    if work.actor.is_rule:
        raise Refusal(
            "person-decides",
            _(
                "The right of this claim does not apply where the listing is offered, as far as we "
                "know: a person decides it, with reasons. Sign in to decide it, or use a key that "
                "may review as well."
            ),
        )
    if decision in TAKING_DOWN and (not note or note_to is Side.FILER):
        raise invalid(
            "/note",
            _(
                "The right does not apply where the listing is offered, as far as we know. Write, "
                "for the seller too, why the listing is to be down there all the same; or reject "
                "the claim."
            ),
        )


def reaches_at(session: Session, right: Right, places: Sequence[TargetPlace]) -> list[Reach]:
    """Return, before anything is filed, whether a right holds where the listing of each place is
    offered."""
    countries = laws.stated_countries(session, {place.marketplace for place in places})
    delivered = laws.delivered_to(session, places)
    silent = [replace(place, delivers_to=()) for place in places]
    stated = laws.delivered_to(session, silent)
    territory = territory_of(right.kind, right.jurisdiction, right.territories)
    return [
        _reach_at(
            territory,
            _Place(
                place.marketplace,
                countries.get(place.marketplace),
                place.address,
                delivered[place],
                stated[quiet],
            ),
        )
        for place, quiet in zip(places, silent, strict=True)
    ]
