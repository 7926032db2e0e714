"""Decides a proposal: the account is counted to the party, or the proposal is dropped.

Proposes a joining where a person judged that one operator runs two accounts, or drops it.
"""

from __future__ import annotations

from complaints.base.errors import Refusal
from complaints.models import Joining, LinkJudgement
from complaints.queries.cases import boycotts, joinings
from complaints.rules.cases.joinings import DROP_JOINING, JOIN, JOINED
from complaints.services.cases import holds, lanes
from complaints.services.cases.joinings.steps import (
    count_to,
    lock_for_step,
    lock_parties,
    tell_joined,
)
from complaints.services.move import lock_row, transition
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def join(work: UnitOfWork, joining_id: int, *, why: str, expected: int | None = None) -> Joining:
    """Count two accounts to one party: what binds one of its accounts binds all from now on.

    Open complaints of accounts that come under a boycott by this are held for a look, and go
    to the lane.
    Refuses with: not-found; wrong-state; forbidden; second-person-needed, when the actor proposed
    it; one-let-in-the-other; nobody-to-judge-appeal; invalid-request, without a reason; stale.
    """
    row = lock_for_step(work, joining_id, JOIN, expected=expected)
    row.reasons = JOIN.stated(why)
    party_of = lock_parties(work, row.filer_id, row.other_id)
    sides = {
        account: [each for each, party in party_of.items() if party == party_of[account]]
        for account in (row.filer_id, row.other_id)
    }
    binding = joinings.newly_binding(work, row)
    row.joined_by, row.joined_at = work.actor.person_id, work.now
    count_to(work, sides[row.filer_id], party_of[row.other_id])
    transition(
        work, row, "join", why=row.reasons, filer=row.filer_id, other=row.other_id,
        boycotts=[boycott.id for boycott, _ in binding],
    )  # fmt: skip
    for boycott, newly in binding:
        holds.hold_open(work, sides[newly], boycott)
        lanes.give_lane(work, sides[newly], boycott)
    bound = {each for _, newly in binding for each in sides[newly]}
    # Where another way had joined them already, nothing is news to the rest of their party.
    apart = party_of[row.filer_id] != party_of[row.other_id]
    joins = sides[row.filer_id] if apart else [row.filer_id]
    tell_joined(work, row, bound.union(joins, [row.other_id]))
    return row


def drop(work: UnitOfWork, joining_id: int, *, why: str, expected: int | None = None) -> Joining:
    """Drop a proposal: the accounts stay apart.

    The judgement that made it stands until somebody judges the pair anew.
    Refuses with: not-found; invalid-request, without a reason; wrong-state; stale.
    """
    row = lock_for_step(work, joining_id, DROP_JOINING, expected=expected)
    row.end_reason = DROP_JOINING.stated(why)
    row.ended_by, row.ended_at = work.actor.person_id, work.now
    transition(work, row, "drop", why=row.end_reason)
    return row


def propose(work: UnitOfWork, judgement: LinkJudgement) -> Joining | None:
    """Propose that the two accounts of a judgement are one party; None where that is proposed or
    joined already. The caller has locked both accounts.
    """
    low, high = judgement.a_id, judgement.b_id
    if joinings.find_open_joining(work.session, low, high) is not None:
        return None
    filer_id, other_id = _sides(work, low, high)
    row = Joining(
        filer_id=filer_id,
        other_id=other_id,
        judgement_id=judgement.id,
        state="proposed",
        why=judgement.why,
        shared=joinings.shared(work.session, low, high),
        proposed_by=judgement.person_id,
        proposed_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "propose", "joining", row.id, why=row.why, filer=filer_id, other=other_id,
        judgement=judgement.id,
    )  # fmt: skip
    return row


def _sides(work: UnitOfWork, low: int, high: int) -> tuple[int, int]:
    """Return the account that joins, and the other: the one that is not bound joins, else the
    later one."""
    low_bound, high_bound = (
        bool(boycotts.binding_filer(work.session, each, work.now)) for each in (low, high)
    )
    return (low, high) if high_bound and not low_bound else (high, low)


def drop_proposal(work: UnitOfWork, one: int, other: int, *, why: str) -> None:
    """Drop the open proposal to join two accounts, because a person judges them otherwise now.

    Refuses with: wrong-state, where they are joined.
    """
    row = joinings.find_open_joining(work.session, one, other)
    if row is None:
        return
    row = lock_row(work.session, Joining, row.id)
    if row.state in JOINED:
        raise Refusal(
            "wrong-state",
            _(
                "These two accounts are counted to one party by case %(id)s. A supervisor can "
                "separate them there; that also records that they are not the same.",
                id=str(row.id),
            ),
            state=row.state,
            joining_id=row.id,
        )
    row.ended_by, row.ended_at, row.end_reason = work.actor.person_id, work.now, why
    transition(work, row, "drop", why=why)
