"""Which boycott stops a complaint. Compares dates with `now`, so no job has to have run.

A boycott is a row of the account that it was imposed on, and binds every account of its party as
the party is now: a joining that is undone unbinds by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from complaints.models import Boycott, Claim, Complaint, Filer, Right, RightsHolder
from complaints.models.base import Moment
from complaints.queries.cases import parties
from complaints.rules.cases.boycotts import BINDING, WARNED, require_person
from complaints.rules.law.treatments import (
    Treatment,
    find_sharpest,
    is_stopped,
    sharpness,
    treatment_while_open,
)
from complaints.work import UnitOfWork


def binding(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    now: datetime,
    *,
    right_key: str | None = None,
) -> Boycott | None:
    """Return the boycott that binds a complaint of this filer for this principal, if any.

    How each of its claims is treated is asked of its `treatments` (`rules.law.treatments`).
    A boycott of the filer as a whole, or of another account of its party, binds every complaint.
    One for a principal binds those that are filed for it, however its name is spelled, and those
    by a right (`right_key`) that the party has stated as that principal's, whoever is named now.
    Of several, a boycott of the filer as a whole comes first, then the one that lasts longest.
    """
    bound = _all_binding(session, filer_id, rights_holder_id, now, right_key)
    return bound[0] if bound else None


def sharpest(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    now: datetime,
    *,
    right_key: str | None,
    claims: Sequence[tuple[str | None, str | None]],
) -> Boycott | None:
    """Return, of the boycotts that `binding` asks for, the one that treats the claims of a
    complaint most sharply: it stops most of them, then it asks most of them for more proof.

    `claims` are the regime that leads each claim, and its country. Of several that are as sharp,
    the one that `binding` returns; one that stops none is returned too: the filer is bound.
    """
    bound = _all_binding(session, filer_id, rights_holder_id, now, right_key)
    return max(bound, key=lambda row: sharpness(row.treatments or {}, claims), default=None)


def keeps(
    session: Session, claim: Claim, rights_holder_id: int | None, now: datetime
) -> Boycott | None:
    """Return the boycott that would stop this claim now, were it filed for this principal."""
    law = claim.regime, claim.calendar
    row = sharpest(
        session, claim.filer_id, rights_holder_id, now, right_key=claim.right_key, claims=[law]
    )
    return row if row is not None and is_stopped(row.treatments or {}, *law) else None


def treatment_now(session: Session, claim: Claim, now: datetime) -> Treatment | None:
    """Return how an open claim is treated now, over all boycotts in force that bind it; None where
    none does. Whoever ends what bound it, a boycott or a joining, asks this what holds from then
    on."""
    complaint = session.get_one(Complaint, claim.complaint_id)
    bound = _all_binding(
        session, claim.filer_id, complaint.rights_holder_id, now, claim.right_key
    )  # fmt: skip
    law = claim.regime, claim.calendar
    return find_sharpest(
        treatment_while_open(
            row.treatments or {}, *law,
            was_open=row.starts_at is not None and complaint.recorded_at < row.starts_at,
        )
        for row in bound
    )  # fmt: skip


def _all_binding(
    session: Session,
    filer_id: int,
    rights_holder_id: int | None,
    now: datetime,
    right_key: str | None,
) -> list[Boycott]:
    return [
        row
        for row in binding_filer(session, filer_id, now)
        if row.rights_holder_id is None
        or is_for(session, row.filer_id, row.rights_holder_id, rights_holder_id, right_key)
    ]


def stopped() -> ColumnElement[bool]:
    """Return the condition for claims that a boycott stopped as they were filed: whatever became of
    them since."""
    return Claim.stopped.is_(true())


def passing(session: Session, complaint_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Return by complaint the boycott that binds it now and does not stop all of it: a person
    decides what it does not stop, in the lane or once more is proven. Of several the one under
    which it was filed comes first, then one of the filer as a whole, then the one that lasts
    longest."""
    account, imposed_on = aliased(Filer), aliased(Filer)
    own = Complaint.boycott_id == Boycott.id
    statement = (
        select(Complaint.id, Complaint.rights_holder_id, Claim.right_key, Boycott, own)
        .join(Claim, Claim.complaint_id == Complaint.id)
        .join(account, account.id == Complaint.filer_id)
        .join(imposed_on, imposed_on.party_id == account.party_id)
        .join(Boycott, Boycott.filer_id == imposed_on.id)
        .where(
            Complaint.id.in_(complaint_ids),
            Claim.treatment.in_((Treatment.RAISED_PROOF, Treatment.LANE)),
            binds_at(now),
        )
        .order_by(
            func.coalesce(own, False).desc(), Boycott.rights_holder_id.is_not(None),
            Boycott.ends_at.desc(), Boycott.id,
        )
    )  # fmt: skip
    by_complaint: dict[int, int] = {}
    for complaint_id, holder_id, right_key, row, is_own in session.execute(statement).tuples():
        if complaint_id in by_complaint:
            continue
        principal_id = row.rights_holder_id
        if (
            is_own
            or principal_id is None
            or is_for(session, row.filer_id, principal_id, holder_id, right_key)
        ):
            by_complaint[complaint_id] = row.id
    return by_complaint


def binds_at(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Return the condition for boycotts that stop complaints at `now`."""
    return and_(Boycott.state.in_(BINDING), Boycott.starts_at <= now, Boycott.ends_at > now)


_BINDING = (
    select(Boycott)
    .where(
        Boycott.filer_id.in_(parties.accounts_of(bindparam("filer"))),
        binds_at(bindparam("now", type_=Moment())),
    )
    .order_by(Boycott.rights_holder_id.is_not(None), Boycott.ends_at.desc())
)


def binding_filer(session: Session, filer_id: int, now: datetime) -> Sequence[Boycott]:
    """Return all boycotts that bind this filer's party at `now`, of whichever scope."""
    return session.scalars(_BINDING, {"filer": filer_id, "now": now}).all()


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


def binds_for(filer_id: int, principal_id: int) -> ColumnElement[bool]:
    """Return the condition for claims, joined with their complaints, that a boycott of `filer_id`
    for this principal is about: as `is_for` says it of one."""
    named, other = aliased(RightsHolder), aliased(RightsHolder)
    alike = (
        select(other.id)
        .join(named, named.folded_name == other.folded_name)
        .where(named.id == principal_id)
    )
    stated = select(Right.key).where(
        Right.filer_id.in_(parties.accounts_of(filer_id)), Right.rights_holder_id == principal_id
    )
    return or_(Complaint.rights_holder_id.in_(alike), Claim.right_key.in_(stated))


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
    """Return by id when each account was warned whose party's warning, delivered by `moment`,
    stands at `now`; where several accounts of it were warned, when the first of them was.

    It stands while the case is under way or the boycott binds: not once it was dropped, heeded or
    lifted, or the term is over. A warning for one principal is left out: it says nothing about
    what an agent files for others.
    """
    account, warned = Filer, aliased(Filer)
    statement = (
        select(account.id, func.min(Boycott.delivered_at, type_=Boycott.delivered_at.type))
        .join(warned, warned.party_id == account.party_id)
        .join(Boycott, Boycott.filer_id == warned.id)
        .where(
            or_(Boycott.state.in_(WARNED), binds_at(now)),
            Boycott.rights_holder_id.is_(None),
            Boycott.delivered_at <= moment,
        )
        .group_by(account.id)
    )
    rows = connection.execute(statement).tuples()
    return {filer: delivered_at for filer, delivered_at in rows if delivered_at is not None}


def require_person_decides(work: UnitOfWork, complaint_id: int) -> None:
    """Refuses with: person-decides, for a rule's key, where the filer is bound and the complaint is
    processed all the same."""
    bound = bool(passing(work.session, [complaint_id], work.now))
    require_person(bound=bound, is_rule=work.actor.is_rule)
