"""Leases: one person works on a case of the queue, so that no two reviewers ever share one. Ground.

A lease ends by itself: a row whose time is over has no effect.
"""

from __future__ import annotations

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Lease, Person
from complaints.queries.staff.casework import is_in_force
from complaints.rules.actors import Actor
from complaints.rules.law.clocks import LEASE
from complaints.services.upkeep import ledger
from complaints.storage.db import insertion
from complaints.words import message as _
from complaints.work import UnitOfWork


def take_lease(work: UnitOfWork, subject: str, subject_id: int) -> Lease:
    """Take a case for the actor, or extend the actor's lease on it.

    Refuses with: forbidden; held, when a colleague works on it.
    """
    person_id = _require_person(work.actor)
    mine = (Lease.person_id == person_id, is_in_force(work.now))
    here = (Lease.subject == subject, Lease.subject_id == subject_id)
    before = work.session.scalar(select(Lease.person_id).where(*here, *mine))
    until = work.now + LEASE
    row = {"subject": subject, "subject_id": subject_id, "person_id": person_id, "until": until}
    taken = (
        insertion(work.session, Lease)
        .values(row)
        .on_conflict_do_update(
            index_elements=[Lease.subject, Lease.subject_id],
            set_={"person_id": person_id, "until": until},
            where=or_(~is_in_force(work.now), Lease.person_id == person_id),
        )
        .returning(Lease)
    )
    # The row may be in this session from before, and be out of date.
    held: Lease | None = work.session.scalar(taken.execution_options(populate_existing=True))
    if held is None:
        raise _held(work.session, subject, subject_id)
    if before is None:
        ledger.record(work, "held", subject, subject_id)
    return held


def give_back(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Give a case back; does nothing where the actor does not hold it. Refuses with: forbidden."""
    person_id = _require_person(work.actor)
    work.session.execute(
        delete(Lease).where(
            Lease.subject == subject,
            Lease.subject_id == subject_id,
            Lease.person_id == person_id,
        )
    )


def renew_lease(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Renew the actor's lease on a case that it works on. Does nothing where there is no lease, or
    the actor is not a person (the clock, a filer).

    Refuses with: held, when a colleague works on it.
    """
    if work.actor.person_id is None:
        return
    here = (Lease.subject == subject, Lease.subject_id == subject_id, is_in_force(work.now))
    row = work.session.execute(select(Lease.person_id, Lease.until).where(*here)).one_or_none()
    if row is None:
        return
    if row.person_id != work.actor.person_id:
        raise _held(work.session, subject, subject_id)
    until = work.now + LEASE
    # A step on many accounts asks for each: it is written once.
    if row.until != until:
        work.session.execute(update(Lease).where(*here).values(until=until))


def _require_person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refusal("forbidden", _("Only a member of staff holds cases."))
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
