"""Who speaks by which right, and how well it is proven for the rights that it states as its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, bindparam, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Complaint, Filer, Right, RightsHolder
from complaints.models.base import Moment
from complaints.models.rights import PROVEN
from complaints.rules.authority import proof
from complaints.rules.authority.proof import Standing
from complaints.rules.kinds import FilerKind


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


MINE: Final = select(Filer.id).where(Filer.party_id == bindparam("party", type_=Integer()))
_ITS_OWN = or_(
    RightsHolder.folded_name == Filer.folded_name,
    Right.rights_holder_id.is_(None) & (func.coalesce(Filer.kind, "") != FilerKind.AGENT),
)
STATED_AS_OWN: Final = (
    select(Right.proof, Right.proof_by)
    .join(Filer, Filer.id == Right.filer_id)
    .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
    .where(Right.filer_id.in_(MINE), _ITS_OWN)
)
_OWN = STATED_AS_OWN.where(Right.key == bindparam("key"))
_ANY_OWN = STATED_AS_OWN.where(PROVEN).limit(100)
_FIRST_ON = (
    select(func.min(Complaint.filed_at))
    .join(Right, Right.id == Complaint.right_id)
    .where(
        Right.filer_id.in_(MINE),
        Right.key == bindparam("key"),
        Complaint.filed_at < bindparam("before", type_=Moment()),
        Complaint.boycott_id.is_(None),
    )
)


def claimant_of(session: Session, complaint: Complaint) -> Claimant:
    """Return who speaks by a complaint, and how."""
    holder_id = complaint.rights_holder_id
    return Claimant(
        session.get_one(Filer, complaint.filer_id),
        session.get_one(Right, complaint.right_id),
        session.get_one(RightsHolder, holder_id) if holder_id is not None else None,
        complaint.authorization_id,
    )


def own(session: Session, party_id: int, right_key: str) -> list[Standing]:
    """Return the standing of each statement by which a party's accounts state this right as their
    own."""
    rows = session.connection().execute(_OWN, {"party": party_id, "key": right_key})
    return _levels(rows)


def any_own(session: Session, party_id: int) -> list[Standing]:
    """Return the standings of the proven rights that a party's accounts state as their own. They
    show that it is a holder, and nothing about any other right."""
    return _levels(session.connection().execute(_ANY_OWN, {"party": party_id}))


def first_filed_on(session: Session, claimant: Claimant, before: datetime) -> datetime | None:
    """Return when the claimant's party first filed on this right, None where it has not before."""
    asked = {"party": claimant.filer.party_id, "key": claimant.right.key, "before": before}
    return session.connection().execute(_FIRST_ON, asked).scalar()


def _levels(rows: Iterable[Any]) -> list[Standing]:
    return [proof.standing(level, compared=by is not None) for level, by in rows]
