"""Takes a flag, dismisses it, confirms it."""

from __future__ import annotations

from complaints.errors import invalid, not_found
from complaints.models import Flag
from complaints.queries import grants
from complaints.services import leases, rings
from complaints.services.move import locked, move
from complaints.words import message as _
from complaints.work import Work


def take(work: Work, flag_id: int, *, expected: int | None = None) -> Flag:
    """Take an open flag under the actor's review.

    Refuses with: wrong-state; forbidden; one-let-in-the-other; held; stale.
    """
    flag = _locked(work, flag_id, expected)
    flag.taken_by = work.actor.person_id
    flag.updated_at = work.now
    move(work, flag, "take")
    return flag


def dismiss(work: Work, flag_id: int, *, why: str, expected: int | None = None) -> Flag:
    """Close a flag without consequence: the same facts alone do not open another one.

    Refuses with: invalid-request, without a reason; wrong-state; held; stale.
    """
    return _close(work, flag_id, "dismiss", why, expected)


def confirm(work: Work, flag_id: int, *, why: str, expected: int | None = None) -> Flag:
    """Confirm that the filer abuses the system; a boycott can then be proposed.

    Refuses with: invalid-request, without a reason; wrong-state; held; stale.
    """
    return _close(work, flag_id, "confirm", why, expected)


def _close(work: Work, flag_id: int, event: str, why: str, expected: int | None) -> Flag:
    if not why.strip():
        raise invalid("/why", _("Say why; the reason is kept in the record."))
    flag = _locked(work, flag_id, expected)
    flag.closed_by, flag.closed_at, flag.updated_at = work.actor.person_id, work.now, work.now
    flag.why = why.strip()
    move(work, flag, event, why=flag.why)
    return flag


def _locked(work: Work, flag_id: int, expected: int | None) -> Flag:
    if not work.actor.is_staff:
        raise not_found(_("flag"))
    flag = locked(work.session, Flag, flag_id, expected=expected)
    grants.require_untied(work, flag.filer_id)
    leases.keep(work, "flag", flag_id)
    rings.keep(work, flag.filer_id)
    return flag
