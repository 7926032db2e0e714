"""The other claims of a complaint that could be decided with one of them, in groups of those alike.

Of a group one is opened before all of it is taken down (`services/decisions/claims/together.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from complaints.models import (
    Claim,
    DemandReport,
    DocumentLook,
    EventClaim,
    ListingSeen,
    ListingSeenPicture,
    Upload,
)
from complaints.queries.decisions import lacking
from complaints.queries.decisions.claims import ClaimView
from complaints.queries.sellers import counter_notices
from complaints.rules.decisions.alike import (
    Lack,
    Likeness,
    Traits,
    Way,
    compare_claims,
    group_claims,
)
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim that waits for the same decisions; `likeness` says how it is like the claim on the
    desk, `lacks` what keeps it from being taken down with others."""

    view: ClaimView
    likeness: Likeness
    lacks: tuple[Lack, ...]

    @property
    def id(self) -> int:
        return self.view.claim.id

    @property
    def title(self) -> str:
        listing = self.view.place.listing
        return self.view.claim.title or listing.title or listing.reference


@dataclass(frozen=True, slots=True)
class BesideGroup:
    """Claims that are alike, without the one on the desk. `is_own`: they are alike that one; else
    the first is the one that is opened. `prices` are the lowest and the highest, where all that
    are known have one currency."""

    members: Sequence[Beside]
    ways: tuple[Way, ...]
    is_own: bool
    prices: tuple[Decimal, Decimal, str] | None

    @property
    def first(self) -> Beside:
        return self.members[0]

    @property
    def ids(self) -> list[int]:
        return [each.id for each in self.members]


def find_beside(
    work: UnitOfWork,
    claim: Claim,
    views: Sequence[ClaimView],
    locked: Collection[int],
    papers: Mapping[int, frozenset[int]],
) -> list[BesideGroup]:
    """Return the claims of `views` that can be decided as this one can, in groups: that of this
    claim first, then by size, those that are like no other last.

    `locked` are being decided; `papers` are by claim the documents for its listing alone.
    """
    same = [
        view
        for view in views
        if view.claim.id not in locked
        and (view.claim.state, view.claim.listing_down) == (claim.state, claim.listing_down)
    ]
    if len(same) < 2 or all(view.claim.id != claim.id for view in same):
        return []
    same.sort(key=lambda view: view.claim.id != claim.id)
    traits = _traits(work, same, papers)
    lacks = lacking.lacks_of_claims(work, [view.claim for view in same])
    by_id = {
        view.claim.id: Beside(
            view, compare_claims(traits[claim.id], traits[view.claim.id]), lacks[view.claim.id]
        )
        for view in same
    }
    groups = [
        BesideGroup(
            [by_id[each] for each in group.ids if each != claim.id],
            group.ways,
            group.ids[0] == claim.id,
            _prices([by_id[each].view.claim for each in group.ids]),
        )
        for group in group_claims(traits)
        if group.ids != (claim.id,)
    ]
    return sorted(groups, key=lambda group: (not group.is_own, -len(group.members)))


def _prices(claims: Sequence[Claim]) -> tuple[Decimal, Decimal, str] | None:
    known = [(each.price, each.currency) for each in claims if each.price is not None]
    currencies = {currency for _price, currency in known}
    if len(currencies) != 1:
        return None
    prices = [price for price, _currency in known]
    return min(prices), max(prices), currencies.pop() or ""


def _traits(
    work: UnitOfWork, views: Sequence[ClaimView], papers: Mapping[int, frozenset[int]]
) -> dict[int, Traits]:
    ids = [view.claim.id for view in views]
    answers: dict[int, set[int]] = {}
    for answer in counter_notices.counter_notices_of(work, ids):
        for claim_id in answer.claim_ids:
            answers.setdefault(claim_id, set()).add(answer.notice.id)
    demands: dict[int, set[int]] = {}
    reported = (
        select(EventClaim.claim_id, DemandReport.id)
        .join(DemandReport, DemandReport.event_id == EventClaim.event_id)
        .where(EventClaim.claim_id.in_(ids))
    )
    for claim_id, report_id in work.session.execute(reported).tuples():
        demands.setdefault(claim_id, set()).add(report_id)
    pictures = _pictures(work, ids)
    return {
        view.claim.id: Traits(
            store=view.claim.store_id,
            seller=view.claim.operator_id,
            title=view.claim.title or view.place.listing.title or "",
            price=view.claim.price,
            currency=view.claim.currency,
            papers=papers.get(view.claim.id, frozenset()),
            pictures=frozenset(
                [*pictures.get(view.claim.id, ()), *(view.place.listing.pictures or ())]
            ),
            answers=frozenset(answers.get(view.claim.id, ())),
            demands=frozenset(demands.get(view.claim.id, ())),
        )
        for view in views
    }


def _pictures(work: UnitOfWork, ids: Sequence[int]) -> dict[int, set[str]]:
    """Return by claim the pictures of its listing's page, copies of one picture as one."""
    rows = work.session.execute(
        select(ListingSeen.claim_id, Upload.document_id, DocumentLook.alike_id)
        .join(ListingSeenPicture, ListingSeenPicture.seen_id == ListingSeen.id)
        .join(Upload, Upload.id == ListingSeenPicture.upload_id)
        .outerjoin(DocumentLook, DocumentLook.document_id == Upload.document_id)
        .where(ListingSeen.claim_id.in_(ids))
    ).tuples()
    pictures: dict[int, set[str]] = {}
    for claim_id, document_id, alike_id in rows:
        if claim_id is not None:
            pictures.setdefault(claim_id, set()).add(f"document {alike_id or document_id}")
    return pictures
