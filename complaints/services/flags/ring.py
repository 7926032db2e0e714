"""Takes, dismisses and confirms flags of a ring together: all that were chosen, or none."""

from __future__ import annotations

from collections.abc import Collection

from complaints.errors import Refusal, invalid
from complaints.models import Flag
from complaints.queries.rings import Member
from complaints.services import rings
from complaints.services.flags.steps import confirm, dismiss, take
from complaints.words import in_context
from complaints.words import message as _
from complaints.work import Work


def take_ring(
    work: Work, ring_id: int, *, filer_ids: Collection[int], seen: Collection[str] = ()
) -> list[Flag]:
    """Take the open flags of the chosen members under the actor's review.

    Refuses with: not-found; invalid-request; not-all-members, with what services/flags
    refuses of each.
    """
    members = rings.chosen(work, ring_id, filer_ids, seen)
    done = rings.for_each(
        members, lambda member: take(work, _flag_of(member)), in_context("cannot be", "taken")
    )
    rings.note(work, ring_id, "take", members)
    return done


def dismiss_ring(
    work: Work, ring_id: int, *, filer_ids: Collection[int], why: str, seen: Collection[str] = ()
) -> list[Flag]:
    """Close the chosen members' flags without consequence, for one reason.

    Refuses with: as `take_ring`.
    """
    _require_reason(why)
    members = rings.chosen(work, ring_id, filer_ids, seen)
    done = rings.for_each(
        members,
        lambda member: dismiss(work, _flag_of(member), why=why),
        in_context("cannot be", "dismissed"),
    )
    rings.note(work, ring_id, "dismiss", members, why)
    return done


def confirm_ring(
    work: Work, ring_id: int, *, filer_ids: Collection[int], why: str, seen: Collection[str] = ()
) -> list[Flag]:
    """Confirm for one reason that the chosen members abuse the system.

    Refuses with: as `take_ring`.
    """
    _require_reason(why)
    members = rings.chosen(work, ring_id, filer_ids, seen)
    done = rings.for_each(
        members,
        lambda member: confirm(work, _flag_of(member), why=why),
        in_context("cannot be", "confirmed"),
    )
    rings.note(work, ring_id, "confirm", members, why)
    return done


def _flag_of(member: Member) -> int:
    if member.flag is None:
        raise Refusal("wrong-state", _("It has no flag."))
    return member.flag.id


def _require_reason(why: str) -> None:
    # Once, and not for each member: what is missing is the reason.
    if not why.strip():
        raise invalid("/why", _("Say why; the reason is kept in the record."))
