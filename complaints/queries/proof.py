"""How well an account is proven to speak for the holder of a right: what levels and papers say.

Every statement walks an index and is built once: a filing waits for it. What follows from a
standing, `complaints.rules.proof` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import Session

from abuse.policy import Policy
from complaints.models import (
    Alarm,
    Authorization,
    AuthorizationOffer,
    Complaint,
    Filer,
    Right,
    RightDocument,
    RightsHolder,
)
from complaints.models.rights import PROVEN
from complaints.queries import registers
from complaints.queries.checks.incumbents import Record, record_of
from complaints.rules import proof
from complaints.rules.kinds import AlarmKind, DocumentKind, FilerKind, Proof
from complaints.rules.proof import Standing
from complaints.rules.registers import Verdict


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who speaks by which right: for itself (`holder` None or of its own name), or for another.

    `authorization_id` is the permission that it names; `papers` says that it sent a paper of the
    kind that would prove it.
    """

    filer: Filer
    right: Right
    holder: RightsHolder | None
    authorization_id: int | None
    papers: bool = False

    @property
    def name(self) -> str:
        """The holder's name that it gives, in the one spelling."""
        return self.holder.folded_name if self.holder else self.filer.folded_name

    @property
    def own(self) -> bool:
        named = self.holder is not None or self.filer.kind != FilerKind.AGENT
        return named and self.name == self.filer.folded_name


_MINE = select(Filer.id).where(Filer.party_id == bindparam("party", type_=Integer()))
_ITS_OWN = or_(
    RightsHolder.folded_name == Filer.folded_name,
    Right.rights_holder_id.is_(None) & (func.coalesce(Filer.kind, "") != FilerKind.AGENT),
)
_STATED_AS_OWN = (
    select(Right.proof, Right.proof_by)
    .join(Filer, Filer.id == Right.filer_id)
    .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
    .where(Right.filer_id.in_(_MINE), _ITS_OWN)
)
_OWN = _STATED_AS_OWN.where(Right.key == bindparam("key"))
_ANY_OWN = _STATED_AS_OWN.where(PROVEN).limit(100)
_TODAY = bindparam("today", type_=Date())
_GIVEN = (
    select(Authorization.proof, Authorization.proof_by, AuthorizationOffer.offered_by)
    .outerjoin(AuthorizationOffer, AuthorizationOffer.authorization_id == Authorization.id)
    .where(
        Authorization.filer_id.in_(_MINE),
        or_(AuthorizationOffer.offered_by.is_(None), AuthorizationOffer.accepted_at.is_not(None)),
        or_(
            Authorization.id == bindparam("used", type_=Integer()),
            # Another one of this holder counts where its scope has this right in it for certain.
            and_(
                Authorization.rights_holder_id == bindparam("holder", type_=Integer()),
                Authorization.proof != Proof.STATED,
                Authorization.revoked_on.is_(None),
                or_(Authorization.valid_from.is_(None), Authorization.valid_from <= _TODAY),
                or_(Authorization.valid_to.is_(None), Authorization.valid_to >= _TODAY),
                or_(
                    Authorization.right_id.is_(None),
                    Authorization.right_id == bindparam("right", type_=Integer()),
                ),
                Authorization.right_kind.is_(None),
                Authorization.marketplace_id.is_(None),
            ),
        ),
    )
    .limit(100)
)
_COMPARED = select(
    or_(
        exists(_STATED_AS_OWN.where(Right.proof_by.is_not(None)).with_only_columns(Right.id)),
        exists(
            select(Authorization.id).where(
                Authorization.filer_id.in_(_MINE),
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
        Right.filer_id.in_(_MINE),
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


def by_levels(session: Session, claimant: Claimant, today: date) -> Standing:
    """Return the standing by what is recorded as proven and by papers sent; a record of upheld
    complaints is left out (see `is_known`)."""
    shown = claimant.papers or _has_paper(session, claimant)
    standings = [Standing.SHOWN if shown else Standing.STATED]
    if claimant.own:
        standings += own(session, claimant.filer.party_id, claimant.right.key)
    elif not is_contradicted(session, claimant):
        # A permission of whoever is not the holder proves nothing.
        standings += _given(session, claimant, today)
    return max(standings, key=lambda each: each.rank)


def own(session: Session, party_id: int, right_key: str) -> list[Standing]:
    """Return the standing of each statement by which a party's accounts state this right as their
    own."""
    rows = session.connection().execute(_OWN, {"party": party_id, "key": right_key})
    return _levels(rows)


def any_own(session: Session, party_id: int) -> list[Standing]:
    """Return the standings of the proven rights that a party's accounts state as their own."""
    return _levels(session.connection().execute(_ANY_OWN, {"party": party_id}))


def _levels(rows: Iterable[Any]) -> list[Standing]:
    return [proof.standing(level, compared=by is not None) for level, by in rows]


def _given(session: Session, claimant: Claimant, today: date) -> list[Standing]:
    """Return the standing that each permission gives; an offer gives no more than its giver has."""
    right = claimant.right
    asked = {
        "party": claimant.filer.party_id, "used": claimant.authorization_id, "right": right.id,
        "holder": claimant.holder.id if claimant.holder else None, "today": today,
    }  # fmt: skip
    standings = []
    for level, compared_by, giver in session.connection().execute(_GIVEN, asked):
        if compared_by is not None or giver is None:
            standings.append(proof.standing(level, compared=compared_by is not None))
        else:
            party = session.get_one(Filer, giver).party_id
            standings += own(session, party, right.key) or any_own(session, party)
    return standings


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
    before = now - timedelta(days=policy.impostor_known_days)
    return bool(ids) and is_upheld(record_of(session, ids, before), policy)


def is_upheld(record: Record, policy: Policy) -> bool:
    """Say whether a record is enough to be known by."""
    return (
        record.complaints >= policy.impostor_known_complaints
        and record.upheld >= policy.impostor_known_upheld
        and record.upheld >= policy.impostor_known_share * (record.upheld + record.refused)
    )


def is_contradicted(session: Session, claimant: Claimant) -> bool:
    """Say whether an office's register names somebody else as the holder of the right."""
    return registers.verdict_on(session, claimant.right) is Verdict.CONTRADICTS


def of_claimant(session: Session, claimant: Claimant, policy: Policy, now: datetime) -> Standing:
    """Return the standing, with the record of upheld complaints counted."""
    standing = by_levels(session, claimant, now.date())
    if standing in proof.WORDS and is_known(session, claimant, policy, now):
        return Standing.KNOWN
    return standing


def of_complaint(session: Session, complaint: Complaint, policy: Policy, now: datetime) -> Standing:
    """Return the standing of a complaint's filer today."""
    return of_claimant(session, claimant_of(session, complaint), policy, now)


def claimant_of(session: Session, complaint: Complaint) -> Claimant:
    """Return who speaks by a complaint, and how."""
    holder_id = complaint.rights_holder_id
    return Claimant(
        session.get_one(Filer, complaint.filer_id),
        session.get_one(Right, complaint.right_id),
        session.get_one(RightsHolder, holder_id) if holder_id is not None else None,
        complaint.authorization_id,
    )


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
    if standing not in proof.WORDS:
        return standing
    key = Right.key == alarm.subject
    mine = select(Right.id).where(Right.filer_id == owner.id, key if on_right else true())
    ids = session.scalars(mine.limit(100)).all()
    before = now - timedelta(days=policy.impostor_known_days)
    known = bool(ids) and is_upheld(record_of(session, ids, before), policy)
    return Standing.KNOWN if known else standing
