"""Trusted filers: accounts that have been right for long, by the policy's numbers.

Nothing is stored: who is trusted is asked anew each time, of the newest scan's figures and of what
people did since. So it ends at once, and no record of it weighs anywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from complaints.models import Boycott, Claim, Complaint, Filer, Flag, Standing
from complaints.rules.cases.boycotts import UNFINISHED as UNFINISHED_BOYCOTTS
from complaints.rules.cases.flags import UNFINISHED as UNFINISHED_FLAGS
from complaints.rules.kinds import Level, Merit
from complaints.work import UnitOfWork

_FLAGGED = ("confirmed", *UNFINISHED_FLAGS)


def find_trusted(work: UnitOfWork, among: Collection[int] | None = None) -> frozenset[int]:
    """Return the accounts that are trusted now, of some or of all: those that meet the numbers and
    against whose party nothing stands, a flag at warning or above among it."""
    flag, member = aliased(Flag), aliased(Filer)
    flagged = (
        select(flag.id)
        .join(member, member.id == flag.filer_id)
        .where(
            member.party_id == Filer.party_id,
            flag.state.in_(_FLAGGED),
            flag.level.in_([Level.WARNING, Level.BOYCOTT_REVIEW]),
        )
    )
    return _find(work, among, ~exists(flagged))


def meets_numbers(work: UnitOfWork, filer_id: int) -> bool:
    """Say whether an account meets the numbers, as it reads itself: of a flag that nobody told it
    of, it learns nothing here."""
    return bool(_find(work, [filer_id]))


def _find(
    work: UnitOfWork, among: Collection[int] | None, *besides: ColumnElement[bool]
) -> frozenset[int]:
    law = work.policy.law
    if not law.trusted_claims:
        return frozenset()
    decided, unfounded = func.sum(Standing.decided), func.sum(Standing.unfounded)
    known = select(Standing.filer_id).group_by(Standing.filer_id)
    if among is not None:
        known = known.where(Standing.filer_id.in_(among))
    known = known.having(
        decided >= law.trusted_claims, 100 * unfounded <= (100 - law.trusted_founded) * decided
    )
    long_ago = work.now - timedelta(days=law.trusted_days)
    there_long = exists(
        select(Complaint.id).where(Complaint.filer_id == Filer.id, Complaint.filed_at <= long_ago)
    )
    member: Any = aliased(Filer)
    of_party = member.party_id == Filer.party_id
    warned = (
        select(Boycott.id)
        .join(member, member.id == Boycott.filer_id)
        .where(
            of_party,
            Boycott.state.in_([each for each in UNFINISHED_BOYCOTTS if each != "proposed"]),
        )
    )
    since = work.now - timedelta(days=work.policy.boycott.window)
    manifest = (
        select(Claim.id)
        .join(member, member.id == Claim.filer_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(of_party, Claim.merit == Merit.MANIFESTLY_UNFOUNDED, Complaint.filed_at >= since)
    )
    rows = select(Filer.id).where(
        Filer.id.in_(known), there_long, ~exists(warned), ~exists(manifest), *besides
    )
    return frozenset(work.session.scalars(rows))
