"""Which claims of a history are duplicates of one that the filer already had open.

The rule: a claim is a duplicate of a claim of the same filer and right on the same listing that
was stored before it (within a batch: filed before it), if for a moment both were open. A claim is
open from its filing to the event that closed it last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.services.registry.rows import chunks

Subject = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A claim's open time; `closed_at` None means that it is still open."""

    claim_id: int
    filed_at: datetime
    closed_at: datetime | None

    def overlaps(self, other: Span) -> bool:
        return (self.closed_at is None or other.filed_at < self.closed_at) and (
            other.closed_at is None or self.filed_at < other.closed_at
        )


class Spans:
    """The claims that others can be duplicates of, by filer, right and listing."""

    def __init__(self) -> None:
        self._by_subject: defaultdict[Subject, list[Span]] = defaultdict(list)

    @classmethod
    def stored(cls, session: Session, listing_ids: Collection[int]) -> Spans:
        """Return the stored claims on these listings."""
        spans = cls()
        statement = (
            select(
                Claim.filer_id, Claim.right_key, Claim.listing_id,
                Claim.id, Complaint.filed_at, Claim.closed_at,
            )
            .join(Complaint, Complaint.id == Claim.complaint_id)
            .where(Claim.duplicate_of.is_(None), Claim.state != "not_processed")
            .order_by(Claim.id)
        )  # fmt: skip
        for chunk in chunks(sorted(listing_ids)):
            for filer_id, right_key, listing_id, *span in session.execute(
                statement.where(Claim.listing_id.in_(chunk))
            ):
                spans._by_subject[filer_id, right_key, listing_id].append(Span(*span))
        return spans

    def place(self, subject: Subject, span: Span) -> int | None:
        """Return the claim that this one is a duplicate of; else remember it and return None."""
        for earlier in self._by_subject[subject]:
            if earlier.overlaps(span):
                return earlier.claim_id
        self._by_subject[subject].append(span)
        return None


def open_elsewhere(
    session: Session, subjects: Collection[Subject], settled: Collection[int]
) -> dict[Subject, int]:
    """Return the open claim of each subject that is not among the `settled` ones."""
    open_claims: dict[Subject, int] = {}
    statement = select(Claim.filer_id, Claim.right_key, Claim.listing_id, Claim.id).where(
        Claim.duplicate_of.is_(None), Claim.state.in_(OPEN_STATES)
    )
    for chunk in chunks(sorted({listing_id for _, _, listing_id in subjects})):
        for filer_id, right_key, listing_id, claim_id in session.execute(
            statement.where(Claim.listing_id.in_(chunk))
        ):
            if claim_id not in settled:
                open_claims[filer_id, right_key, listing_id] = claim_id
    return open_claims
