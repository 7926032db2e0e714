"""Undoes a joining: accounts fall back into the parties that the remaining joinings make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from complaints.models import Claim, Complaint, Joining
from complaints.queries.cases import boycotts, joinings, parties
from complaints.rules.cases.joinings import PART, together
from complaints.rules.kinds import LinkVerdict
from complaints.services.cases import holds, verdicts
from complaints.services.cases.joinings.steps import (
    count_to,
    lock_for_step,
    lock_parties,
    tell_parted,
)
from complaints.services.decisions import taking_up
from complaints.services.law import raised_proof
from complaints.services.move import transition
from complaints.services.registry.filers import new_parties
from complaints.work import UnitOfWork


def part(work: UnitOfWork, joining_id: int, *, why: str, expected: int | None = None) -> Joining:
    """Undo a joining without an appeal; the pair counts as judged not to be the same from now on.

    Refuses with: not-found; wrong-state, also while an appeal waits to be decided; forbidden;
    second-person-needed and one-let-in-the-other, for who took its letter out; invalid-request,
    without a reason; stale.
    """
    row = lock_for_step(work, joining_id, PART, expected=expected)
    undo_joining(work, row, PART.stated(why))
    return row


def undo_joining(
    work: UnitOfWork, row: Joining, why: str, *, on_appeal_of: int | None = None
) -> None:
    """Part two accounts, and free whatever only their joining bound or held; `on_appeal_of` is the
    account whose appeal showed that it was wrong, and to which `why` answers."""
    accounts = sorted(lock_parties(work, row.filer_id, row.other_id))
    before = _binding(work, accounts)
    row.ended_by, row.ended_at, row.end_reason = work.actor.person_id, work.now, why
    transition(work, row, "part", why=why, filer=row.filer_id, other=row.other_id)
    _fall_apart(work, accounts)
    verdicts.store_verdict(work, row.filer_id, row.other_id, LinkVerdict.NO, why=why)
    after = _binding(work, accounts)
    freed = {each: before[each] - after[each] for each in accounts if before[each] - after[each]}
    # The letter about the parting says so.
    holds.settle_match(work, row.filer_id, row.other_id, freed=freed.keys(), tell=False)
    _take_up(work, freed)
    tell_parted(work, row, {row.filer_id, row.other_id, *freed}, on_appeal_of)


def _fall_apart(work: UnitOfWork, accounts: Collection[int]) -> None:
    """Count each of the groups that are joined no more to a new party; the first keeps its."""
    _, *apart = together(accounts, joinings.joined_pairs(work.session, accounts))
    made = new_parties(work.session, len(apart), work.now)
    for party_id, group in zip(made, apart, strict=True):
        count_to(work, group, party_id)


def _binding(work: UnitOfWork, accounts: Iterable[int]) -> dict[int, set[int]]:
    """Return by account the ids of the boycotts that bind it now."""
    together_with = parties.by_account(work.session, list(accounts))
    by_party: dict[frozenset[int], set[int]] = {}
    for account, members in together_with.items():
        if members not in by_party:
            rows = boycotts.binding_filer(work.session, account, work.now)
            by_party[members] = {boycott.id for boycott in rows}
    return {account: by_party[members] for account, members in together_with.items()}


def _take_up(work: UnitOfWork, freed: Mapping[int, set[int]]) -> None:
    """Process what was kept of these accounts by boycotts that bind them no more."""
    for account, over in freed.items():
        kept = (
            select(Claim)
            .join(Complaint, Complaint.id == Claim.complaint_id)
            .where(
                Complaint.filer_id == account,
                Complaint.boycott_id.in_(over),
                Claim.state == "not_processed",
            )
            .order_by(Complaint.filed_at, Claim.id)
            .with_for_update(of=Claim)
        )
        claims = work.session.scalars(kept).all()
        taking_up.take_up(work, claims)
        raised_proof.treat_anew(work, [account])
        _leave_to_others(work, [claim for claim in claims if claim.state == "not_processed"])


def _leave_to_others(work: UnitOfWork, claims: Iterable[Claim]) -> None:
    """Count what stays kept to the boycott that keeps it still: the other party's is no concern of
    this account any more, and ends at another time."""
    for claim in claims:
        complaint = work.session.get_one(Complaint, claim.complaint_id)
        boycott = boycotts.keeps(work.session, claim, complaint.rights_holder_id, work.now)
        complaint.boycott_id = boycott.id if boycott else complaint.boycott_id
