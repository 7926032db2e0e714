"""What was shown for a claim: its listing as it was seen, its evidence, its right's documents.

The one place by which the desk gets them, for the panes `_seen`, `_evidence` and `_right`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from complaints.models import Claim
from complaints.queries.complaints import ComplaintDetail, PaperView
from complaints.queries.sides import PROVING, Side
from complaints.work import Work


@dataclass(frozen=True, slots=True)
class Shown:
    """`own_papers` are by claim the documents that are for its listing alone."""

    seen: Sequence[Any]
    evidence: Sequence[PaperView]
    right: Side
    own_papers: Mapping[int, frozenset[int]]


def of_claim(work: Work, claim: Claim, complaint: ComplaintDetail, side: Side) -> Shown:
    """Return what was shown for a claim."""
    evidence = [paper for paper in complaint.papers if paper.kind not in PROVING]
    return Shown(seen=(), evidence=evidence, right=side, own_papers={})
