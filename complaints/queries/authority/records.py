"""Which accounts are known by complaints that were upheld, and when a name or number is a crowd's.

A record is weighed before a crowd is left aside: accounts that have shown nothing cost nothing, so
any number of them hides nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from abuse.policy import Policy
from complaints.models import Claim, Complaint
from complaints.models.base import Moment
from complaints.queries.filing.checks.incumbents import Speaker
from complaints.rules.authority.proof import WORDS

# How many complaints of a record are counted by outcome.
COMPLAINTS = 60
# Accounts whose record is counted by itself: those that filed first.
_SINGLY = 20
_SOME_COMPLAINTS = (
    select(Complaint.id)
    .where(
        Complaint.right_id.in_(bindparam("rights", expanding=True)),
        Complaint.filed_at <= bindparam("before", type_=Moment()),
    )
    .limit(COMPLAINTS)
    .cte("some_complaints")
)
_OUTCOMES = (
    select(
        Claim.state,
        func.count(),
        select(func.count()).select_from(_SOME_COMPLAINTS).scalar_subquery(),
    )
    .where(Claim.complaint_id.in_(select(_SOME_COMPLAINTS.c.id)))
    .group_by(Claim.state)
)


@dataclass(frozen=True, slots=True)
class Record:
    """Complaints looked at (at most `COMPLAINTS`), and their claims by outcome."""

    complaints: int
    upheld: int
    refused: int


Known = tuple[Sequence[Speaker], Record]


def is_upheld(record: Record, policy: Policy) -> bool:
    """Say whether a record is enough to be known by."""
    return (
        record.complaints >= policy.impostor_known_complaints
        and record.upheld >= policy.impostor_known_upheld
        and record.upheld >= policy.impostor_known_share * (record.upheld + record.refused)
    )


def record_of(session: Session, right_ids: Collection[int], before: datetime) -> Record:
    """Return the outcomes of complaints on these statements, filed until `before`."""
    some = {"rights": sorted(right_ids), "before": before}
    rows = session.connection().execute(_OUTCOMES, some).all()
    ended = {state: claims for state, claims, _ in rows}
    refused = sum(ended.get(state, 0) for state in ("rejected", "reinstated"))
    return Record(rows[0][2] if rows else 0, ended.get("removed", 0), refused)


def is_known_by(
    session: Session, right_ids: Collection[int], policy: Policy, now: datetime
) -> bool:
    """Say whether the complaints on these statements are a record to be known by."""
    before = now - timedelta(days=policy.impostor_known_days)
    return bool(right_ids) and is_upheld(record_of(session, right_ids, before), policy)


def known_by(
    session: Session, speakers: Sequence[Speaker], policy: Policy, now: datetime
) -> Known | None:
    """Return those who are known together, with their record; else the one account that is known
    best by itself, so that what others file cannot spoil its record; None where nobody is."""
    before, heard = _heard(speakers, policy, now)
    if not heard:
        return None
    record = record_of(session, {each.right_id for each in heard}, before)
    if is_upheld(record, policy):
        return heard, record
    enough = record.complaints >= COMPLAINTS or record.upheld >= policy.impostor_known_upheld
    singly = _singly(session, heard, policy, before) if enough else []
    return max(singly, key=lambda known: known[1].upheld, default=None)


def uncrowded(
    session: Session,
    speakers: Sequence[Speaker],
    by: Callable[[Speaker], Hashable],
    policy: Policy,
    now: datetime,
) -> Sequence[Speaker]:
    """Return the speakers, as long as they are few (`by` says whom each counts for, None for
    nobody). Of a crowd, return those alone that have shown more than words or are known by
    themselves; where these are a crowd too, the proven alone."""
    most = policy.impostor_most_names
    if _count(speakers, by) <= most:
        return speakers
    before, heard = _heard(speakers, policy, now)
    known = {one.filer_id for mine, _ in _singly(session, heard, policy, before) for one in mine}
    proven = [each for each in speakers if each.standing not in WORDS]
    weighty = [each for each in speakers if each.standing not in WORDS or each.filer_id in known]
    return weighty if _count(weighty, by) <= most else proven


def _count(speakers: Sequence[Speaker], by: Callable[[Speaker], Hashable]) -> int:
    return len({by(each) for each in speakers} - {None})


def _heard(
    speakers: Sequence[Speaker], policy: Policy, now: datetime
) -> tuple[datetime, list[Speaker]]:
    """Return until when complaints count, and who had filed by then."""
    before = now - timedelta(days=policy.impostor_known_days)
    # Persons share names: a record under a person's own name is nobody else's business.
    heard = [s for s in speakers if s.first and s.first <= before and (s.account or not s.own)]
    return before, heard


def _singly(
    session: Session, heard: Sequence[Speaker], policy: Policy, before: datetime
) -> list[Known]:
    """Return the accounts that are known by their own record, of those that filed first."""
    by_account: dict[int, list[Speaker]] = {}
    for each in sorted(heard, key=lambda one: (one.first or before, one.right_id)):
        by_account.setdefault(each.filer_id, []).append(each)
    known: list[Known] = []
    for mine in list(by_account.values())[:_SINGLY]:
        record = record_of(session, {each.right_id for each in mine}, before)
        if is_upheld(record, policy):
            known.append((mine, record))
    return known
