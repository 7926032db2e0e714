"""The sample of a case: claims drawn at random from those that nobody had graded at its proposal.

Staff grade it before they impose, so that a share does not stand beside claims that nobody looked
at. What is in it follows from the proposal's number and the record, and from nobody's choice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from complaints.models import Boycott, Claim, Event, EventClaim
from complaints.queries.cases import parties
from complaints.queries.cases.boycotts.counting import claims_within, graded_by_person
from complaints.rules.cases.arms import draw_claims
from complaints.rules.cases.boycotts import WARNED
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import EventBy, Merit
from complaints.work import UnitOfWork

_CLOSED = tuple(sorted(CLAIM.closed))


def draw_sample(work: UnitOfWork, row: Boycott) -> list[int]:
    """Return the claims that are drawn as a case is proposed: of the counted window, closed, and
    graded by nobody."""
    size = work.policy.boycott.sample_claims
    return draw_claims(work.session.scalars(_drawable(work, row)), proposal=row.proposal, size=size)


def sample_of(work: UnitOfWork, row: Boycott) -> list[int]:
    """Return the ids of the sample of a case as it is now, in the order in which it was drawn.

    Only a closed claim can be graded, and only claims of the party count. One that is open again,
    or that is another's since an account was parted, leaves the sample, and the claim that was
    drawn next takes its place. A case that was proposed before samples were drawn has the one that
    its proposal would have drawn. Once a case is decided or over, its sample is as it was then.
    """
    if row.state not in ("proposed", *WARNED):
        return list(row.sample or ())
    drawn = row.sample or []
    there = set(work.session.scalars(_gradable(drawn, row)))
    standing = [each for each in drawn if each in there]
    size = work.policy.boycott.sample_claims if row.sample is None else len(drawn)
    if len(standing) == size:
        return standing
    next_ones = work.session.scalars(_drawable(work, row).where(Claim.id.not_in(drawn)))
    more = draw_claims(next_ones, proposal=row.proposal, size=size - len(standing))
    return standing + more


def sample_left(work: UnitOfWork, row: Boycott) -> list[int]:
    """Return those of the sample that no person has graded yet, in the order of the draw."""
    sample = sample_of(work, row)
    graded = graded_of(work.session, sample)
    return [each for each in sample if each not in graded]


def graded_of(session: Session, claim_ids: Collection[int]) -> dict[int, str | None]:
    """Return the grade of each of these claims that a person graded, by its id."""
    graded = select(Claim.id, Claim.merit).where(Claim.id.in_(claim_ids), graded_by_person())
    return dict(session.execute(graded).tuples().all())


def drawn_and_manifest(session: Session, sample: Collection[int]) -> tuple[int, int]:
    """Return how many claims were drawn, and how many of them a person graded manifestly
    unfounded."""
    return len(sample), count_manifest_of(sample, graded_of(session, sample))


def count_manifest_of(sample: Collection[int], grades: Mapping[int, str | None]) -> int:
    """Return how many claims of a sample are manifestly unfounded, by the grades of people."""
    return sum(grades.get(each) == Merit.MANIFESTLY_UNFOUNDED for each in sample)


def _gradable(claim_ids: Sequence[int], row: Boycott) -> Select[tuple[int]]:
    return select(Claim.id).where(
        Claim.id.in_(claim_ids),
        Claim.state.in_(_CLOSED),
        Claim.filer_id.in_(parties.accounts_of(row.filer_id)),
    )


def _drawable(work: UnitOfWork, row: Boycott) -> Select[tuple[int]]:
    """Return the statement for the claims that were closed at the proposal and that no person had
    graded by then, whatever was graded since; and that can be graded now."""
    at = row.proposed_at
    since = at - timedelta(days=work.policy.boycott.window)
    graded = (
        select(EventClaim.claim_id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(EventClaim.claim_id == Claim.id, Event.merit.is_not(None))
        .correlate(Claim)
    )
    by_person = graded.where(or_(Event.by.is_(None), Event.by != EventBy.RULE))
    return claims_within(row.filer_id, row.rights_holder_id, since=since, until=at).where(
        Claim.state.in_(_CLOSED),
        Claim.closed_at <= at,
        ~by_person.where(Event.recorded_at <= at).exists(),
        or_(Claim.merit.is_(None), graded.exists()),
    )
