"""Undoes a joining: accounts fall back into the parties that the remaining joinings make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.models import Check, Claim, Complaint, Joining
from complaints.queries import boycotts, joinings, parties
from complaints.rules.joinings import together
from complaints.rules.kinds import CheckKind, LinkVerdict, Sign
from complaints.services import holds, ledger, taking_up, verdicts
from complaints.services.joinings.letters import tell_parted
from complaints.services.joinings.steps import count_to, held, lock_parties, require_staff, stated
from complaints.services.move import move
from complaints.services.registry.filers import new_parties
from complaints.words import message as _
from complaints.work import Work


def part(work: Work, joining_id: int, *, why: str, expected: int | None = None) -> Joining:
    """Undo a joining without an appeal; the pair counts as judged not to be the same from now on.

    Refuses with: not-found; wrong-state, also while an appeal waits to be decided; forbidden;
    invalid-request, without a reason; stale.
    """
    require_staff(work.actor)
    row = held(work, joining_id, expected=expected)
    if row.state == "under_appeal":
        raise Refusal(
            "wrong-state",
            _("An appeal waits: decide it, and the accounts are parted or stay together by that."),
            state=row.state,
        )
    undo(work, row, stated("/why", why, _("Say why; the filer reads it.")))
    return row


def undo(work: Work, row: Joining, why: str) -> None:
    """Part two accounts, and free whatever only their joining bound or held."""
    accounts = sorted(lock_parties(work, row.filer_id, row.other_id))
    before = _binding(work, accounts)
    row.ended_by, row.ended_at, row.end_reason = work.actor.person_id, work.now, why
    move(work, row, "part", why=why, filer=row.filer_id, other=row.other_id)
    _fall_apart(work, accounts)
    verdicts.write(work, row.filer_id, row.other_id, LinkVerdict.NO, why=why)
    holds.release(work, row.filer_id, row.other_id)
    after = _binding(work, accounts)
    freed = {each: before[each] - after[each] for each in accounts if before[each] - after[each]}
    _settle_holds(work, row, [each for each in freed if not after[each]])
    _take_up(work, freed)
    tell_parted(work, row, {row.filer_id, row.other_id, *freed})


def _fall_apart(work: Work, accounts: Collection[int]) -> None:
    """Count each of the groups that are joined no more to a new party; the first keeps its."""
    _, *apart = together(accounts, joinings.joined_pairs(work.session, accounts))
    made = new_parties(work.session, len(apart), work.now)
    for party_id, group in zip(made, apart, strict=True):
        count_to(work, group, party_id)


def _binding(work: Work, accounts: Iterable[int]) -> dict[int, set[int]]:
    """Return by account the ids of the boycotts that bind it now."""
    together_with = parties.by_account(work.session, list(accounts))
    by_party: dict[frozenset[int], set[int]] = {}
    for account, members in together_with.items():
        if members not in by_party:
            rows = boycotts.binding_filer(work.session, account, work.now)
            by_party[members] = {boycott.id for boycott in rows}
    return {account: by_party[members] for account, members in together_with.items()}


def _settle_holds(work: Work, row: Joining, accounts: Collection[int]) -> None:
    """Settle the holds that rest on a boycott which binds these accounts no more."""
    theirs = select(Complaint.id).where(Complaint.filer_id.in_(accounts))
    statement = select(Check).where(
        Check.complaint_id.in_(theirs),
        Check.kind == CheckKind.PARTY,
        Check.match_id.is_(None),
        Check.verified_at.is_(None),
    )
    checks = work.session.scalars(statement.with_for_update()).all()
    bound = [check for check in checks if Sign.BOYCOTTED in check.signs]
    settled = holds.take_away(work, bound, Sign.BOYCOTTED)
    if settled:
        ledger.record(work, "released", "joining", row.id, complaints=settled)


def _take_up(work: Work, freed: Mapping[int, set[int]]) -> None:
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
        taking_up.take_up(work, work.session.scalars(kept).all())
