"""Who has to do with a case: in whose hand it is, whom it is given to, who was asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from complaints.models import Assignment, CaseQuestion, Lease, Person
from complaints.queries.logins import people
from complaints.queries.staff import stand_ins, teamwork
from complaints.queries.staff.casework import is_in_force
from complaints.queries.staff.queue.cases import Waiting
from complaints.rules.staff.stand_ins import who_does
from complaints.rules.staff.teamwork import Colleague, Holders, whose
from complaints.work import UnitOfWork

Key = tuple[str, int]
# How many cases that somebody has to do with are looked at.
MOST = 500


def with_holders(work: UnitOfWork, cases: Sequence[Waiting]) -> list[Waiting]:
    """Return the cases with who has to do with each."""
    if not cases:
        return []
    leases = _leases(work, cases)
    given = _given(work, cases)
    asked = _asked(work, cases)
    me, away = teamwork.reader(work), stand_ins.away(work)
    shown = [_shown(each, me, away, leases, given, asked) for each in cases]
    return _with_stand_ins(work, shown, given) if away else shown


def _with_stand_ins(
    work: UnitOfWork, cases: Sequence[Waiting], given: dict[Key, tuple[Assignment, str | None]]
) -> list[Waiting]:
    """Return the cases, those of the absent with the name of who does them."""
    names = people.names(work.session, [each.holders.person_id for each in cases])

    def stand_in(case: Waiting) -> str | None:
        row, _name = given.get((case.subject, case.id), (None, None))
        doer_id = case.holders.person_id
        return None if row is None or row.person_id == doer_id else names.get(doer_id)

    return [replace(each, stand_in=stand_in(each)) for each in cases]


def _shown(
    case: Waiting,
    me: Colleague,
    away: Mapping[int, int],
    leases: dict[Key, tuple[Lease, str]],
    given: dict[Key, tuple[Assignment, str | None]],
    asked: dict[Key, str],
) -> Waiting:
    key = (case.subject, case.id)
    lease, holder = leases.get(key, (None, None))
    assignment, receiver = given.get(key, (None, None))
    # Who took a flag has it, and so has the ring of which it took some.
    person_id, team = case.holders.person_id, None
    if assignment is not None:
        person_id, team = assignment.person_id, assignment.team
    if person_id is not None:
        person_id = who_does(person_id, away)
    holders = Holders(person_id, team, lease.person_id if lease else None, key in asked)
    return replace(
        case,
        held_by=holder,
        held_until=lease.until if lease else None,
        mine=lease is not None and lease.person_id == me.person_id,
        given_to=receiver or team,
        asks=asked.get(key),
        holders=holders,
        whose=whose(holders, me),
    )


def is_free(work: UnitOfWork, subject: str, case: Any) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a case, by its column, that nobody has to do with."""
    given = Assignment.subject == subject, Assignment.subject_id == case
    held = Lease.subject == subject, Lease.subject_id == case, is_in_force(work.now)
    asked = CaseQuestion.subject == subject, CaseQuestion.subject_id == case
    waits = CaseQuestion.answered_at.is_(None)
    return (
        ~exists(select(Assignment.subject_id).where(*given)),
        ~exists(select(Lease.subject_id).where(*held)),
        ~exists(select(CaseQuestion.id).where(*asked, waits)),
    )


def touched(work: UnitOfWork, subject: str, group: str) -> set[int]:
    """Return the ids of cases that can be of this group (`WHOSE`, but for the unassigned): those
    that somebody has to do with, at most `MOST` of each sort."""
    me = teamwork.reader(work)
    ids: set[int] = set()
    for statement in _sorts(work, subject, group, me):
        ids |= set(work.session.scalars(statement.limit(MOST)))
    return ids


def _sorts(work: UnitOfWork, subject: str, group: str, me: Colleague) -> list[Select[tuple[int]]]:
    given = select(Assignment.subject_id).where(Assignment.subject == subject)
    if group == "team":
        return [given.where(Assignment.team == me.team)] if me.team is not None else []
    held = select(Lease.subject_id).where(Lease.subject == subject, is_in_force(work.now))
    # Whoever stands in has what was given to the absent.
    ours = stand_ins.work_of(work, stand_ins.away(work))
    if group == "mine":
        return [
            given.where(Assignment.person_id.in_(ours)),
            held.where(Lease.person_id == me.person_id),
        ]
    open_ones = CaseQuestion.subject == subject, CaseQuestion.answered_at.is_(None)
    not_ours = Assignment.team != me.team if me.team is not None else Assignment.team.is_not(None)
    return [
        given.where(or_(Assignment.person_id.not_in(ours), not_ours)),
        held.where(Lease.person_id != me.person_id),
        select(CaseQuestion.subject_id).where(*open_ones),
    ]


def all_touched(work: UnitOfWork, subject: str) -> set[int]:
    """Return the ids of cases that anybody has to do with."""
    statements: tuple[Select[tuple[int]], ...] = (
        select(Assignment.subject_id).where(Assignment.subject == subject),
        select(Lease.subject_id).where(Lease.subject == subject, is_in_force(work.now)),
        select(CaseQuestion.subject_id).where(
            CaseQuestion.subject == subject, CaseQuestion.answered_at.is_(None)
        ),
    )
    return {each for statement in statements for each in work.session.scalars(statement)}


def _keys(model: Any, cases: Collection[Waiting]) -> ColumnElement[bool]:
    by_kind: dict[str, list[int]] = {}
    for each in cases:
        by_kind.setdefault(each.subject, []).append(each.id)
    return or_(
        *(
            and_(model.subject == subject, model.subject_id.in_(ids))
            for subject, ids in by_kind.items()
        )
    )


def _leases(work: UnitOfWork, cases: Collection[Waiting]) -> dict[Key, tuple[Lease, str]]:
    rows = work.session.execute(
        select(Lease, Person.name)
        .join(Person, Person.id == Lease.person_id)
        .where(is_in_force(work.now), _keys(Lease, cases))
    ).tuples()
    return {(lease.subject, lease.subject_id): (lease, name) for lease, name in rows}


def _given(
    work: UnitOfWork, cases: Collection[Waiting]
) -> dict[Key, tuple[Assignment, str | None]]:
    rows = work.session.execute(
        select(Assignment, Person.name)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .where(_keys(Assignment, cases))
    ).tuples()
    return {(row.subject, row.subject_id): (row, name) for row, name in rows}


def _asked(work: UnitOfWork, cases: Collection[Waiting]) -> dict[Key, str]:
    """Return by case whom an open question waits for: a name, a team, or nobody's for the second
    line."""
    rows = work.session.execute(
        select(CaseQuestion, Person.name)
        .outerjoin(Person, Person.id == CaseQuestion.person_id)
        .where(CaseQuestion.answered_at.is_(None), _keys(CaseQuestion, cases))
        .order_by(CaseQuestion.id)
    ).tuples()
    return {(row.subject, row.subject_id): name or row.team or "" for row, name in rows}
