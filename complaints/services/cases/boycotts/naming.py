"""What a letter of a case names: stored with the case, and stated in the letter.

The numbers are those of the policy in force; what a letter named stays named.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from complaints.models import Boycott, BoycottClaim
from complaints.queries.cases import boycotts
from complaints.queries.cases.boycotts import NamedClaim
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.grounds import Ground
from complaints.words.labels import label
from complaints.words.letters.named import NamedEvidence, NamedListing
from complaints.work import UnitOfWork


def name_claims(work: UnitOfWork, boycott: Boycott, named_for: NamedFor) -> NamedEvidence:
    """Store the claims of the counted window that a letter names, and return what it states."""
    named = _to_name(work, boycott)
    work.session.add_all(
        BoycottClaim(boycott_id=boycott.id, claim_id=each.claim.id, named_for=str(named_for))
        for each in named
    )
    if boycott.ground == Ground.ONE_HAND:
        boycott.accounts = boycotts.hand_of(work.session, boycott)
    return _evidence(work, boycott, named, len(boycott.accounts or ()))


def evidence_now(work: UnitOfWork, boycott: Boycott) -> NamedEvidence:
    """Return what a letter would state now. Stores nothing."""
    hand = boycotts.hand_of(work.session, boycott) if boycott.ground == Ground.ONE_HAND else ()
    return _evidence(work, boycott, _to_name(work, boycott), len(hand))


def _to_name(work: UnitOfWork, boycott: Boycott) -> Sequence[NamedClaim]:
    since = work.now - timedelta(days=work.policy.boycott.window)
    return boycotts.claims_to_name(work.session, boycott, since=since, until=work.now)


def _evidence(
    work: UnitOfWork, boycott: Boycott, named: Sequence[NamedClaim], accounts: int
) -> NamedEvidence:
    policy = work.policy.boycott
    return NamedEvidence(
        ground=boycott.ground,
        named=[
            NamedListing(
                each.claim.url,
                each.right.title or each.right.number or label("right_kind", each.right.kind),
                each.complaint.filed_at.date(),
            )
            for each in named
        ],
        accounts=accounts,
        needed_after=policy.min_after_warning,
        needed=policy.min_manifest,
        delivered_at=boycott.delivered_at,
        after=boycotts.conduct_after_warning(work.session, boycott, work.now).number,
        drawn=boycotts.drawn_and_manifest(work.session, boycotts.sample_of(work, boycott)),
    )
