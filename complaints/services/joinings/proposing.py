"""Proposes a joining where a person judged that one operator runs two accounts, or drops it."""

from __future__ import annotations

from complaints.errors import Refusal
from complaints.models import Joining, LinkJudgement
from complaints.queries import boycotts, joinings
from complaints.rules.joinings import JOINED
from complaints.services import ledger
from complaints.services.move import lock_row, transition
from complaints.words import message as _
from complaints.work import UnitOfWork


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
            joining=row.id,
        )
    row.ended_by, row.ended_at, row.end_reason = work.actor.person_id, work.now, why
    transition(work, row, "drop", why=why)
