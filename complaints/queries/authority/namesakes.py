"""Who else has a holder's name: what one of them has proven of another right says little then.

A mark can be compared for anybody, also for who took a known name for it. So the name is not that
account's alone where another one stands on the right itself, or let the filer file.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import BindParameter, Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.models import (
    Alarm,
    Authorization,
    AuthorizationOffer,
    Complaint,
    Filer,
    Right,
    RightsHolder,
)
from complaints.queries.authority import permissions
from complaints.queries.authority.claimants import Claimant, claimant_of, own
from complaints.queries.cases import parties
from complaints.rules.authority.proof import PROVEN
from complaints.rules.kinds import AlarmKind, FilerKind

_NAME: BindParameter[str] = bindparam("name")
_NAMED = select(RightsHolder.id).where(RightsHolder.folded_name == _NAME)
_ON_RIGHT = (
    select(Filer.id)
    .join(Right, Right.filer_id == Filer.id)
    .where(
        Right.key == bindparam("key"),
        Filer.folded_name == _NAME,
        or_(
            Right.rights_holder_id.in_(_NAMED),
            and_(
                Right.rights_holder_id.is_(None),
                func.coalesce(Filer.kind, "") != FilerKind.AGENT,
            ),
        ),
        Filer.party_id != bindparam("party", type_=Integer()),
    )
    .distinct()
    .limit(100)
)
_GIVER = aliased(Filer)
_DENIER = bindparam("denier", type_=Integer())
# Whom the account that denies has let file for it does not make its name another's.
_LET_FILE = exists(
    select(AuthorizationOffer.authorization_id)
    .join(Authorization, Authorization.id == AuthorizationOffer.authorization_id)
    .join(_GIVER, _GIVER.id == AuthorizationOffer.offered_by)
    .where(
        Authorization.filer_id == Filer.id,
        AuthorizationOffer.accepted_at.is_not(None),
        Authorization.revoked_on.is_(None),
        _GIVER.party_id == _DENIER,
    )
)
_FILED_FOR = exists(
    select(Right.id)
    .join(Filer, Filer.id == Right.filer_id)
    .where(
        Right.rights_holder_id.in_(_NAMED),
        Filer.party_id.not_in([_DENIER, bindparam("party", type_=Integer())]),
        exists(select(Complaint.id).where(Complaint.right_id == Right.id)),
        ~_LET_FILE,
    )
).select()


def beside(session: Session, claimant: Claimant) -> Collection[int]:
    """Return the accounts of others that let the claimant file, or state its right as their own
    under the holder's name."""
    asked = {
        "key": claimant.right.key, "name": claimant.name, "party": claimant.filer.party_id,
    }  # fmt: skip
    on_right = session.connection().execute(_ON_RIGHT, asked).scalars()
    return {*on_right, *permissions.givers(session, claimant)}


def is_of_another(session: Session, alarm: Alarm, complaint: Complaint) -> bool:
    """Say whether a denial by name is of a complaint on a right of which the account that denies
    has proven nothing, while another account let the filer file, or others file for that name."""
    if alarm.kind != AlarmKind.NAME:
        return False
    claimant = claimant_of(session, complaint)
    denier = session.get_one(Filer, alarm.filer_id).party_id
    if any(each in PROVEN for each in own(session, denier, claimant.right.key)):
        return False
    giver = set(permissions.givers(session, claimant))
    if giver and not giver & set(parties.accounts(session, alarm.filer_id)):
        return True
    asked = {"name": alarm.subject, "denier": denier, "party": claimant.filer.party_id}
    return bool(session.connection().execute(_FILED_FOR, asked).scalar())
