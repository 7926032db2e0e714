"""Takes, dismisses and confirms flags of a ring together: all that were chosen, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from complaints.errors import Refusal
from complaints.models import Flag
from complaints.queries.rings import Member
from complaints.rules.acts import Act
from complaints.rules.flags import CONFIRM, DISMISS
from complaints.services import leases, rings
from complaints.services.flags.steps import confirm, dismiss, take
from complaints.words import Message, in_context
from complaints.words import message as _
from complaints.work import UnitOfWork

# What closes a flag, and what is said of one that it cannot close.
_CLOSING: Mapping[Act, tuple[Callable[..., Flag], Message]] = {
    DISMISS: (dismiss, in_context("cannot be", "dismissed")),
    CONFIRM: (confirm, in_context("cannot be", "confirmed")),
}


def take_ring(
    work: UnitOfWork, ring_id: int, *, filer_ids: Collection[int], seen: Collection[str] = ()
) -> list[Flag]:
    """Take the open flags of the chosen members under the actor's review, and the ring in hand.

    Refuses with: not-found; invalid-request; held; not-all-members, with what services/flags
    refuses of each.
    """
    members = rings.to_act_on(work, ring_id, filer_ids, seen)
    done = rings.for_each(
        members, lambda member: take(work, _flag_of(member)), in_context("cannot be", "taken")
    )
    leases.take_lease(work, "ring", ring_id)
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
    return _close(work, ring_id, DISMISS, filer_ids=filer_ids, why=why, seen=seen)


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
    return _close(work, ring_id, CONFIRM, filer_ids=filer_ids, why=why, seen=seen)


def _close(
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
