"""Writes outgoing letters in the transaction of what they tell. Ground: calls no other service."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.links import SellerOf
from complaints.models import Claim, Letter
from complaints.rules.kinds import Language
from complaints.rules.texts import Wording


def write(
    session: Session,
    kind: str,
    *,
    subject: str,
    body: str,
    now: datetime,
    language: Language = Language.ENGLISH,
    filer_id: int | None = None,
    store_id: int | None = None,
    claim_id: int | None = None,
    complaint_id: int | None = None,
    boycott_id: int | None = None,
) -> Letter:
    """Put a letter into the outbox: to a filer, to a store, or to the seller of a claim's listing.

    Exactly one of `filer_id`, `store_id` and `claim_id` is given.
    """
    letter = Letter(
        kind=kind,
        language=str(language),
        filer_id=filer_id,
        store_id=store_id,
        claim_id=claim_id,
        complaint_id=complaint_id,
        boycott_id=boycott_id,
        subject=subject,
        body=body,
        created_at=now,
    )
    session.add(letter)
    return letter


def seller_of(claim: Claim) -> SellerOf:
    """Return to whom letters about this claim's listing go: its store or, where that is not
    known, whoever sells there (the marketplace knows)."""
    known = claim.store_id is not None
    return SellerOf(claim.complaint_id, claim.store_id, None if known else claim.id)


def tell_seller(
    session: Session, claim: Claim, kind: str, wording: Wording, *, now: datetime
) -> Letter:
    """Write to the seller of what a claim aims at."""
    seller = seller_of(claim)
    return write(
        session,
        kind,
        subject=wording.subject,
        body=wording.body,
        now=now,
        store_id=seller.store_id,
        claim_id=seller.claim_id,
        complaint_id=seller.complaint_id,
    )
