"""Keeps from when to when claims held their listings down. Ground: calls no other service.

`claim.listing_down` says the same of now, and whoever changes it calls this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Downtime
from complaints.rules.sellers.downtimes import Span, turned
from complaints.services.registry.rows import chunks, insert_all
from complaints.work import UnitOfWork

DOWNTIME: Any = Downtime.__table__


def turn(work: UnitOfWork, claim: Claim) -> None:
    """Begin or end the time in which a claim holds its listing down, as `claim.listing_down` says
    now. The claim is locked."""
    held = select(Downtime).where(Downtime.claim_id == claim.id, Downtime.until.is_(None))
    row = work.session.scalar(held)
    if row is None and claim.listing_down:
        work.session.add(
            Downtime(listing_id=claim.listing_id, claim_id=claim.id, since=work.now, until=None)
        )
    elif row is not None and not claim.listing_down:
        (ended,) = turned((Span(row.since),), work.now, is_down=False)
        row.until = ended.until
    work.session.flush()


def insert(session: Session, spans: Mapping[int, tuple[int, tuple[Span, ...]]]) -> None:
    """Store the times of new claims: by the claim's id its listing's id and the spans."""
    rows = [
        {"listing_id": listing_id, "claim_id": claim_id, "since": one.since, "until": one.until}
        for claim_id, (listing_id, down) in spans.items()
        for one in down
    ]
    insert_all(session, DOWNTIME, rows)


def rewrite(session: Session, spans: Mapping[int, tuple[Span, ...]]) -> None:
    """Put these times of claims, which are locked, in place of the stored ones; set-wise."""
    for chunk in chunks(sorted(spans)):
        session.execute(
            delete(Downtime)
            .where(Downtime.claim_id.in_(chunk))
            .execution_options(synchronize_session=False)
        )
        listings = select(Claim.id, Claim.listing_id).where(Claim.id.in_(chunk))
        insert(
            session,
            {
                claim_id: (listing_id, spans[claim_id])
                for claim_id, listing_id in session.execute(listings)
            },
        )
