"""What ends with a hold, and what stays: rows that wait, other matches, letters still owed.

Whether a person has let a filer go on before, on the same right and for the same question.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Check, Complaint, Filer, Letter, PartyMatch, Right
from complaints.queries.cases import matches
from complaints.queries.cases.holds.gate import holding
from complaints.rules.authority.proof import WORDS, Other
from complaints.rules.kinds import CheckKind, LetterKind, Sign


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


# The newest looks that are read.
_LOOKS = 20


def was_let_go(session: Session, filer_id: int, right_key: str, numbers: Mapping[str, Any]) -> bool:
    """Say whether a person has settled a hold for want of proof of this account and right, by the
    same standings as these figures: the same look is asked for once."""
    statement = (
        select(Check.signs, Check.numbers)
        .join(Complaint, Complaint.id == Check.complaint_id)
        .join(Right, Right.id == Complaint.right_id)
        .where(
            Complaint.filer_id == filer_id,
            Right.key == right_key,
            Right.filer_id == filer_id,
            Check.kind == CheckKind.PARTY,
            Check.verified_at.is_not(None),
        )
        .order_by(Check.id.desc())
        .limit(_LOOKS)
    )
    rows = session.execute(statement).tuples()
    return any(Sign.UNPROVEN in signs and _is_same(seen, numbers) for signs, seen in rows)


def _is_same(seen: Mapping[str, Any], numbers: Mapping[str, Any]) -> bool:
    alike = seen["standing"] == numbers["standing"] or {
        seen["standing"], numbers["standing"],
    } <= {*WORDS}  # fmt: skip
    if not alike or seen["others"] != numbers["others"]:
        return False
    # Names are copied again and again; whoever has proven more since then is a new question.
    return numbers["others"] == Other.IN_REGISTER or {*numbers["proven"]} <= {*seen["proven"]}
