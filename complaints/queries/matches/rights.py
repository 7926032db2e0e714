"""Who has stated a right, as whose, and who did so first. Bounded, as `showing.py`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from complaints.models import Complaint, Filer, Right, RightsHolder
from complaints.queries.respelt import respelt
from complaints.rules.kinds import FilerKind, Proof

# A number that so many have stated tells nobody apart.
STATEMENTS = 100


@dataclass(frozen=True, slots=True)
class Statement:
    """A right as an account states it: as its own, or as that of `holder` (one spelling)."""

    right_id: int
    filer_id: int
    party_id: int
    account: str
    holder: str
    own: bool
    proof: int


_STATEMENTS = (
    select(
        Right.id, Filer.id, Filer.party_id, Filer.folded_name, Filer.kind,
        RightsHolder.folded_name, Right.proof,
    )
    .join(Filer, Filer.id == Right.filer_id)
    .outerjoin(RightsHolder, RightsHolder.id == Right.rights_holder_id)
)  # fmt: skip
_BY_KEY = _STATEMENTS.where(Right.key == bindparam("key")).limit(STATEMENTS)
_BY_ID = _STATEMENTS.where(Right.id.in_(bindparam("rights", expanding=True)))
_FIRST = (
    select(Complaint.filed_at)
    .where(Complaint.right_id == Right.id)
    .order_by(Complaint.filed_at)
    .limit(1)
    .correlate(Right)
    .scalar_subquery()
)
_FIRSTS = select(Right.id, _FIRST).where(Right.id.in_(bindparam("rights", expanding=True)))


def statements_of_right(session: Session, right_key: str) -> list[Statement]:
    """Return who has stated this right, typed otherwise too; nobody where too many have."""
    connection = session.connection()
    rows = list(connection.execute(_BY_KEY, {"key": right_key}))
    if len(rows) == STATEMENTS:
        return []
    if typed_otherwise := respelt(session, right_key):
        rows += connection.execute(_BY_ID, {"rights": typed_otherwise})
    statements = []
    for right_id, filer_id, party_id, account, kind, holder, proof in rows:
        own = holder == account or (holder is None and kind != FilerKind.AGENT)
        named = account if own else holder or ""
        statement = Statement(right_id, filer_id, party_id, account, named, own, Proof(proof).rank)
        statements.append(statement)
    return statements


def is_contested(
    session: Session, one: Statement, all_of_it: Sequence[Statement], but: Collection[int]
) -> bool:
    """Say whether somebody filed by this right before `one` did, as its own or as another's.

    Whoever types in the number of a right that is known as somebody else's does not make it its
    own. Parties in `but` are not heard. An agent that named the same holder confirms it.
    """
    others = [
        each for each in all_of_it
        if each.party_id not in but and (each.own or each.holder != one.holder)
    ]  # fmt: skip
    if not others:
        return False
    ids = {"rights": sorted({one.right_id, *(each.right_id for each in others)})}
    rows = session.connection().execute(_FIRSTS, ids).tuples()
    first = {right_id: at for right_id, at in rows if at is not None}
    began = first.get(one.right_id)
    return any(
        each.right_id in first and (began is None or first[each.right_id] < began)
        for each in others
    )
