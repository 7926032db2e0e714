"""What was shown for a claim: its listing as it was seen, its evidence, its right's documents.

The one place by which the desk gets them, for the panes `_seen`, `_evidence` and `_right`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from complaints.models import Claim
from complaints.queries import evidence, listings_seen, sides
from complaints.queries.complaints import ComplaintDetail
from complaints.queries.evidence import Evidence
from complaints.queries.listings_seen import Seen
from complaints.queries.sides import Side, SideShown
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Shown:
    """`own_papers` are by claim the documents that are for its listing alone."""

    seen: Sequence[Seen]
    evidence: Evidence
    right: SideShown
    own_papers: Mapping[int, frozenset[int]]


def shown_for_claim(
    work: UnitOfWork, claim: Claim, complaint: ComplaintDetail, side: Side
) -> Shown:
    """Return what was shown for a claim."""
    return Shown(
        seen=listings_seen.of_listing(work, claim.listing_id, claim.id),
        evidence=evidence.for_claim(work, claim),
        right=sides.side_shown(work, complaint.complaint, side),
        own_papers=evidence.own_papers(work.session, claim.complaint_id),
    )
