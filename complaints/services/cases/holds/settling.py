"""Ends holds: a person has looked at who files, or what they rested on is over.

Says what holds a complaint still, where a match or a boycott holds it no more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Authorization, Check, Filer, PartyMatch, Right
from complaints.queries.authority import claimants, proof
from complaints.queries.cases import boycotts, holds
from complaints.queries.filing import complaints
from complaints.rules.actors import SYSTEM
from complaints.rules.authority.proof import PROVEN
from complaints.rules.kinds import CheckKind, Sign
from complaints.services.cases import matches
from complaints.services.cases.holds.holding import numbers_of
from complaints.services.cases.matches import Shown
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.letters.holds import check_over
from complaints.work import UnitOfWork

# The figures of a hold of who is only in the register.
_UNPROVEN = ("standing", "others", "proven")


def settle_match(
    work: UnitOfWork,
    filer_id: int,
    other_id: int,
    *,
    freed: Collection[int] = (),
    tell: bool = True,
) -> int:
    """Settle all holds that rest on a match of these two accounts; return how many.

    It counts for all accounts of both parties. Holds of the accounts in `freed` that rest on a
    boycott which binds them no more are settled too. A complaint stays held where a boycott binds
    it still, where its filer looks like another bound or flagged party as well, or is named by a
    register alone. Unless `tell` is False, each filer is told once that the check is over.
    """
    between = holds.matches_between(work.session, filer_id, other_id)
    rows = holds.lock_waiting_holds(work.session, between, freed)
    filers = holds.filers_of(work.session, [check.complaint_id for check in rows])
    looked_like = {filers[row.complaint_id] for row in rows if row.match_id in between}
    over = _let_go(work, rows, left(work, between, looked_like, freed), tell=tell)
    if rows:
        ledger.record(work, "released", "filer", filer_id, other=other_id, complaints=over)
    return over


def release_freed(work: UnitOfWork, filer_ids: Collection[int], boycott_id: int) -> int:
    """Settle the holds of accounts that rest on a boycott which binds them no more, as it was
    lifted or its term is over; return how many. What else holds a complaint holds it still."""
    rows = holds.lock_waiting_holds(work.session, (), filer_ids)
    over = _let_go(work, rows, left(work, (), (), filer_ids), tell=True)
    if over:
        ledger.record(work, "released", "boycott", boycott_id, complaints=over)
    return over


def _let_go(work: UnitOfWork, rows: Sequence[Check], rest: Left, *, tell: bool) -> int:
    """Settle the holds that nothing is left of; tell their filers, where that is early."""
    filers = holds.filers_of(work.session, [check.complaint_id for check in rows])
    over, early = 0, set()
    for check in rows:
        filer = filers[check.complaint_id]
        if rest.holds(check, filer):
            continue
        if _ends_early(check, work.now):
            early.add(filer.id)
        _end(work, check)
        over += 1
    work.session.flush()
    for account in sorted(early) if tell else ():
        _tell(work, account)
    return over


def settle_proven(work: UnitOfWork, row: Right | Authorization) -> int:
    """Settle the holds of those whom a register alone named, where this right or authorization
    proves them now; return how many."""
    rows = holds.unproven_by(work.session, row)
    policy, proven = work.policy.scan, {}
    for _check, complaint in rows:
        way = (complaint.filer_id, complaint.right_id, complaint.authorization_id)
        if way not in proven:
            claimant = claimants.claimant_of(work.session, complaint)
            proven[way] = proof.by_levels(work.session, claimant, policy, work.now) in PROVEN
    checks = [
        check
        for check, complaint in rows
        if proven[complaint.filer_id, complaint.right_id, complaint.authorization_id]
    ]
    settled = sum(_is_over_once_proven(work, check) for check in checks)
    work.session.flush()
    if settled:
        noun = "right" if isinstance(row, Right) else "authorization"
        ledger.record(work, "released", noun, row.id, complaints=settled)
    return settled


def _is_over_once_proven(work: UnitOfWork, check: Check) -> bool:
    """Take from a hold that its filer was only in the register; say whether it is over by that."""
    rest = [each for each in check.signs if each != Sign.UNPROVEN]
    if rest:
        numbers = {name: value for name, value in check.numbers.items() if name not in _UNPROVEN}
        check.signs, check.numbers = rest, numbers
        return False
    _end(work, check)
    return True


def _end(work: UnitOfWork, check: Check) -> None:
    if work.actor.person_id is None:
        # A term or a code ends the clock, but nobody has looked.
        check.until = min(check.until or work.now, work.now)
    else:
        check.verified_at, check.verified_by = work.now, work.actor.person_id


def settle_hold(work: UnitOfWork, complaint_id: int, *, reason: str) -> Check:
    """Let one complaint go on: a person has looked at who files, and says on what ground.

    Others of the account stay held: where it is not the matched party, judge the pair instead.
    The filer is told once the last complaint that waited for the same look goes on.
    Refuses with: not-found; forbidden, when the actor is not staff; wrong-state, where it was not
    held, or somebody has let it go on already.
    """
    complaint = complaints.get_complaint(work, complaint_id)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only staff can let a held complaint go on."))
    statement = select(Check).where(
        Check.complaint_id == complaint_id, Check.kind == CheckKind.PARTY
    )
    check = work.session.scalar(statement.with_for_update())
    if check is None or check.verified_at is not None:
        done = (
            _("Somebody has already checked who is filing: this complaint goes on.")
            if check
            else _("This complaint was not held.")
        )
        raise Refusal("wrong-state", done, possible=[])
    check.verified_at, check.verified_by = work.now, work.actor.person_id
    ledger.record(work, "released", "complaint", complaint_id, why=reason, match=check.match_id)
    work.session.flush()
    alike = holds.held_alike(work.session, complaint.filer_id, check.match_id, work.now)
    if _ends_early(check, work.now) and not alike:
        _tell(work, complaint.filer_id)
    return check


def _ends_early(check: Check, now: datetime) -> bool:
    return check.until is not None and check.until > now


def _tell(work: UnitOfWork, filer_id: int) -> None:
    """Tell a filer that the check is over, where it was told that one began."""
    if holds.waits_for_an_end(work.session, filer_id):
        outbox.write(
            work,
            "party_check_over",
            check_over(page=work.links.page("/complaints/")),
            filer_id=filer_id,
        )


@dataclass(frozen=True, slots=True)
class Left:
    """What may still hold complaints: by filer another match, by complaint another boycott."""

    between: Collection[int]
    again: Mapping[int, PartyMatch]
    freed: Collection[int]
    bound: Mapping[int, int]

    def holds(self, check: Check, filer: Filer) -> bool:
        """Take from the check what is over; say whether anything holds its complaint still."""
        signs, numbers, match_id = {*check.signs}, dict(check.numbers), check.match_id
        if match_id in self.between:
            another = self.again.get(filer.id)
            match_id = another.id if another else None
            numbers = {name: numbers[name] for name in numbers.keys() - {"weight", "shared"}}
            if another is None:
                signs.discard(str(Sign.SAME_PARTY))
            else:
                numbers |= numbers_of(another)
        if Sign.BOYCOTTED in signs and filer.id in self.freed:
            numbers["boycott"] = self.bound.get(check.complaint_id)
            if numbers["boycott"] is None:
                del numbers["boycott"]
                signs.discard(str(Sign.BOYCOTTED))
        # An ended hold keeps what it rested on, for the record.
        if signs:
            check.signs, check.numbers, check.match_id = sorted(signs), numbers, match_id
        return bool(signs)


def left(
    work: UnitOfWork,
    between: Collection[int],
    looked_like: Collection[Filer],
    freed: Collection[int],
) -> Left:
    """Return what is left where these matches hold nothing more for the accounts that looked like
    another by them, and a boycott binds the accounts in `freed` no more."""
    return Left(between, _matched_again(work, looked_like), freed, _still_bound(work, freed))


def _matched_again(work: UnitOfWork, filers: Collection[Filer]) -> dict[int, PartyMatch]:
    """Return by account its next best match, where it has one: as it looks now, or as a right, a
    paper or a statement of an earlier complaint showed it."""
    again = {}
    for filer in sorted(filers, key=lambda filer: filer.id):
        another = matches.match(work.by(SYSTEM), filer, Shown())
        another = another or holds.standing_match(work.session, filer, work.now)
        if another is not None:
            again[filer.id] = another
    return again


def _still_bound(work: UnitOfWork, accounts: Collection[int]) -> dict[int, int]:
    """Return by open complaint of these accounts the boycott that binds it still."""
    bound: dict[int, int] = {}
    for account in sorted(accounts):
        for boycott in boycotts.binding_filer(work.session, account, work.now):
            ids: Sequence[int] = holds.open_complaints(work.session, [account], boycott).get(
                account, ()
            )
            bound = {**dict.fromkeys(ids, boycott.id), **bound}
    return bound
