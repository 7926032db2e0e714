"""Claims that go on under rules which would be others today: for staff, who decide them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, exists, select

from complaints.models import Check, Claim, Complaint, Listing, Marketplace, Store
from complaints.queries.authority import territories
from complaints.queries.law.clocks import law_of
from complaints.rules.actors import require_staff
from complaints.rules.authority.territories import Reach
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.kinds import Basis, CheckKind
from complaints.rules.law.old_rules import GOING_ON, OtherToday, other_today
from complaints.rules.law.regimes import Law, governing
from complaints.words import Message
from complaints.words.old_rules import advice
from complaints.work import UnitOfWork

AT_ONCE: Final = 500
# How many claims one answer looks at: one that finds few says where to go on.
MOST_LOOKED_AT: Final = 5_000


@dataclass(frozen=True, slots=True)
class Why:
    """A reason, and what staff can do."""

    kind: OtherToday
    can: Message


@dataclass(frozen=True, slots=True)
class OldRules:
    """A claim, its law as it was filed and as it would be today, and why it is in the list."""

    claim: Claim
    reference: str
    listing: Listing
    marketplace: str
    then: Law
    now: Law
    reach: Reach
    why: Sequence[Why]


@dataclass(frozen=True, slots=True)
class Listed:
    """Claims in the order of their ids. `next` is the id to go on behind, None at the end."""

    rows: Sequence[OldRules]
    next: int | None


def find_under_old_rules(
    work: UnitOfWork, *, why: OtherToday | None = None, after: int | None = None, limit: int
) -> Listed:
    """Return up to `limit` claims that go on here and would be treated otherwise if they were filed
    today, those that were filed first before the others; `why` keeps to one reason.

    What an import left undecided is not here: nobody decides it here.
    Refuses with: not-found, unless the actor is staff.
    """
    require_staff(work.actor)
    others: list[OldRules] = []
    last, looked_at = after or 0, 0
    while looked_at < MOST_LOOKED_AT:
        rows = _going_on(work, last)
        for row in _compared(work, rows):
            if why is None or why in [each.kind for each in row.why]:
                others.append(row)
            if len(others) == limit:
                return Listed(others, row.claim.id)
        if len(rows) < AT_ONCE:
            return Listed(others, None)
        last, looked_at = rows[-1][0].id, looked_at + len(rows)
    return Listed(others, last)


def _going_on(work: UnitOfWork, after: int) -> Sequence[Row[Any]]:
    noted = exists().where(
        Check.complaint_id == Claim.complaint_id, Check.kind == CheckKind.TERRITORY
    )
    return work.session.execute(
        select(Claim, Complaint.reference, Complaint.basis, Listing, Marketplace.slug,
               Marketplace.country, Store.country, noted)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .join(Listing, Listing.id == Claim.listing_id)
        .join(Marketplace, Marketplace.id == Listing.marketplace_id)
        .outerjoin(Store, Store.id == Claim.store_id)
        .where(Claim.id > after, Claim.state.in_(GOING_ON), ~Claim.from_history)
        .order_by(Claim.id)
        .limit(AT_ONCE)
    ).all()  # fmt: skip


def _compared(work: UnitOfWork, rows: Sequence[Row[Any]]) -> Iterator[OldRules]:
    reaches = territories.reaches_of(work.session, [row[0].id for row in rows])
    for claim, reference, basis, listing, slug, country, seller, is_noted in rows:
        now = governing(
            basis=Basis(basis), marketplace=slug, country=country, seller_country=seller,
            address=claim.url, delivers_to=listing.delivers_to or claim.delivers_to or (),
        )  # fmt: skip
        then, reach = law_of(work, claim), reaches[claim.id]
        is_open = claim.state in OPEN_STATES
        why = other_today(then, now, reach.cover, is_open=is_open, is_noted=is_noted)
        if why:
            said = [Why(kind, advice(kind, is_open=is_open)) for kind in why]
            yield OldRules(claim, reference, listing, slug, then, now, reach, said)
