"""Ends holds: a person has looked at who files."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.models import Check, PartyMatch
from complaints.queries import complaints, holds
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import CheckKind, Sign
from complaints.services import ledger, matches
from complaints.services.holds.holding import numbers_of
from complaints.services.matches import Shown
from complaints.words import message as _
from complaints.work import Work


def release(work: Work, filer_id: int, other_id: int) -> int:
    """Settle all holds that rest on a match of these two accounts; return how many.

    It counts for all accounts of both parties. A complaint stays held where its filer is under a
    boycott itself, or looks like another bound or flagged party as well.
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
        elif Sign.BOYCOTTED in check.signs:
            check.signs, check.match_id = [str(Sign.BOYCOTTED)], None
            check.numbers = {"boycott": check.numbers["boycott"]}
        else:
            check.verified_at, check.verified_by = work.now, work.actor.person_id
            released += 1
    if rows:
        ledger.record(work, "released", "filer", filer_id, other=other_id, complaints=released)
    work.session.flush()
    return released


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
