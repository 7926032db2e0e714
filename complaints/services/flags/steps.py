"""Takes a flag, dismisses it, confirms it."""

from __future__ import annotations

from complaints.models import Flag
from complaints.rules.acts import Act
from complaints.rules.flags import CONFIRM, DISMISS, FLAG, TAKE
from complaints.services import case_steps
from complaints.services.move import lock_row, transition
from complaints.work import UnitOfWork


def take(work: UnitOfWork, flag_id: int, *, expected: int | None = None) -> Flag:
    """Take an open flag under the actor's review.

    Refuses with: wrong-state; forbidden; one-let-in-the-other; held; stale.
    """
    flag = _begin_step(work, flag_id, TAKE, expected)
    flag.taken_by = work.actor.person_id
    flag.updated_at = work.now
    transition(work, flag, "take")
    return flag


def dismiss(work: UnitOfWork, flag_id: int, *, why: str, expected: int | None = None) -> Flag:
    """Close a flag without consequence: the same facts alone do not open another one.

    Refuses with: invalid-request, without a reason; wrong-state; held; stale.
    """
    return _close(work, flag_id, DISMISS, why, expected)


def confirm(work: UnitOfWork, flag_id: int, *, why: str, expected: int | None = None) -> Flag:
    """Confirm that the filer abuses the system; a boycott can then be proposed.

    Refuses with: invalid-request, without a reason; wrong-state; held; stale.
    """
    return _close(work, flag_id, CONFIRM, why, expected)


def _close(work: UnitOfWork, flag_id: int, act: Act, why: str, expected: int | None) -> Flag:
    flag = _begin_step(work, flag_id, act, expected)
    flag.why = act.stated(why)
    flag.closed_by, flag.closed_at, flag.updated_at = work.actor.person_id, work.now, work.now
    transition(work, flag, act.name, why=flag.why)
    return flag


def _begin_step(work: UnitOfWork, flag_id: int, act: Act, expected: int | None) -> Flag:
    case_steps.require_actor(work, FLAG, act)
    flag = lock_row(work.session, Flag, flag_id, expected=expected)
    case_steps.require_step(work, flag, act)
    return flag
