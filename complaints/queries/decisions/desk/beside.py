"""The other claims of a complaint that could be decided with one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from complaints.models import Claim, DemandReport, EventClaim
from complaints.queries.decisions.claims import ClaimView
from complaints.queries.sellers import counter_notices
from complaints.rules.decisions.alike import Likeness, Traits, compare_claims
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim that waits for the same decisions; `likeness` says whether one look fits both."""

    view: ClaimView
    likeness: Likeness

    @property
    def id(self) -> int:
        return self.view.claim.id


def find_beside(
    work: UnitOfWork,
    claim: Claim,
    views: Sequence[ClaimView],
    locked: Collection[int],
    papers: Mapping[int, frozenset[int]],
) -> list[Beside]:
    """Return the claims of `views` that can be decided as this one can, those alike first.

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
    traits = _traits(work, same, papers)
    mine = traits[claim.id]
    others = [
        Beside(view, compare_claims(mine, traits[view.claim.id]))
        for view in same
        if view.claim.id != claim.id
    ]
    return sorted(others, key=lambda each: not each.likeness.is_alike)


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
    return {
        view.claim.id: Traits(
            store=view.claim.store_id,
            seller=view.claim.operator_id,
            title=view.claim.title or view.place.listing.title or "",
            price=view.claim.price,
            currency=view.claim.currency,
            papers=papers.get(view.claim.id, frozenset()),
            answers=frozenset(answers.get(view.claim.id, ())),
            demands=frozenset(demands.get(view.claim.id, ())),
        )
        for view in views
    }
