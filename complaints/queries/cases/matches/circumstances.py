"""What explains that an account and a party show the same, or what people have said of the two.

Asked only of the few parties that are bound or flagged and share something with the account.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import (
    Authorization,
    Claim,
    Complaint,
    Filer,
    FilerIdentity,
    Joining,
    LinkJudgement,
    PartyMatch,
    Right,
    RightsHolder,
)
from complaints.models.rights import PROVEN
from complaints.rules.cases.joinings import JOINED, together
from complaints.rules.kinds import IdentityKind, LinkVerdict, Proof

# How many accounts of one party are looked at, and holders of one name.
_MEMBERS = 50
_HOLDERS = 100
# Who files for so many holders is a firm (`abuse.linking.principals`).
_ESTABLISHED = 3
_PRIVATE = (IdentityKind.DEVICE, IdentityKind.PAYMENT)
_APART = and_(LinkJudgement.verdict == LinkVerdict.NO, LinkJudgement.superseded_at.is_(None))


def members(session: Session, party_id: int) -> Sequence[Filer]:
    """Return the accounts of a party, the newest first."""
    statement = select(Filer).where(Filer.party_id == party_id)
    return session.scalars(statement.order_by(Filer.id.desc()).limit(_MEMBERS)).all()


def judged_apart(
    session: Session, filer_id: int, some: Collection[int], others: Collection[int]
) -> frozenset[int]:
    """Return which of the others a person judged not to be moved by the hand that moves `filer_id`.

    A judgement of two accounts speaks of the parties as they were joined then: an account that was
    joined to one of the two later was not judged.
    """
    either_way = or_(
        and_(LinkJudgement.a_id.in_(some), LinkJudgement.b_id.in_(others)),
        and_(LinkJudgement.a_id.in_(others), LinkJudgement.b_id.in_(some)),
    )
    said = select(LinkJudgement.a_id, LinkJudgement.b_id, LinkJudgement.at)
    judgements = session.execute(said.where(either_way, _APART)).tuples().all()
    if not judgements:
        return frozenset()
    accounts = [*some, *others]
    joined = select(Joining.filer_id, Joining.other_id, Joining.joined_at).where(
        Joining.filer_id.in_(accounts), Joining.state.in_(JOINED)
    )
    joinings = session.execute(joined).tuples().all()
    judged: set[int] = set()
    for one, other, moment in judgements:
        then = [(a, b) for a, b, at in joinings if at is not None and at <= moment]
        party = {each: group for group in together(accounts, then) for each in group}
        if filer_id in party[one] | party[other]:
            judged |= party[one] | party[other]
    return frozenset(judged.intersection(others))


def matched_with(
    session: Session, filer_ids: Collection[int], others: Collection[int]
) -> frozenset[int]:
    """Return the parties of which one of these accounts has matched one of the others, and nobody
    has judged the two apart."""
    if not filer_ids:
        return frozenset()
    pair = or_(
        and_(LinkJudgement.a_id == PartyMatch.filer_id, LinkJudgement.b_id == PartyMatch.other_id),
        and_(LinkJudgement.a_id == PartyMatch.other_id, LinkJudgement.b_id == PartyMatch.filer_id),
    )
    judged = select(LinkJudgement.id).where(pair, _APART)
    matched = (
        select(Filer.party_id)
        .join(PartyMatch, PartyMatch.filer_id == Filer.id)
        .where(
            PartyMatch.filer_id.in_(filer_ids),
            PartyMatch.other_id.in_(others),
            ~judged.exists(),
        )
    )
    return frozenset(session.scalars(matched.distinct()))


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


def served(
    session: Session, some: Sequence[Filer], others: Sequence[Filer], before: datetime
) -> list[tuple[Sequence[Filer], Sequence[Filer]]]:
    """Return as (agents, clients) which side filed for the other, as its agent, before a moment."""
    return [
        (agents, clients)
        for agents, clients in ((some, others), (others, some))
        if _serving(session, _ids(agents), _principals(agents, clients), before)
    ]


def is_known(session: Session, accounts: Sequence[Filer], before: datetime) -> bool:
    """Say whether one of these accounts was there before a moment, or has proven a right."""
    if any(each.created_at < before for each in accounts):
        return True
    ids = _ids(accounts)
    filed = select(Complaint.id).where(Complaint.filer_id.in_(ids), Complaint.filed_at < before)
    proven = select(Right.id).where(Right.filer_id.in_(ids), PROVEN)
    return any(session.scalar(each.limit(1)) is not None for each in (filed, proven))


def is_authorized(session: Session, some: Sequence[Filer], others: Sequence[Filer]) -> bool:
    """Say whether an account of one side may act for an account of the other, as a person saw from
    its paper or the holder confirmed."""
    return any(
        _authorized(session, _ids(agents), _principals(agents, clients))
        for agents, clients in ((some, others), (others, some))
    )


def _ids(accounts: Sequence[Filer]) -> list[int]:
    return [each.id for each in accounts]


def _principals(agents: Sequence[Filer], clients: Sequence[Filer]) -> set[str]:
    return {each.folded_name for each in clients} - {each.folded_name for each in agents}


def _authorized(session: Session, agent_ids: Collection[int], names: Collection[str]) -> bool:
    if not names:
        return False
    permission = select(Authorization.id).where(
        Authorization.filer_id.in_(agent_ids),
        Authorization.rights_holder_id.in_(_holders(session, names)),
        Authorization.proof.in_((Proof.PAPER_SEEN, Proof.CONFIRMED)),
        Authorization.revoked_on.is_(None),
    )
    return session.scalar(permission.limit(1)) is not None


def firms(
    session: Session,
    agent_ids: Collection[int],
    some: Sequence[Filer],
    others: Sequence[Filer],
    before: datetime,
) -> frozenset[int]:
    """Return which of these accounts of agents are firms that both sides may have hired: those that
    filed for several holders before a moment, so that a listing came down for each and is down
    still, and those that filed for both, for the others before."""
    if not agent_ids:
        return frozenset()
    upheld = (
        select(Claim.id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(
            Complaint.right_id == Right.id,
            Complaint.filed_at < before,
            Claim.state == "removed",
        )
    )
    served = (
        select(Right.filer_id)
        .where(
            Right.filer_id.in_(agent_ids), Right.rights_holder_id.is_not(None), upheld.exists()
        )
        .group_by(Right.filer_id)
        .having(func.count(Right.rights_holder_id.distinct()) >= _ESTABLISHED)
    )  # fmt: skip
    theirs = _serving(session, agent_ids, {each.folded_name for each in others}, before)
    mine = _serving(session, theirs, {each.folded_name for each in some})
    return frozenset(session.scalars(served)) | mine


def _serving(
    session: Session,
    filer_ids: Collection[int],
    names: Collection[str],
    before: datetime | None = None,
) -> set[int]:
    """Return which accounts have stated a right of a holder of one of these names, and have filed
    by it before a moment, if one is given."""
    if not names or not filer_ids:
        return set()
    stated = select(Right.filer_id).where(
        Right.rights_holder_id.in_(_holders(session, names)), Right.filer_id.in_(filer_ids)
    )
    if before is not None:
        filed = select(Complaint.id).where(
            Complaint.right_id == Right.id, Complaint.filed_at < before
        )
        stated = stated.where(filed.exists())
    return set(session.scalars(stated.distinct()))


def _holders(session: Session, names: Collection[str]) -> Sequence[int]:
    named = select(RightsHolder.id).where(RightsHolder.folded_name.in_(names)).limit(_HOLDERS)
    return session.scalars(named).all()


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
