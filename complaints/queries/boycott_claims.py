"""The claims that a boycott counts, one by one: the ground of its reasons."""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import Claim, Complaint
from complaints.queries import claims, parties
from complaints.queries.boycotts.counting import filed_for
from complaints.queries.boycotts.reading import get
from complaints.queries.claims import ClaimView
from complaints.rules.kinds import Merit
from complaints.work import Work


def graded_claims(work: Work, boycott_id: int, *, after: int | None, limit: int) -> list[ClaimView]:
    """Return up to limit + 1 claims in sight that a boycott counts, by id: those within its window
    that a person graded manifestly unfounded. Refuses with: not-found."""
    boycott = get(work, boycott_id)
    counted = (
        select(Claim.id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(
            Complaint.filer_id.in_(parties.accounts_of(boycott.filer_id)),
            Complaint.filed_at > boycott.window_from,
            Complaint.filed_at <= boycott.window_to,
            Claim.merit == Merit.MANIFESTLY_UNFOUNDED,
            claims.visible(work.actor),
        )
    )
    if boycott.rights_holder_id is not None:
        counted = counted.where(filed_for(boycott.rights_holder_id))
    if after is not None:
        counted = counted.where(Claim.id > after)
    ids = work.session.scalars(counted.order_by(Claim.id).limit(limit + 1)).all()
    views = claims.by_ids(work.session, ids)
    return [views[claim_id] for claim_id in ids]
