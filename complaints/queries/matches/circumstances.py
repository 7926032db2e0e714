"""What explains that an account and a party show the same, or what people have said of the two.

Asked only of the few parties that are bound or flagged and share something with the account.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Complaint,
    Filer,
    FilerIdentity,
    LinkJudgement,
    Right,
    RightsHolder,
)
from complaints.rules.kinds import IdentityKind, LinkVerdict

# How many accounts of one party are looked at, and holders of one name.
_MEMBERS = 50
_HOLDERS = 100
# Who files for so many holders is a firm (`abuse.linking.principals`).
_ESTABLISHED = 3
_PRIVATE = (IdentityKind.DEVICE, IdentityKind.PAYMENT)


def members(session: Session, party_id: int) -> Sequence[Filer]:
    """Return the accounts of a party, the newest first."""
    statement = select(Filer).where(Filer.party_id == party_id)
    return session.scalars(statement.order_by(Filer.id.desc()).limit(_MEMBERS)).all()


def judged_apart(session: Session, some: Collection[int], others: Collection[int]) -> bool:
    """Say whether a person judged of any two of these accounts that no one hand moves both."""
    either_way = or_(
        and_(LinkJudgement.a_id.in_(some), LinkJudgement.b_id.in_(others)),
        and_(LinkJudgement.a_id.in_(others), LinkJudgement.b_id.in_(some)),
    )
    stands = and_(LinkJudgement.verdict == LinkVerdict.NO, LinkJudgement.superseded_at.is_(None))
    judged = session.scalar(select(LinkJudgement.id).where(either_way, stands).limit(1))
    return judged is not None


def filed_before(session: Session, filer_ids: Collection[int], moment: datetime) -> bool:
    """Say whether one of these accounts filed before a moment."""
    filed = select(Complaint.id).where(
        Complaint.filer_id.in_(filer_ids), Complaint.filed_at < moment
    )
    return session.scalar(filed.limit(1)) is not None


def apart(session: Session, some: Collection[int], others: Collection[int]) -> frozenset[str]:
    """Return which private kinds (device, payment) both sides show, the same or not."""
    kinds = [
        set(
            session.scalars(
                select(FilerIdentity.kind)
                .where(FilerIdentity.filer_id.in_(side), FilerIdentity.kind.in_(_PRIVATE))
                .distinct()
            )
        )
        for side in (some, others)
    ]
    return frozenset(kinds[0] & kinds[1])


def acts_for(session: Session, some: Sequence[Filer], others: Sequence[Filer]) -> bool:
    """Say whether an account of one side has filed for an account of the other, as its agent."""
    return _has_served(session, some, others) or _has_served(session, others, some)


def _has_served(session: Session, agents: Sequence[Filer], clients: Sequence[Filer]) -> bool:
    names = {each.folded_name for each in clients} - {each.folded_name for each in agents}
    return bool(_serving(session, [each.id for each in agents], names))


def firms(
    session: Session, agent_ids: Collection[int], some: Sequence[Filer], others: Sequence[Filer]
) -> frozenset[int]:
    """Return which of these accounts of agents are firms that both sides may have hired: those that
    have filed for both, and those that file for several holders."""
    if not agent_ids:
        return frozenset()
    served = (
        select(Right.filer_id)
        .where(Right.filer_id.in_(agent_ids), Right.rights_holder_id.is_not(None))
        .group_by(Right.filer_id)
        .having(func.count(Right.rights_holder_id.distinct()) >= _ESTABLISHED)
    )
    both = [
        _serving(session, agent_ids, {each.folded_name for each in side}) for side in (some, others)
    ]
    return frozenset(session.scalars(served)) | (both[0] & both[1])


def _serving(session: Session, filer_ids: Collection[int], names: Collection[str]) -> set[int]:
    """Return which accounts have stated a right of a holder of one of these names."""
    if not names:
        return set()
    named = select(RightsHolder.id).where(RightsHolder.folded_name.in_(names)).limit(_HOLDERS)
    holders = session.scalars(named).all()
    stated = select(Right.filer_id).where(
        Right.rights_holder_id.in_(holders), Right.filer_id.in_(filer_ids)
    )
    return set(session.scalars(stated.distinct()))


def statements_of(session: Session, filer_ids: Collection[int], *, limit: int) -> list[str]:
    """Return the newest statements of these accounts."""
    said = select(Complaint.statement).where(
        Complaint.filer_id.in_(filer_ids), Complaint.statement.is_not(None)
    )
    rows = session.scalars(said.order_by(Complaint.filed_at.desc()).limit(limit))
    return [each for each in rows if each]


def newest_statements(
    session: Session, *, but: Collection[int], limit: int
) -> list[tuple[int, str]]:
    """Return (filer id, statement) of the newest complaints of accounts other than `but`."""
    said = select(Complaint.filer_id, Complaint.statement).where(
        Complaint.filer_id.not_in(but), Complaint.statement.is_not(None)
    )
    rows = session.execute(said.order_by(Complaint.filed_at.desc()).limit(limit)).tuples()
    return [(filer_id, text) for filer_id, text in rows if text]
