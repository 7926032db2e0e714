"""Decides a proposal: the account is counted to the party, or the proposal is dropped."""

from __future__ import annotations

from complaints.models import Joining
from complaints.queries import joinings
from complaints.rules.joinings import DROP_JOINING, JOIN
from complaints.services import holds
from complaints.services.joinings.letters import tell_joined
from complaints.services.joinings.steps import count_to, lock_for_step, lock_parties
from complaints.services.move import transition
from complaints.work import UnitOfWork


def join(work: UnitOfWork, joining_id: int, *, why: str, expected: int | None = None) -> Joining:
    """Count two accounts to one party: what binds one of its accounts binds all from now on.

    Open complaints of accounts that come under a boycott by this are held for a look.
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
