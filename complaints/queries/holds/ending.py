"""What ends with a hold, and what stays: rows that wait, other matches, letters still owed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Check, Complaint, Filer, Letter, PartyMatch
from complaints.queries import matches
from complaints.queries.holds.gate import holding
from complaints.rules.kinds import CheckKind, LetterKind


def lock_waiting_holds(
    session: Session, match_ids: Collection[int], filer_ids: Collection[int]
) -> Sequence[Check]:
    """Return the holds that nobody has ended, locked: those that rest on these matches, and all of
    these accounts."""
    theirs = select(Complaint.id).where(Complaint.filer_id.in_(filer_ids))
    statement = select(Check).where(
        Check.kind == CheckKind.PARTY,
        Check.verified_at.is_(None),
        or_(Check.match_id.in_(match_ids), Check.complaint_id.in_(theirs)),
    )
    return session.scalars(statement.order_by(Check.id).with_for_update()).all()


def standing_match(session: Session, filer: Filer, now: datetime) -> PartyMatch | None:
    """Return the strongest match stored of an account with another party that is still bound or
    flagged, unless a person has judged that they are not the same."""
    statement = (
        select(PartyMatch, Filer.party_id)
        .join(Filer, Filer.id == PartyMatch.other_id)
        .where(PartyMatch.filer_id == filer.id, Filer.party_id != filer.party_id)
        .order_by(PartyMatch.weight.desc(), PartyMatch.id)
    )
    rows = session.execute(statement).tuples().all()
    troubled = matches.troubled_since(session, {party_id for _, party_id in rows}, None, now)
    mine = [each.id for each in matches.members(session, filer.party_id)]
    for match, party_id in rows:
        if party_id in troubled:
            theirs = [each.id for each in matches.members(session, party_id)]
            if match.other_id not in matches.judged_apart(session, filer.id, mine, theirs):
                return match
    return None


def held_alike(session: Session, filer_id: int, match_id: int | None, now: datetime) -> bool:
    """Say whether another complaint of an account is held by the same match now; None: by a
    boycott alone."""
    statement = (
        select(Check.id)
        .join(Complaint, Complaint.id == Check.complaint_id)
        .where(Complaint.filer_id == filer_id, holding(now))
    )
    same = Check.match_id.is_(None) if match_id is None else Check.match_id == match_id
    return session.scalar(statement.where(same).limit(1)) is not None


def waits_for_an_end(session: Session, filer_id: int) -> bool:
    """Say whether an account was told of more checks that began than of checks that are over."""
    begun, over = LetterKind.PARTY_CHECKED, LetterKind.PARTY_CHECK_OVER
    balance = func.sum(case((Letter.kind == begun, 1), else_=-1))
    about = and_(Letter.filer_id == filer_id, Letter.kind.in_((begun, over)))
    return (session.scalar(select(balance).where(about)) or 0) > 0
