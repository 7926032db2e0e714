"""Ends holds: a person has looked at who files, or the filer is proven now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.models import Authorization, Check, PartyMatch, Right
from complaints.queries import complaints, holds, proof
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import CheckKind, Sign
from complaints.rules.proof import PROVEN
from complaints.services import ledger, matches
from complaints.services.holds.holding import numbers_of
from complaints.services.matches import Shown
from complaints.words import message as _
from complaints.work import Work

# Which figures of a hold belong to which of its signs.
_NUMBERS: Final = {
    Sign.SAME_PARTY: ("weight", "shared"),
    Sign.BOYCOTTED: ("boycott",),
    Sign.UNPROVEN: ("standing", "others", "proven"),
}


def release(work: Work, filer_id: int, other_id: int) -> int:
    """Settle all holds that rest on a match of these two accounts; return how many.

    It counts for all accounts of both parties. A complaint stays held where its filer is under a
    boycott itself, looks like another bound or flagged party as well, or is named by a register
    alone.
    """
    match_ids = holds.matches_between(work.session, filer_id, other_id)
    statement = select(Check).where(
        Check.match_id.in_(match_ids), Check.kind == CheckKind.PARTY, Check.verified_at.is_(None)
    )
    rows = work.session.scalars(statement.with_for_update()).all()
    again = _matched_again(work, [check.complaint_id for check in rows])
    released = 0
    for check in rows:
        another = again.get(check.complaint_id)
        if another is not None and another.id not in match_ids:
            check.match_id, check.numbers = another.id, {**check.numbers, **numbers_of(another)}
        else:
            released += take_away(work, [check], Sign.SAME_PARTY)
    if rows:
        ledger.record(work, "released", "filer", filer_id, other=other_id, complaints=released)
    work.session.flush()
    return released


def settle_proven(work: Work, row: Right | Authorization) -> int:
    """Settle the holds of those whom a register alone named, where this right or authorization
    proves them now; return how many."""
    rows = holds.unproven_by(work.session, row)
    today, proven = work.now.date(), {}
    for _check, complaint in rows:
        way = (complaint.filer_id, complaint.right_id, complaint.authorization_id)
        if way not in proven:
            claimant = proof.claimant_of(work.session, complaint)
            proven[way] = proof.by_levels(work.session, claimant, today) in PROVEN
    checks = [
        check
        for check, complaint in rows
        if proven[complaint.filer_id, complaint.right_id, complaint.authorization_id]
    ]
    settled = take_away(work, checks, Sign.UNPROVEN)
    if settled:
        noun = "right" if isinstance(row, Right) else "authorization"
        ledger.record(work, "released", noun, row.id, complaints=settled)
    return settled


def take_away(work: Work, checks: Iterable[Check], sign: Sign) -> int:
    """Take one sign away from holds; what rests on no other is over. Return how many are over."""
    over = 0
    for check in checks:
        rest = [each for each in check.signs if each != sign]
        if rest:
            check.signs = rest
            check.numbers = {
                name: value for name, value in check.numbers.items() if name not in _NUMBERS[sign]
            }
            check.match_id = None if sign is Sign.SAME_PARTY else check.match_id
            continue
        over += 1
        if work.actor.person_id is None:
            # A code that the filer entered ends the clock, but nobody has looked.
            check.until = min(check.until or work.now, work.now)
        else:
            check.verified_at, check.verified_by = work.now, work.actor.person_id
    work.session.flush()
    return over


def _matched_again(work: Work, complaint_ids: Sequence[int]) -> dict[int, PartyMatch]:
    """Return by complaint the next best match of its account, where there is one."""
    filers = holds.filers_of(work.session, complaint_ids)
    again = {
        filer.id: another
        for filer in set(filers.values())
        if (another := matches.match(work.by(SYSTEM), filer, Shown())) is not None
    }
    return {
        complaint_id: again[filer.id] for complaint_id, filer in filers.items() if filer.id in again
    }


def settle(work: Work, complaint_id: int, *, reason: str) -> Check:
    """Let one complaint go on: a person has looked at who files, and says on what ground.

    Others of the account stay held: where it is not the matched party, judge the pair instead.
    Refuses with: not-found; forbidden, when the actor is not staff; wrong-state, where it was not
    held, or somebody has let it go on already.
    """
    complaints.get(work, complaint_id)
    if not work.actor.is_staff:
        raise Refusal("forbidden", _("Only a member of staff lets a held complaint go on."))
    statement = select(Check).where(
        Check.complaint_id == complaint_id, Check.kind == CheckKind.PARTY
    )
    check = work.session.scalar(statement.with_for_update())
    if check is None or check.verified_at is not None:
        done = (
            _("Somebody has looked at who files already: this complaint goes on.")
            if check
            else _("This complaint was not held.")
        )
        raise Refusal("wrong-state", done, possible=[])
    check.verified_at, check.verified_by = work.now, work.actor.person_id
    ledger.record(work, "released", "complaint", complaint_id, why=reason, match=check.match_id)
    return check
