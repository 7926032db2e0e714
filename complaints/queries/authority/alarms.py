"""Alarms: which accounts a filing by somebody else concerns, and the alarms that they got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import (
    Account,
    Alarm,
    ApiKey,
    Authorization,
    AuthorizationOffer,
    Claim,
    Complaint,
    Filer,
    Right,
    RightsHolder,
)
from complaints.models.alarms import LOOKED_AT
from complaints.models.rights import PROVEN
from complaints.queries.authority import proof
from complaints.queries.logins import filers
from complaints.rules.actors import Actor
from complaints.rules.authority.proof import Standing, may_read
from complaints.rules.kinds import AlarmAnswer, AlarmKind, DenialStep, FilerKind, Proof
from complaints.words import message as _
from complaints.work import UnitOfWork

# Accounts that are looked at for one filing, and complaints that one denial reaches.
OWNERS = 20
COMPLAINTS = 200


@dataclass(frozen=True, slots=True)
class Owner:
    """An account that a filing concerns, with its own statement of the right where there is one."""

    filer_id: int
    right_id: int | None


@dataclass(frozen=True, slots=True)
class AlarmView:
    """An alarm as its account reads it: the other filer's name (no contact), the right, and how
    many complaints and listings it is about.

    `by` is None where the reader has proven nothing and the filer has: a number that somebody typed
    opens nobody's record.
    """

    alarm: Alarm
    by: str | None
    right: Right | None
    complaint: Complaint
    complaints: int
    listings: int

    @property
    def version(self) -> int:
        return self.alarm.version

    @property
    def basis(self) -> str | None:
        return self.complaint.basis if self.by is not None else None


# Built once: at a filing, building a statement costs more than running it. No alarm goes to an
# account that nobody can open (a history's), nor to one that has authorized the filer.
_REACHED = or_(
    exists(select(Account.id).where(Account.filer_id == Filer.id, Account.active)),
    exists(select(ApiKey.id).where(ApiKey.filer_id == Filer.id, ApiKey.revoked_at.is_(None))),
)
_PERMITTED = exists(
    select(AuthorizationOffer.authorization_id)
    .join(Authorization, Authorization.id == AuthorizationOffer.authorization_id)
    .where(
        AuthorizationOffer.offered_by == Filer.id,
        AuthorizationOffer.accepted_at.is_not(None),
        Authorization.filer_id == bindparam("by", type_=Integer()),
        Authorization.revoked_on.is_(None),
    )
)
_BY = aliased(Filer)
_HAND = select(_BY.party_id).where(_BY.id == bindparam("by", type_=Integer())).scalar_subquery()
# Accounts of one party are not strangers to each other.
_OTHERS = (Filer.party_id != _HAND, _REACHED, ~_PERMITTED)
# How well a statement of a right is proven: a crowd that typed the number keeps no proven holder
# from its alarm.
_LEVEL = case(
    (Right.proof == Proof.CONFIRMED, 3),
    (Right.proof_by.is_not(None) | (Right.proof == Proof.PAPER_SEEN), 2),
    (Right.proof == Proof.IN_REGISTER, 1),
    else_=0,
)
_BY_RIGHT = (
    select(Right.filer_id, func.max(Right.id))
    .join(Filer, Filer.id == Right.filer_id)
    .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
    .where(
        Right.key == bindparam("key"),
        or_(
            RightsHolder.folded_name == Filer.folded_name,
            Right.rights_holder_id.is_(None) & (func.coalesce(Filer.kind, "") != FilerKind.AGENT),
        ),
        *_OTHERS,
    )
    .group_by(Right.filer_id)
    .order_by(func.max(_LEVEL).desc(), Right.filer_id)
    .limit(OWNERS)
)
_BY_NAME = (
    select(Filer.id)
    .where(
        Filer.folded_name == bindparam("name"),
        func.coalesce(Filer.kind, "") == FilerKind.RIGHTS_HOLDER,
        *_OTHERS,
    )
    .order_by(exists(select(Right.id).where(Right.filer_id == Filer.id, PROVEN)).desc(), Filer.id)
    .limit(OWNERS)
)
_SHARED = exists(
    select(Filer.id).where(
        Filer.folded_name == bindparam("name"),
        func.coalesce(Filer.kind, "") == FilerKind.RIGHTS_HOLDER,
        Filer.party_id.not_in(
            select(_BY.party_id).where(_BY.id.in_(bindparam("sides", expanding=True)))
        ),
    )
).select()


_ABOUT = select(Alarm).where(
    Alarm.by_filer_id == bindparam("by"),
    Alarm.subject.in_(bindparam("subjects", expanding=True)),
)


def owners_by_right(session: Session, right_key: str, *, by: int) -> list[Owner]:
    """Return the accounts that state this right as their own, but for those of the party of the
    filer `by`."""
    rows = session.connection().execute(_BY_RIGHT, {"key": right_key, "by": by})
    return [Owner(*row) for row in rows]


def owners_by_name(session: Session, name: str, *, by: int) -> list[Owner]:
    """Return the rights holders' accounts of this name (in one spelling)."""
    rows = session.connection().execute(_BY_NAME, {"name": name, "by": by})
    return [Owner(row.id, None) for row in rows]


def alarms_about(
    session: Session, by_filer_id: int, subjects: Sequence[tuple[str, str]]
) -> list[Alarm]:
    """Return the alarms about a filer for any of these (kind, subject)."""
    asked = {"by": by_filer_id, "subjects": [subject for _, subject in subjects]}
    return [row for row in session.scalars(_ABOUT, asked) if (row.kind, row.subject) in subjects]


def is_shared(session: Session, alarm: Alarm) -> bool:
    """Say whether an alarm is about a name that accounts beside its two sides have as well. A right
    of one of them then does not show whose name it is."""
    if alarm.kind != AlarmKind.NAME:
        return False
    sides = {"name": alarm.subject, "sides": [alarm.filer_id, alarm.by_filer_id]}
    return bool(session.connection().execute(_SHARED, sides).scalar())


def other_denials(session: Session, alarm: Alarm) -> Sequence[Alarm]:
    """Return the denials by others for which the same filer is asked for its authority."""
    statement = select(Alarm).where(
        Alarm.by_filer_id == alarm.by_filer_id,
        Alarm.id != alarm.id,
        Alarm.answer == AlarmAnswer.NOT_AUTHORIZED,
        or_(Alarm.followed == DenialStep.ASK_FILER, Alarm.settled_for == "denier"),
    )
    return session.scalars(statement.order_by(Alarm.id)).all()


def complaints_about(session: Session, alarm: Alarm) -> Sequence[Complaint]:
    """Return the complaints of the other filer that an alarm is about, the newest first."""
    statement = select(Complaint).where(Complaint.filer_id == alarm.by_filer_id, _subject(alarm))
    return session.scalars(statement.order_by(Complaint.id.desc()).limit(COMPLAINTS)).all()


def _subject(alarm: Alarm) -> ColumnElement[bool]:
    if alarm.kind == AlarmKind.RIGHT:
        return Complaint.right_id.in_(
            select(Right.id).where(Right.key == alarm.subject, Right.filer_id == alarm.by_filer_id)
        )
    named = select(RightsHolder.id).where(RightsHolder.folded_name == alarm.subject)
    own = exists(
        select(Filer.id).where(Filer.id == alarm.by_filer_id, Filer.folded_name == alarm.subject)
    )
    return or_(Complaint.rights_holder_id.in_(named), Complaint.rights_holder_id.is_(None) & own)


def get_alarm(work: UnitOfWork, alarm_id: int) -> AlarmView:
    """Return one alarm. Refuses with: not-found."""
    row = work.session.execute(_views(work.actor).where(Alarm.id == alarm_id)).one_or_none()
    if row is None:
        raise not_found(_("notice about a right"))
    return _view(work, row)


def find_alarms(
    work: UnitOfWork, *, waiting: bool | None, look: bool = False, after: int | None, limit: int
) -> list[AlarmView]:
    """Return up to limit + 1 alarms in sight, the newest first.

    `waiting` keeps to those without an answer (True) or with one (False); None keeps all. `look`
    keeps to denials at which a person is to look.
    """
    statement = _views(work.actor)
    if waiting is not None:
        statement = statement.where(
            Alarm.answer.is_(None) if waiting else Alarm.answer.is_not(None)
        )
    if look:
        statement = statement.where(LOOKED_AT)
    if after is not None:
        statement = statement.where(Alarm.id < after)
    rows = work.session.execute(statement.order_by(Alarm.id.desc()).limit(limit + 1)).all()
    return [_view(work, row) for row in rows]


def _views(actor: Actor) -> Any:
    return (
        select(Alarm, Filer.name, Right, Complaint)
        .join(Filer, Filer.id == Alarm.by_filer_id)
        .join(Complaint, Complaint.id == Alarm.complaint_id)
        .outerjoin(Right, Right.id == Alarm.right_id)
        .where(filers.filers_in_sight(actor, Alarm.filer_id))
    )


def _view(work: UnitOfWork, row: Row[Any]) -> AlarmView:
    alarm, by, right, complaint = row
    ids = [one.id for one in complaints_about(work.session, alarm)]
    listings = select(func.count()).select_from(Claim).where(Claim.complaint_id.in_(ids))
    shown = by if work.actor.is_staff or is_readable(work, alarm, complaint) else None
    return AlarmView(alarm, shown, right, complaint, len(ids), work.session.scalar(listings) or 0)


def is_readable(work: UnitOfWork, alarm: Alarm, complaint: Complaint) -> bool:
    """Say whether the account that got an alarm may read who files."""
    policy = work.policy.scan
    owner = proof.of_owner(work.session, alarm, policy, work.now)
    if may_read(owner, Standing.CONFIRMED):
        return True
    return may_read(owner, proof.standing_of_complaint(work.session, complaint, policy, work.now))
