"""Where claims hold: whether the right of each covers the places where its listing is offered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.models import (
    Claim,
    Complaint,
    LedgerEntry,
    Listing,
    Marketplace,
    Right,
    StatementClaim,
    StatementOfReasons,
)
from complaints.queries.law import laws
from complaints.rules.actors import ActorKind
from complaints.rules.authority.territories import (
    Cover,
    NamedBy,
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
from complaints.rules.decisions.statements import Decision
from complaints.rules.filing.targets import TargetPlace
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.regimes import countries_of, nowhere_in
from complaints.words import message as _
from complaints.work import UnitOfWork

AT_ONCE = 500
# The entry of the ledger by which somebody says where a right holds; it keeps what was said before.
NAMED: Final = "named_territories"


_PLACES = (
    select(Claim.id, Claim.url, Claim.delivers_to, Listing.delivers_to,
           Marketplace.slug, Marketplace.country,
           Right.kind, Right.jurisdiction, Right.territories, Complaint.basis)
    .join(Complaint, Complaint.id == Claim.complaint_id)
    .join(Right, Right.id == Complaint.right_id)
    .join(Listing, Listing.id == Claim.listing_id)
    .join(Marketplace, Marketplace.id == Listing.marketplace_id)
    .where(Claim.id.in_(bindparam("claims", expanding=True)))
)  # fmt: skip
_NAMED_BY_STAFF = (
    select(LedgerEntry)
    .where(
        LedgerEntry.subject == "right",
        LedgerEntry.subject_id.in_(
            select(Right.id).where(
                Right.filer_id == bindparam("filer"), Right.key == bindparam("key")
            )
        ),
        LedgerEntry.verb == NAMED,
        LedgerEntry.actor_kind == ActorKind.PERSON,
    )
    .order_by(LedgerEntry.id.desc())
    .limit(1)
)


def reaches_of(
    session: Session, claim_ids: Collection[int], *, as_decided: bool = False
) -> dict[int, Reach]:
    """Return of each of these claims where its listing is offered and where a decision holds.

    `as_decided` reads a right as its claim's last decision read it: what was said of its countries
    since changes no order.
    """
    ids = sorted(set(claim_ids))
    reaches = {}
    for start in range(0, len(ids), AT_ONCE):
        earlier = _earlier(session, ids[start : start + AT_ONCE]) if as_decided else {}
        rows = session.execute(_PLACES, {"claims": ids[start : start + AT_ONCE]}).tuples()
        territories: dict[tuple[Any, ...], Territory] = {}
        for claim_id, url, said, stated, slug, country, kind, place, named, basis in rows:
            at = _Place(slug, country, url, tuple(said or ()), tuple(stated or ()))
            if Basis(basis) not in OF_A_RIGHT:
                reaches[claim_id] = reach_of_terms(at.offered(at.delivered))
                continue
            named = earlier.get(claim_id, named)
            right = (kind, place, None if named is None else tuple(named))
            if right not in territories:
                territories[right] = territory_of(*right)
            reaches[claim_id] = _reach_at(territories[right], at)
    return reaches


def _earlier(session: Session, ids: Sequence[int]) -> dict[int, list[str] | None]:
    """Return the countries of the rights of these claims as they were named when each was decided
    last, where they were named anew since."""
    decided = (
        select(StatementClaim.claim_id, func.max(StatementOfReasons.made_at).label("at"))
        .join(StatementOfReasons, StatementOfReasons.id == StatementClaim.statement_id)
        .where(StatementClaim.claim_id.in_(ids))
        .group_by(StatementClaim.claim_id)
        .subquery()
    )
    rows = session.execute(
        select(Claim.id, LedgerEntry.facts)
        .join(decided, decided.c.claim_id == Claim.id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(LedgerEntry, LedgerEntry.subject_id == Complaint.right_id)
        .where(
            LedgerEntry.subject == "right",
            LedgerEntry.verb == NAMED,
            LedgerEntry.at > decided.c.at,
        )
        .order_by(LedgerEntry.id.desc())
    ).tuples()
    # The first naming after a decision says what had been said before: it is read last.
    return {claim_id: cast("list[str] | None", facts.get("before")) for claim_id, facts in rows}


@dataclass(frozen=True, slots=True)
class Naming:
    """That somebody said where a right holds: `before`, None where nobody had. `by` is who said
    it: its filer, a partner that files for it, or staff."""

    at: datetime
    by: NamedBy
    before: list[str] | None
    after: list[str]
    why: str | None


_BY = {
    ActorKind.FILER: NamedBy.FILER,
    ActorKind.PARTNER: NamedBy.PARTNER,
    ActorKind.PERSON: NamedBy.STAFF,
    # What staff said, taken over to where the filer states the right once more.
    ActorKind.SYSTEM: NamedBy.STAFF,
}


def namings_of(session: Session, right_id: int) -> Sequence[Naming]:
    """Return what was said of where a right holds since it was stated, the oldest first. The
    caller has checked that the actor may see the right."""
    rows = session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.subject == "right",
            LedgerEntry.subject_id == right_id,
            LedgerEntry.verb == NAMED,
        )
        .order_by(LedgerEntry.id)
    )
    return [_naming(row) for row in rows]


def _naming(row: LedgerEntry) -> Naming:
    return Naming(
        row.at,
        _BY[ActorKind(row.actor_kind)],
        cast("list[str] | None", row.facts.get("before")),
        cast("list[str]", row.facts["territories"]),
        row.why,
    )


def statements_of(right: Right) -> Select[tuple[Right]]:
    """Return the statement for all that an account has stated of one right: with other facts, each
    is a row."""
    same = (Right.filer_id == right.filer_id, Right.key == right.key)
    return select(Right).where(*same).order_by(Right.id)


def named_by_staff(session: Session, right: Right) -> Naming | None:
    """Return what staff said last of where a right holds, in whichever statement of it."""
    row = session.scalar(_NAMED_BY_STAFF, {"filer": right.filer_id, "key": right.key})
    return None if row is None else _naming(row)


def is_decided_on(session: Session, right_id: int) -> bool:
    """Say whether a decision about a claim of this right was stated."""
    statement = (
        select(StatementOfReasons.id)
        .join(Complaint, Complaint.id == StatementOfReasons.complaint_id)
        .where(
            Complaint.right_id == right_id,
            StatementOfReasons.decision != Decision.NOT_PROCESSED,
        )
        .limit(1)
    )
    return session.scalar(statement) is not None


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
    """Ask a person for a decision about claims outside the territory of their right, or of whose
    right nobody has said where it holds; outside, with words to the seller (DSA Art. 16(5), (6)
    and 17(3)).

    Refuses with: person-decides, for a rule's key; invalid-request, for a listing that is to be
    down outside without words that the seller reads.
    """
    covers = {reach.cover for reach in reaches_of(work.session, [row.id for row in rows]).values()}
    if Cover.UNKNOWN in covers and work.actor.is_rule:
        raise Refusal(
            "person-decides",
            _(
                "Nobody has said in which countries the right of this claim applies: a person "
                "decides it until it is known. Say it (PUT /rights/{id}/territories), sign in to "
                "decide the claim, or use a key that may review as well."
            ),
        )
    if Cover.OUTSIDE not in covers:
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
            Code.REQUIRED,
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
