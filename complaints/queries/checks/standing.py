"""Who has filed for a holder, by which right, since when: what the check at intake looks up.

Every question walks an index and stops after a fixed number of rows, so that a filing costs the
same with a million claims stored. What the answers mean is for `abuse.authority` to say.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, Filer, FilerIdentity, Right, RightsHolder
from complaints.rules.kinds import FilerKind

# Statements of one right, or of one holder's rights, that are looked at: the oldest.
STATEMENTS = 100
# Complaints on them whose outcomes are counted, and domains of their filers that are compared.
COMPLAINTS = 60
DOMAINS = 200
DOMAIN_KINDS = ("email", "website")


@dataclass(frozen=True, slots=True)
class Speaker:
    """An account that has stated a right: as its own, or as `holder`'s (one spelling, see party).

    `first` is its first complaint on it; `account` its own name, "" for a person.
    """

    right_id: int
    filer_id: int
    own: bool
    account: str
    holder: str
    first: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """Complaints looked at (at most `COMPLAINTS`), and their claims by outcome."""

    complaints: int
    upheld: int
    refused: int


def speakers_by_right(session: Session, right_key: str, *, but: int) -> list[Speaker]:
    """Return who has stated this right, the filer `but` left out."""
    return _speakers(session, Right.key == right_key, Right.filer_id != but)


def speakers_by_name(session: Session, party: str, *, but: int) -> list[Speaker]:
    """Return who has stated a right as this holder's, or is the holder by name."""
    named = select(RightsHolder.id).where(RightsHolder.party == party).limit(STATEMENTS)
    own = select(Filer.id).where(Filer.party == party).limit(STATEMENTS)
    others = Right.filer_id != but
    by_others = _speakers(session, Right.rights_holder_id.in_(named), others)
    by_itself = Right.filer_id.in_(own), Right.rights_holder_id.is_(None)
    return by_others + _speakers(session, *by_itself, others)


def _speakers(session: Session, *conditions: ColumnElement[bool]) -> list[Speaker]:
    # Cut before the joins: each statement costs a look at its first complaint.
    some = select(Right.id).where(*conditions).limit(STATEMENTS).subquery()
    first = (
        select(Complaint.filed_at)
        .where(Complaint.right_id == Right.id)
        .order_by(Complaint.filed_at)
        .limit(1)
        .scalar_subquery()
    )
    statements: Select[Any] = (
        select(Right.id, Filer.id, Filer.party, Filer.kind, RightsHolder.party, first)
        .join(some, some.c.id == Right.id)
        .join(Filer, Filer.id == Right.filer_id)
        .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
        .order_by(Right.id)
    )
    speakers = []
    for right_id, filer_id, party, kind, holder, first in session.execute(statements):
        if first is None:
            continue
        own = holder == party or (holder is None and kind != FilerKind.AGENT)
        account = "" if kind == FilerKind.INDIVIDUAL else party
        speakers.append(
            Speaker(right_id, filer_id, own, account, account if own else holder or "", first)
        )
    return speakers


def record_of(session: Session, right_ids: Collection[int], before: datetime) -> Record:
    """Return how complaints on these statements, filed until `before`, ended."""
    looked_at = (
        select(Complaint.id)
        .where(Complaint.right_id.in_(right_ids), Complaint.filed_at <= before)
        .limit(COMPLAINTS)
    )
    cases = session.scalars(looked_at).all()
    counted = (
        select(Claim.state, func.count()).where(Claim.complaint_id.in_(cases)).group_by(Claim.state)
    )
    states = dict(session.execute(counted).tuples().all())
    refused = sum(states.get(state, 0) for state in ("rejected", "reinstated"))
    return Record(len(cases), states.get("removed", 0), refused)


def domains_of(session: Session, filer_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return the domains of e-mail and website that these filers showed."""
    wanted = select(FilerIdentity.filer_id, FilerIdentity.domain).where(
        FilerIdentity.filer_id.in_(filer_ids),
        FilerIdentity.kind.in_(DOMAIN_KINDS),
        FilerIdentity.domain.is_not(None),
    )
    rows = session.execute(wanted.limit(DOMAINS)).tuples()
    return [(filer_id, domain) for filer_id, domain in rows if domain]


def first_filed(session: Session, filer_id: int) -> datetime | None:
    """Return when the filer filed its first complaint."""
    mine = select(Complaint.filed_at).where(Complaint.filer_id == filer_id)
    return session.scalar(mine.order_by(Complaint.filed_at).limit(1))


def filed_since(
    session: Session, filer_id: int, after: datetime, until: datetime, *, most: int
) -> int:
    """Return how many complaints a filer filed after one moment and until another; at most
    `most` are counted."""
    window = (
        select(Complaint.id)
        .where(
            Complaint.filer_id == filer_id,
            Complaint.filed_at > after,
            Complaint.filed_at <= until,
        )
        .limit(most)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(window)) or 0
