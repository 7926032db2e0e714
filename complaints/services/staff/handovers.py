"""Lets what waits for somebody who is no more wait for others: a case that was given to a person
who left, or to a team that nobody is in, is nobody's, and a question to them goes to the second
line. Ground.

Nobody else is brought such a case by “take the next case”, and its deadline would pass.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, delete, false, select, update

from complaints.models import Assignment, CaseQuestion, Person
from complaints.queries.staff import stand_ins, teamwork
from complaints.rules.staff.stand_ins import chain
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def lock_staff(work: UnitOfWork) -> None:
    """Lock every member of staff, in one order: who stands in for whom is asked of all of them, and
    a circle can close over any number."""
    rows = select(Person.id).order_by(Person.id).with_for_update(key_share=True)
    work.session.scalars(rows).all()


def of_person(work: UnitOfWork, person_id: int) -> None:
    """Hand over what waits for a person whose access has ended, for those for whom the person stood
    in, and for a team of which the person was the last. Whoever calls has locked the staff.

    An absence without anybody who does the work is over: nobody waits for somebody who is away.
    """
    away = stand_ins.away(work)
    left = [person_id, *(each for each in away if person_id in chain(each, away)[1:])]
    rows = work.session.execute(
        update(Person)
        .where(Person.id.in_(left) | (Person.stand_in_id == person_id))
        .values(stand_in_id=None, away_until=None)
        .returning(Person.id)
    )
    for row_id in sorted(rows.scalars()):
        _hand_over(work, Assignment.person_id == row_id, CaseQuestion.person_id == row_id)
        if row_id in away:
            ledger.record(work, "came_back", "person", row_id)
    of_empty_teams(work)


def of_case(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Let a case be nobody's; questions about it stay with whom they were put to."""
    _hand_over(
        work, and_(Assignment.subject == subject, Assignment.subject_id == subject_id), false()
    )


def of_empty_teams(work: UnitOfWork) -> None:
    """Hand over what waits for teams that nobody with access is in."""
    teams = teamwork.teams(work.session)
    # NULL is in no empty list either: a person's would go along with the last team.
    empty = [
        and_(column.is_not(None), column.not_in(teams))
        for column in (Assignment.team, CaseQuestion.team)
    ]
    _hand_over(work, *empty)


def _hand_over(work: UnitOfWork, given: Any, asked: Any) -> None:
    rows = work.session.execute(
        delete(Assignment).where(given).returning(Assignment.subject, Assignment.subject_id)
    )
    for subject, subject_id in sorted(rows.tuples()):
        ledger.record(work, "taken_back", subject, subject_id)
    work.session.execute(
        update(CaseQuestion)
        .where(asked, CaseQuestion.answered_at.is_(None))
        .values(person_id=None, team=None)
    )
