"""Verbs of a flag: take it, dismiss it, confirm it; of one, or of several of a ring together.

People decide; a scan only opens flags.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final

from complaints.base.errors import Refusal
from complaints.models import Flag
from complaints.queries.cases import flag_answers
from complaints.queries.cases.rings import Member
from complaints.rules.acts import Act
from complaints.rules.cases.flags import (
    CONFIRM,
    DISMISS,
    FLAG,
    PUT_OFF,
    TAKE,
    require_answered_since,
    require_days_to_put_off,
)
from complaints.rules.kinds import LetterKind
from complaints.services.cases import case_steps, rings
from complaints.services.mailing import outbox
from complaints.services.move import lock_row, transition
from complaints.services.staff import leases
from complaints.services.upkeep import ledger
from complaints.words import Message, in_context
from complaints.words import message as _
from complaints.words.letters.looks import answer_taken
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
    """Close a flag without consequence: the same facts alone do not open another one. A filer that
    answered it is told by letter, with the reason.

    Refuses with: invalid-request, without a reason; wrong-state, also of a confirmed flag whose
    filer has not answered since, or on which a case rests; held; stale.
    """
    flag = _begin_step(work, flag_id, DISMISS, expected)
    answered = flag_answers.answered_at(work.session, [flag.id]).get(flag.id)
    require_answered_since(
        flag.state,
        answered_since=_is_since(answered, flag.closed_at),
        has_case=flag_answers.has_case(work.session, flag),
    )
    _close(work, flag, DISMISS, why)
    if answered is not None:
        _tell_filer(work, flag, answered)
    return flag


def _is_since(answered: datetime | None, closed: datetime | None) -> bool:
    return answered is not None and closed is not None and answered > closed


def _tell_filer(work: UnitOfWork, flag: Flag, answered: datetime) -> None:
    """Answer a filer that spoke before any warning."""
    letter = answer_taken(answered.date(), why=flag.why or "", page=work.links.page("/standing/"))
    outbox.write(work, LetterKind.FLAG_DISMISSED, letter, filer_id=flag.filer_id)


def confirm(work: UnitOfWork, flag_id: int, *, why: str, expected: int | None = None) -> Flag:
    """Confirm that the filer abuses the system; a boycott can then be proposed.

    Refuses with: invalid-request, without a reason; wrong-state; held; stale.
    """
    flag = _begin_step(work, flag_id, CONFIRM, expected)
    _close(work, flag, CONFIRM, why)
    return flag


def put_off(
    work: UnitOfWork, flag_id: int, *, days: int, why: str, expected: int | None = None
) -> Flag:
    """Put off for some days what the filer reads of its flag; 0 days end that.

    Refuses with: invalid-request, without a reason, or for more than 90 days; wrong-state, where
    the flag is dismissed; one-let-in-the-other; held; stale.
    """
    flag = _begin_step(work, flag_id, PUT_OFF, expected)
    why, term = PUT_OFF.stated(why), require_days_to_put_off(days)
    if flag.state == "dismissed":
        raise Refusal(
            "wrong-state", _("This flag is dismissed: its filer reads nothing about it."),
            state=flag.state, possible=[],
        )  # fmt: skip
    flag.untold_until, flag.updated_at = work.now + term if days else None, work.now
    ledger.record(work, "put_off", "flag", flag.id, why=why, days=days)
    return flag


def _close(work: UnitOfWork, flag: Flag, act: Act, why: str) -> None:
    flag.why = act.stated(why)
    flag.closed_by, flag.closed_at, flag.updated_at = work.actor.person_id, work.now, work.now
    transition(work, flag, act.name, why=flag.why)


def _begin_step(work: UnitOfWork, flag_id: int, act: Act, expected: int | None) -> Flag:
    case_steps.require_actor(work, FLAG, act)
    flag = lock_row(work.session, Flag, flag_id, expected=expected)
    case_steps.require_step(work, flag, act)
    return flag


# By which verb each act of one flag is done.
VERBS: Final[Mapping[Act, Callable[..., Flag]]] = {
    TAKE: take,
    DISMISS: dismiss,
    CONFIRM: confirm,
    PUT_OFF: put_off,
}

__all__ = [
    "VERBS",
    "confirm",
    "confirm_ring",
    "dismiss",
    "dismiss_ring",
    "put_off",
    "take",
    "take_ring",
]


# What closes a flag, and what is said of one that it cannot close.
_CLOSING: Mapping[Act, tuple[Callable[..., Flag], Message]] = {
    DISMISS: (dismiss, in_context("cannot be", "dismissed")),
    CONFIRM: (confirm, in_context("cannot be", "confirmed")),
}


def take_ring(
    work: UnitOfWork, ring_id: int, *, filer_ids: Collection[int], seen: Collection[str] = ()
) -> list[Flag]:
    """Take the open flags of the chosen members under the actor's review, and the ring in hand.

    Refuses with: not-found; invalid-request; held; not-all-members, with what services/cases/flags
    refuses of each.
    """
    members = rings.to_act_on(work, ring_id, filer_ids, seen)
    done = rings.for_each(
        members, lambda member: take(work, _flag_of(member)), in_context("cannot be", "taken")
    )
    leases.take_lease(work, "ring", ring_id, by_a_step=True)
    rings.note_choice(work, ring_id, "take", members)
    return done


def dismiss_ring(
    work: UnitOfWork,
    ring_id: int,
    *,
    filer_ids: Collection[int],
    why: str,
    seen: Collection[str] = (),
) -> list[Flag]:
    """Close the chosen members' flags without consequence, for one reason.

    Refuses with: as `take_ring`.
    """
    return _close_ring(work, ring_id, DISMISS, filer_ids=filer_ids, why=why, seen=seen)


def confirm_ring(
    work: UnitOfWork,
    ring_id: int,
    *,
    filer_ids: Collection[int],
    why: str,
    seen: Collection[str] = (),
) -> list[Flag]:
    """Confirm for one reason that the chosen members abuse the system.

    Refuses with: as `take_ring`.
    """
    return _close_ring(work, ring_id, CONFIRM, filer_ids=filer_ids, why=why, seen=seen)


def _close_ring(
    work: UnitOfWork,
    ring_id: int,
    act: Act,
    *,
    filer_ids: Collection[int],
    why: str,
    seen: Collection[str],
) -> list[Flag]:
    # The reason is asked for once, and not for each member.
    why = act.stated(why)
    members = rings.to_act_on(work, ring_id, filer_ids, seen)
    close, undone = _CLOSING[act]
    done = rings.for_each(members, lambda member: close(work, _flag_of(member), why=why), undone)
    rings.note_choice(work, ring_id, act.name, members, why)
    return done


def _flag_of(member: Member) -> int:
    if member.flag is None:
        raise Refusal("wrong-state", _("It has no flag."))
    return member.flag.id
