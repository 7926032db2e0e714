"""Who is away, who stands in for whom, and whose work falls to the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from complaints.models import Person
from complaints.rules.actors import require_staff
from complaints.rules.staff.stand_ins import who_does
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away until when, and who stands in; `person_id` and `stand_in_id` are persons."""

    person_id: int
    person: str
    until: datetime
    stand_in_id: int
    stand_in: str


def find_absences(work: UnitOfWork) -> Sequence[Absence]:
    """Return who is away now, who is back first first. Refuses with: not-found, unless the actor is
    staff."""
    require_staff(work.actor)
    other = aliased(Person)
    rows = work.session.execute(
        select(Person.id, Person.name, Person.away_until, other.id, other.name)
        .join(other, other.id == Person.stand_in_id)
        .where(Person.away_until > work.now)
        .order_by(Person.away_until, Person.id)
    ).tuples()
    return [
        Absence(row_id, name, until, other_id, stand_in)
        for row_id, name, until, other_id, stand_in in rows
        if until is not None
    ]


def away(work: UnitOfWork) -> Mapping[int, int]:
    """Return by each who is away now the one that stands in."""
    rows = work.session.execute(
        select(Person.id, Person.stand_in_id).where(
            Person.away_until > work.now, Person.stand_in_id.is_not(None)
        )
    ).tuples()
    return {person_id: other_id for person_id, other_id in rows if other_id is not None}


def work_of(work: UnitOfWork, away: Mapping[int, int]) -> set[int]:
    """Return the persons whose work falls to the actor: its own, unless it is away, and theirs for
    whom it stands in."""
    me = work.actor.person_id
    if me is None:
        return set()
    return {each for each in {me, *away} if who_does(each, away) == me}
