"""Who is away, who stands in for whom, and whose work falls to the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from complaints.models import Person
from complaints.queries.logins import people
from complaints.rules.actors import require_staff
from complaints.rules.staff.stand_ins import last_day_away, who_does
from complaints.words import Message
from complaints.words.days import UTC_ZONE, end_of
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away until when, by the clocks of which `zone`, and who stands in. The `doer` is the
    stand-in or, where that one is away too, who stands in for it. Ids are persons'."""

    person_id: int
    person: str
    until: datetime
    zone: str
    stand_in_id: int
    stand_in: str
    doer_id: int
    doer: str

    @property
    def last_day(self) -> date:
        return last_day_away(self.until, self.zone)

    @property
    def said_until(self) -> Message:
        return end_of(self.last_day, self.zone)


def find_absences(work: UnitOfWork) -> Sequence[Absence]:
    """Return who is away now, who is back first first. Refuses with: not-found, unless the actor is
    staff."""
    require_staff(work.actor)
    is_away = Person.away_until > work.now, Person.stand_in_id.is_not(None)
    rows = work.session.scalars(
        select(Person).where(*is_away).order_by(Person.away_until, Person.id)
    ).all()
    by_id = away(work)
    names = people.names(work.session, by_id.values())
    return [
        Absence(
            row.id, row.name, row.away_until, row.away_zone or UTC_ZONE,
            row.stand_in_id, names[row.stand_in_id],
            (doer_id := who_does(row.id, by_id)), names[doer_id],
        )
        for row in rows
        if row.away_until is not None and row.stand_in_id is not None
    ]  # fmt: skip


def usual_zone(work: UnitOfWork) -> str | None:
    """Return by which clocks the actor was away the last time; None for the first time."""
    person_id = work.actor.person_id
    person = work.session.get(Person, person_id) if person_id else None
    return person.away_zone if person else None


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
