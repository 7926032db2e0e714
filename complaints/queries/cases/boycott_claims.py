"""The claims that a boycott counts, one by one: the ground of its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from complaints.models import Claim
from complaints.queries.cases.boycotts.conduct import NamedClaim, named_claims
from complaints.queries.cases.boycotts.counting import manifest_of
from complaints.queries.cases.boycotts.reading import get_boycott
from complaints.queries.decisions import claims
from complaints.queries.decisions.claims import ClaimView
from complaints.rules.cases.conduct import NamedFor
from complaints.work import UnitOfWork


def graded_claims(
    work: UnitOfWork, boycott_id: int, *, after: int | None, limit: int
) -> list[ClaimView]:
    """Return up to limit + 1 claims in sight that a boycott counts, by id: those within its window
    that a person graded manifestly unfounded. Refuses with: not-found."""
    boycott = get_boycott(work, boycott_id)
    counted = manifest_of(boycott).where(claims.claims_in_sight(work.actor))
    if after is not None:
        counted = counted.where(Claim.id > after)
    ids = work.session.scalars(counted.order_by(Claim.id).limit(limit + 1)).all()
    views = claims.by_ids(work.session, ids)
    return [views[claim_id] for claim_id in ids]


def claims_named(
    work: UnitOfWork, boycott_id: int, named_for: NamedFor, *, after: int | None, limit: int
) -> Sequence[NamedClaim]:
    """Return up to limit + 1 claims in sight that a letter of a boycott named, by id. What was
    named stays named, though it is graded anew later. Refuses with: not-found."""
    boycott = get_boycott(work, boycott_id)
    return named_claims(
        work.session, boycott.id, named_for, after=after, limit=limit + 1,
        in_sight=claims.claims_in_sight(work.actor),
    )  # fmt: skip
