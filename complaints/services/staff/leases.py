"""Leases: one person works on a case of the queue, so that no two reviewers ever share one. Ground.

A lease ends by itself: a row whose time is over has no effect but that who had it does not take it
again at once. Nobody freezes the desk: a person has few cases in hand, goes on with one by working
on it, and a supervisor takes over what somebody keeps.
"""

from __future__ import annotations

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Lease, Person
from complaints.queries.staff import casework
from complaints.queries.staff.casework import is_in_force
from complaints.rules.actors import Actor, Role
from complaints.rules.law.clocks import LEASE, LEASE_REST
from complaints.rules.staff.teamwork import MOST_HELD
from complaints.services.upkeep import ledger
from complaints.storage.db import insertion
from complaints.words import message as _
from complaints.work import UnitOfWork


def take_lease(
    work: UnitOfWork, subject: str, subject_id: int, *, by_a_step: bool = False
) -> Lease:
    """Take a case for the actor. What the actor has in hand stays so for no longer than before:
    only a step on the case goes on with it (`renew_lease`). A case that is taken `by_a_step` on it
    may be one that the actor had in hand a moment ago.

    Refuses with: forbidden; held, when a colleague works on it; lease-refused, where the actor has
    as many cases in hand as one person may, or had this one until a moment ago.
    """
    _lock_person(work, _require_person(work.actor))
    held = _lock_lease(work.session, subject, subject_id)
    if held is not None and _is_in_force(held, work):
        if held.person_id != work.actor.person_id:
            raise _held(work.session, subject, subject_id)
        return held
    if not by_a_step and (subject, subject_id) in casework.rested_from(work):
        raise _resting(held)
    return _take(work, subject, subject_id, "held")


def take_over(work: UnitOfWork, subject: str, subject_id: int, *, why: str) -> Lease:
    """Take a case over that a colleague has in hand, for a supervisor. Whatever the colleague
    sends about it now is refused; the ledger keeps from whom it was taken, and why.

    Refuses with: forbidden, unless the actor is a supervisor; wrong-state, where no colleague has
    it in hand; lease-refused, where the actor has as many in hand as one person may.
    """
    if work.actor.role is not Role.SUPERVISOR:
        raise Refusal(
            "forbidden", _("Only a supervisor can take over a case that a colleague is working on.")
        )
    _lock_person(work, _require_person(work.actor))
    held = _lock_lease(work.session, subject, subject_id)
    if held is None or not _is_in_force(held, work) or held.person_id == work.actor.person_id:
        raise Refusal(
            "wrong-state", _("No colleague has this case in hand. Take it like any other case."),
            state="free", possible=[],
        )  # fmt: skip
    return _take(work, subject, subject_id, "took_over", why=why, before=held.person_id)


def give_back(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Give a case back; does nothing where the actor does not hold it. Refuses with: forbidden."""
    person_id = _require_person(work.actor)
    mine = (
        Lease.subject == subject, Lease.subject_id == subject_id, Lease.person_id == person_id,
        is_in_force(work.now),
    )  # fmt: skip
    work.session.execute(update(Lease).where(*mine).values(until=work.now))


def renew_lease(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Renew the actor's lease on a case that it works on. Does nothing where there is no lease, or
    the actor is not a person (the clock, a filer).

    Refuses with: held, when a colleague works on it, or has taken it over meanwhile.
    """
    held = require_not_held(work, subject, subject_id)
    if held is not None:
        held.until = work.now + LEASE


def require_not_held(work: UnitOfWork, subject: str, subject_id: int) -> Lease | None:
    """Return the actor's own lease on a case, where it has one; None where nobody works on it.

    Refuses with: held, when a colleague works on it, or has taken it over meanwhile.
    """
    if work.actor.person_id is None:
        return None
    # Locked, so that whoever takes the case over waits until this step is done, or comes before it.
    held = _lock_lease(work.session, subject, subject_id)
    if held is None or not _is_in_force(held, work):
        return None
    if held.person_id != work.actor.person_id:
        raise _held(work.session, subject, subject_id)
    return held


def _take(
    work: UnitOfWork, subject: str, subject_id: int, verb: str, *,
    why: str | None = None, **facts: int | None,
) -> Lease:  # fmt: skip
    """Write the actor's lease over whatever is there, and into the ledger."""
    _require_room(work)
    person_id, until = work.actor.person_id, work.now + LEASE
    free = or_(~is_in_force(work.now), Lease.person_id == facts.get("before"))
    taken = (
        insertion(work.session, Lease)
        .values(subject=subject, subject_id=subject_id, person_id=person_id, until=until)
        .on_conflict_do_update(
            index_elements=[Lease.subject, Lease.subject_id],
            set_={"person_id": person_id, "until": until},
            where=free,
        )
        .returning(Lease)
    )
    # The row may be in this session from before, and be out of date.
    lease: Lease | None = work.session.scalar(taken.execution_options(populate_existing=True))
    if lease is None:
        raise _held(work.session, subject, subject_id)
    ledger.record(work, verb, subject, subject_id, why=why, **facts)
    return lease


def _lock_person(work: UnitOfWork, person_id: int) -> None:
    """Of two cases that one person takes at once, the second waits: both would be counted else."""
    work.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def _lock_lease(session: Session, subject: str, subject_id: int) -> Lease | None:
    here = Lease.subject == subject, Lease.subject_id == subject_id
    session.execute(select(Lease.person_id).where(*here).with_for_update())
    read = select(Lease).where(*here).execution_options(populate_existing=True)
    return session.scalar(read)


def _is_in_force(lease: Lease, work: UnitOfWork) -> bool:
    """Say of a row what `is_in_force` says of the column."""
    return work.now < lease.until <= work.now + 2 * LEASE


def _require_room(work: UnitOfWork) -> None:
    if casework.count_held(work) >= MOST_HELD:
        raise Refusal(
            "lease-refused",
            _(
                "You have %(most)s cases in hand, which is as many as one person may have. Give "
                "one back, then take this one.",
                most=MOST_HELD,
            ),
            most=MOST_HELD,
        )


def _resting(lease: Lease | None) -> Refusal:
    assert lease is not None
    until = lease.until + LEASE_REST
    return Refusal(
        "lease-refused",
        _(
            "You had this case in hand, and it is free for colleagues until %(until)s. You can "
            "still work on it; take it again after that.",
            until=until,
        ),
        until=until.isoformat(),
    )


def _require_person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refusal("forbidden", _("Only a member of staff can take cases."))
    return actor.person_id


def _held(session: Session, subject: str, subject_id: int) -> Refusal:
    row = session.execute(
        select(Person.name, Lease.until)
        .join(Person, Person.id == Lease.person_id)
        .where(Lease.subject == subject, Lease.subject_id == subject_id)
    ).one()
    return Refusal(
        "held",
        _(
            "%(name)s works on this until %(until)s. Take another case, or ask for it.",
            name=row.name,
            until=row.until,
        ),
        by=row.name,
        until=row.until.isoformat(),
    )
