"""Chooses members of a ring and takes one step for each of them: for all, or for none.

A step on several accounts is the step on one, taken so many times: its rules hold for each, and
whatever one of them refuses, all are told at once. Must not know any step itself.

Holds a ring for one person at a time, as a case of the queue is held.

A step on any account of a ring is a step on the ring, wherever it is taken: on its page, on the
page of a flag, over the API or by command.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid
from complaints.models import Filer
from complaints.queries.cases import rings
from complaints.queries.cases.rings import Member
from complaints.rules.cases.rings import NONE_CHOSEN
from complaints.services.staff import leases
from complaints.services.upkeep import ledger
from complaints.words import Message, counted
from complaints.words import message as _
from complaints.work import UnitOfWork

Done = TypeVar("Done")
_AT = "/filer_ids"


def chosen(
    work: UnitOfWork, ring_id: int, filer_ids: Collection[int], seen: Collection[str] = ()
) -> list[Member]:
    """Return the members that were chosen, as they are now.

    `seen` are the members' stamps as the actor read them; those of others do not count.
    Refuses with: not-found; invalid-request, for nobody, and for an account that is not in the
    ring; not-all-members, where one of the chosen was changed since, with the names of all that
    were.
    """
    members = {member.filer.id: member for member in rings.get_ring(work, ring_id).members}
    if not filer_ids:
        raise invalid(_AT, Code.REQUIRED, NONE_CHOSEN)
    _require_members(work, [each for each in filer_ids if each not in members])
    picked = [member for filer_id, member in members.items() if filer_id in set(filer_ids)]
    # In one order for everybody, so that two who lock the same rows take turns.
    picked.sort(key=lambda member: member.flag.id if member.flag else 0)
    stamps = {stamp.partition(":")[0]: stamp for stamp in seen}
    changed = [
        member for member in picked
        if stamps.get(str(member.filer.id), member.stamp) != member.stamp
    ]  # fmt: skip
    if changed:
        head = counted(
            "Nothing was done: %(num)s of the accounts that you ticked was changed since you read "
            "this page. Read it again, then decide.",
            "Nothing was done: %(num)s of the accounts that you ticked were changed since you read "
            "this page. Read it again, then decide.",
            len(changed),
        )
        raise _refused(head, [(member, _("changed since")) for member in changed])
    return picked


def to_act_on(
    work: UnitOfWork, ring_id: int, filer_ids: Collection[int], seen: Collection[str] = ()
) -> list[Member]:
    """Return the members that were chosen for a step, and renew the actor's lease on the ring.

    Refuses with: held, when a colleague works on the ring; else as `chosen`.
    """
    members = chosen(work, ring_id, filer_ids, seen)
    leases.renew_lease(work, "ring", ring_id)
    return members


def _require_members(work: UnitOfWork, strangers: Collection[int]) -> None:
    """Refuses with: invalid-request, for accounts that are not in the ring, with all of them."""
    if not strangers:
        return
    named = select(Filer.id, Filer.name).where(Filer.id.in_(strangers))
    names = dict(work.session.execute(named).tuples().all())
    head = counted(
        "Nothing was done: %(num)s of these accounts is not in this ring now. Read the ring again.",
        "Nothing was done: %(num)s of these accounts are not in this ring now. Read the ring "
        "again.",
        len(set(strangers)),
    )
    each_one = [
        _(
            "%(name)s: not in this ring now",
            name=names.get(each) or _("Account %(id)s", id=str(each)),
        )
        for each in dict.fromkeys(strangers)
    ]
    fields = [FieldError(_AT, Code.NOT_PART_OF_THIS, message) for message in (head, *each_one)]
    raise Refusal("invalid-request", head, fields=fields)


def for_each(
    members: Sequence[Member], step: Callable[[Member], Done], undone: Message
) -> list[Done]:
    """Return what the step returns for each member.

    `undone` says what cannot be done, in few words. Refuses with: not-all-members, where the step
    refuses one member or more, with the reason of each.
    """
    done: list[Done] = []
    refused: list[tuple[Member, Message]] = []
    for member in members:
        try:
            done.append(step(member))
        except Refusal as refusal:
            refused.append((member, refusal.message))
    if refused:
        head = _(
            "Nothing was done. %(refused)s of %(chosen)s cannot be %(undone)s; leave them "
            "out, or correct what stands in the way.",
            refused=len(refused), chosen=len(members), undone=undone,
        )  # fmt: skip
        raise _refused(head, refused)
    return done


def note_choice(
    work: UnitOfWork, ring_id: int, event: str, members: Sequence[Member], why: str | None = None
) -> None:
    """Write into the ring's own story what was done with which of its accounts."""
    filers = [member.filer.id for member in members]
    ledger.record(work, event, "ring", ring_id, why=why, filers=filers)


def _refused(head: Message, members: Sequence[tuple[Member, Message]]) -> Refusal:
    named = [_("%(name)s: %(why)s", name=member.filer.name, why=why) for member, why in members]
    return Refusal(
        "not-all-members",
        head,
        fields=[FieldError(_AT, Code.STANDS_IN_THE_WAY, each) for each in (head, *named)],
        filer_ids=[member.filer.id for member, _why in members],
    )


def renew_ring_lease(work: UnitOfWork, filer_id: int) -> None:
    """Renew the actor's lease on the ring that an account is in; does nothing where there is none.

    Refuses with: held, when a colleague works on that ring.
    """
    ring_id = rings.of_filers(work.session, [filer_id]).get(filer_id)
    if ring_id is not None:
        leases.renew_lease(work, "ring", ring_id)


def require_ring_not_held(work: UnitOfWork, filer_id: int) -> None:
    """Refuses with: held, when a colleague works on the ring that an account is in."""
    ring_id = rings.of_filers(work.session, [filer_id]).get(filer_id)
    if ring_id is not None:
        leases.require_not_held(work, "ring", ring_id)
