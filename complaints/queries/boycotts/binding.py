"""Which boycott stops a complaint. Compares dates with `now`, so no job has to have run.

A boycott is a row of the account that it was imposed on, and binds every account of its party as
the party is now: a joining that is undone unbinds by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.models import Boycott, Filer, Right, RightsHolder
from complaints.queries import parties
from complaints.rules.boycotts import BINDING, WARNED


def binding(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    now: datetime,
    *,
    right_key: str | None = None,
) -> Boycott | None:
    """Return the boycott that stops a complaint of this filer for this principal, if any.

    A boycott of the filer as a whole, or of another account of its party, binds every complaint.
    One for a principal binds those that are filed for it, however its name is spelled, and those
    by a right (`right_key`) that the party has stated as that principal's, whoever is named now.
    Of several, a boycott of the filer as a whole comes first, then the one that lasts longest.
    """
    for boycott in binding_filer(session, filer_id, now):
        if boycott.rights_holder_id is None:
            return boycott
        principal = boycott.rights_holder_id
        if is_for(session, boycott.filer_id, principal, rights_holder_id, right_key):
            return boycott
    return None


def binding_filer(session: Session, filer_id: int, now: datetime) -> Sequence[Boycott]:
    """Return all boycotts that bind this filer's party at `now`, of whichever scope."""
    of_party = Boycott.filer_id.in_(parties.accounts_of(filer_id))
    statement = select(Boycott).where(of_party, binds_at(now))
    order = (Boycott.rights_holder_id.is_not(None), Boycott.ends_at.desc())
    return session.scalars(statement.order_by(*order)).all()


def is_for(
    session: Session,
    filer_id: int,
    principal_id: int,
    rights_holder_id: int | None,
    right_key: str | None,
) -> bool:
    """Say whether a complaint for `rights_holder_id` by `right_key` is for the principal that a
    boycott of `filer_id` names: by the holder's name in one spelling, or by a right that the
    boycotted party has stated as the principal's."""
    if principal_id == rights_holder_id:
        return True
    stated = select(Right.id).where(
        Right.filer_id.in_(parties.accounts_of(filer_id)),
        Right.rights_holder_id == principal_id,
        Right.key == right_key,
    )
    if right_key is not None and session.scalar(stated.limit(1)) is not None:
        return True
    if rights_holder_id is None:
        return False
    one, other = (
        session.get_one(RightsHolder, each).folded_name for each in (principal_id, rights_holder_id)
    )
    return one == other


def in_force(session: Session, now: datetime) -> Sequence[Boycott]:
    """Return all boycotts that bind at `now`, the one that ends first first."""
    order = (Boycott.ends_at, Boycott.id)
    return session.scalars(select(Boycott).where(binds_at(now)).order_by(*order)).all()


def bound_filers(connection: Connection, now: datetime) -> list[int]:
    """Return the ids of the accounts whose party a boycott of any scope binds at `now`."""
    account, imposed_on = Filer, aliased(Filer)
    statement = (
        select(account.id)
        .join(imposed_on, imposed_on.party_id == account.party_id)
        .join(Boycott, Boycott.filer_id == imposed_on.id)
        .where(binds_at(now))
        .distinct()
    )
    return sorted(connection.scalars(statement))


def warned_filers(connection: Connection, moment: datetime, now: datetime) -> dict[int, datetime]:
    """Return by id when each account was warned whose party's warning, given by `moment`, stands
    at `now`; where several accounts of it were warned, when the first of them was.

    It stands while the case is under way or the boycott binds: not once it was dropped, heeded or
    lifted, or the term is over. A warning for one principal is left out: it says nothing about
    what an agent files for others.
    """
    account, warned = Filer, aliased(Filer)
    statement = (
        select(account.id, func.min(Boycott.warned_at, type_=Boycott.warned_at.type))
        .join(warned, warned.party_id == account.party_id)
        .join(Boycott, Boycott.filer_id == warned.id)
        .where(
            or_(Boycott.state.in_(WARNED), binds_at(now)),
            Boycott.rights_holder_id.is_(None),
            Boycott.warned_at <= moment,
        )
        .group_by(account.id)
    )
    rows = connection.execute(statement).tuples()
    return {filer: warned_at for filer, warned_at in rows if warned_at is not None}


def binds_at(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Return the condition for boycotts that stop complaints at `now`."""
    return and_(Boycott.state.in_(BINDING), Boycott.starts_at <= now, Boycott.ends_at > now)
