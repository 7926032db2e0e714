"""How well an account is proven to speak for the holder of a right: what levels and papers say.

Every statement walks an index and is built once: a filing waits for it. What follows from a
standing, `complaints.rules.authority.proof` says.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, bindparam, exists, or_, select, true
from sqlalchemy.orm import Session

from abuse.policy import Policy
from complaints.models import Alarm, Authorization, Complaint, Filer, Right, RightDocument
from complaints.queries.authority import records, registers
from complaints.queries.authority.claimants import (
    MINE,
    STATED_AS_OWN,
    Claimant,
    any_own,
    claimant_of,
    own,
)
from complaints.queries.authority.permissions import said_by_holders, standings_given
from complaints.rules.authority import proof
from complaints.rules.authority.proof import PROVEN, Standing
from complaints.rules.authority.registers import Verdict
from complaints.rules.kinds import AlarmKind, DocumentKind

_COMPARED = select(
    or_(
        exists(STATED_AS_OWN.where(Right.proof_by.is_not(None)).with_only_columns(Right.id)),
        exists(
            select(Authorization.id).where(
                Authorization.filer_id.in_(MINE),
                Authorization.rights_holder_id == bindparam("holder", type_=Integer()),
                Authorization.proof_by.is_not(None),
                Authorization.revoked_on.is_(None),
            )
        ),
    )
)
_STATEMENTS = (
    select(Right.id)
    .where(
        Right.filer_id.in_(MINE),
        or_(
            Right.key == bindparam("key"),
            Right.rights_holder_id == bindparam("holder", type_=Integer()),
        ),
    )
    .limit(100)
)
_SHOWN = exists(
    select(RightDocument.right_id).where(
        RightDocument.right_id == bindparam("right"),
        RightDocument.kind == DocumentKind.REGISTRATION,
    )
).select()


def by_levels(session: Session, claimant: Claimant, policy: Policy, now: datetime) -> Standing:
    """Return the standing by what is recorded as proven and by papers sent; a record of upheld
    complaints is left out (see `is_known`)."""
    shown = claimant.papers or _has_paper(session, claimant)
    standings = [Standing.SHOWN if shown else Standing.STATED]
    theirs: list[Standing] = []
    if claimant.own:
        standings += own(session, claimant.filer.party_id, claimant.right.key)
    else:
        theirs += standings_given(session, claimant, policy, now)
    if not any(each in PROVEN for each in (*standings, *theirs)):
        theirs += said_by_holders(session, claimant)
    # A permission, or the word, of whoever is not the holder proves nothing.
    if theirs and not is_contradicted(session, claimant):
        standings += theirs
    return max(standings, key=lambda each: each.rank)


def _has_paper(session: Session, claimant: Claimant) -> bool:
    if not claimant.own:
        return False
    return bool(session.connection().execute(_SHOWN, {"right": claimant.right.id}).scalar())


def is_compared(session: Session, claimant: Claimant) -> bool:
    """Say whether a person has compared a paper of this account: of any right of its own, or of a
    permission by this holder."""
    holder = None if claimant.own or claimant.holder is None else claimant.holder.id
    asked = {"party": claimant.filer.party_id, "holder": holder}
    return bool(session.connection().execute(_COMPARED, asked).scalar())


def is_known(session: Session, claimant: Claimant, policy: Policy, now: datetime) -> bool:
    """Say whether complaints of the claimant's party on this right, or for this holder where it
    files for another, were upheld."""
    holder = None if claimant.own or claimant.holder is None else claimant.holder.id
    asked = {"party": claimant.filer.party_id, "key": claimant.right.key, "holder": holder}
    ids = session.connection().execute(_STATEMENTS, asked).scalars().all()
    return records.is_known_by(session, ids, policy, now)


def is_contradicted(session: Session, claimant: Claimant) -> bool:
    """Say whether an office's register names somebody else as the holder of the right."""
    return registers.verdict_on(session, claimant.right) is Verdict.CONTRADICTS


def of_claimant(session: Session, claimant: Claimant, policy: Policy, now: datetime) -> Standing:
    """Return the standing, with the record of upheld complaints counted."""
    standing = by_levels(session, claimant, policy, now)
    if standing in proof.WORDS and is_known(session, claimant, policy, now):
        return Standing.KNOWN
    return standing


def standing_of_complaint(
    session: Session, complaint: Complaint, policy: Policy, now: datetime
) -> Standing:
    """Return the standing of a complaint's filer today."""
    return of_claimant(session, claimant_of(session, complaint), policy, now)


def of_owner(session: Session, alarm: Alarm, policy: Policy, now: datetime) -> Standing:
    """Return the standing of the account that got an alarm, on the right or the name it is about.

    Any proven right of its own proves whose its name is.
    """
    owner = session.get_one(Filer, alarm.filer_id)
    on_right = alarm.kind == AlarmKind.RIGHT
    levels = (
        own(session, owner.party_id, alarm.subject)
        if on_right
        else any_own(session, owner.party_id)
    )
    standing = max(levels, key=lambda each: each.rank, default=Standing.STATED)
    if standing not in proof.UNVERIFIED:
        return standing
    key = Right.key == alarm.subject
    mine = select(Right.id).where(Right.filer_id == owner.id, key if on_right else true())
    ids = session.scalars(mine.limit(100)).all()
    known = records.is_known_by(session, ids, policy, now)
    return Standing.KNOWN if known else standing
