"""Who works here with whom: teams and languages, whom a case is given to, questions on a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import Assignment, CaseQuestion, Person
from complaints.queries.staff import stand_ins
from complaints.rules.actors import PersonRole, Role, require_staff
from complaints.rules.staff.stand_ins import who_does
from complaints.rules.staff.teamwork import Colleague, may_answer
from complaints.words import message as _
from complaints.work import UnitOfWork

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question on a case with the names of who asked, whom, and who answered. `to` is empty for
    the second line; `yours` where the reader may answer it."""

    row: CaseQuestion
    by: str
    to: str | None
    answerer: str | None
    yours: bool


@dataclass(frozen=True, slots=True)
class Given:
    """Whom a case is given to: a person's name or a team's, by whom; `mine` where that is the
    reader or its team."""

    row: Assignment
    to: str
    by: str
    mine: bool


def reader(work: UnitOfWork) -> Colleague:
    """Return whoever asks, with its team."""
    person = work.session.get(Person, work.actor.person_id) if work.actor.person_id else None
    return Colleague(work.actor.person_id, person.team if person else None, work.actor.role)


def teams(session: Session) -> Sequence[str]:
    """Return the teams that somebody with access is in, by name."""
    named = select(Person.team).where(Person.active, Person.team.is_not(None)).distinct()
    return sorted(team for team in session.scalars(named) if team)


def colleagues(work: UnitOfWork) -> Sequence[Person]:
    """Return who works on cases here, by name: with access, and not counsel. Refuses with:
    not-found, unless the actor is staff."""
    require_staff(work.actor)
    here = select(Person).where(Person.active, Person.role != PersonRole.COUNSEL)
    return work.session.scalars(here.order_by(Person.name, Person.id)).all()


def given_to(work: UnitOfWork, subject: str, subject_id: int) -> Given | None:
    """Return whom a case is given to; None where to nobody."""
    receiver, giver = aliased(Person), aliased(Person)
    row = work.session.execute(
        select(Assignment, receiver.name, giver.name)
        .outerjoin(receiver, receiver.id == Assignment.person_id)
        .join(giver, giver.id == Assignment.given_by)
        .where(Assignment.subject == subject, Assignment.subject_id == subject_id)
    ).one_or_none()
    if row is None:
        return None
    assignment, to, by = row
    me = reader(work)
    mine = assignment.person_id == me.person_id or (
        assignment.team is not None and assignment.team == me.team
    )
    return Given(assignment, to or assignment.team or "", by, mine)


def questions(work: UnitOfWork, subject: str, subject_id: int) -> list[QuestionView]:
    """Return the questions on a case, the newest first. Refuses with: not-found, unless the actor
    is staff."""
    require_staff(work.actor)
    about = CaseQuestion.subject == subject, CaseQuestion.subject_id == subject_id
    return _views(work, and_(*about))


def to_me(work: UnitOfWork) -> list[QuestionView]:
    """Return the open questions that the actor may answer, the newest first. Refuses with:
    not-found, unless the actor is staff."""
    require_staff(work.actor)
    ours = stand_ins.work_of(work, stand_ins.away(work))
    rows = _views(work, and_(CaseQuestion.answered_at.is_(None), _put_to(reader(work), ours)))
    return [view for view in rows if view.yours]


def question(work: UnitOfWork, question_id: int) -> QuestionView:
    """Return one question. Refuses with: not-found, also unless the actor is staff."""
    require_staff(work.actor)
    rows = _views(work, CaseQuestion.id == question_id)
    if not rows:
        raise not_found(_("question"))
    return rows[0]


def _put_to(me: Colleague, ours: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for questions put to the reader or to whom it stands in for, its team
    or, for a supervisor, the second line."""
    second_line = and_(CaseQuestion.person_id.is_(None), CaseQuestion.team.is_(None))
    return or_(
        CaseQuestion.person_id.in_(ours),
        CaseQuestion.team == me.team if me.team is not None else false(),
        second_line if me.role is Role.SUPERVISOR else false(),
    )


def _views(work: UnitOfWork, condition: ColumnElement[bool]) -> list[QuestionView]:
    asker, receiver, answerer = aliased(Person), aliased(Person), aliased(Person)
    rows = work.session.execute(
        select(CaseQuestion, asker.name, receiver.name, answerer.name)
        .join(asker, asker.id == CaseQuestion.asked_by)
        .outerjoin(receiver, receiver.id == CaseQuestion.person_id)
        .outerjoin(answerer, answerer.id == CaseQuestion.answered_by)
        .where(condition)
        .order_by(CaseQuestion.id.desc())
        .limit(_SHOWN)
    ).tuples()
    me, away = reader(work), stand_ins.away(work)
    return [
        QuestionView(row, by, to or row.team, answered, _is_mine(row, me, away))
        for row, by, to, answered in rows
    ]


def _is_mine(row: CaseQuestion, me: Colleague, away: Mapping[int, int]) -> bool:
    return row.answered_at is None and may_answer_row(row, me, away)


def may_answer_row(row: CaseQuestion, me: Colleague, away: Mapping[int, int]) -> bool:
    """Say whether a question is the reader's: put to it, or to whom it stands in for."""
    person_id = None if row.person_id is None else who_does(row.person_id, away)
    # Back early, or looking in while away: it was put to them all the same.
    if me.person_id == row.person_id:
        person_id = row.person_id
    return may_answer(me, asked_by=row.asked_by, person_id=person_id, team=row.team)
