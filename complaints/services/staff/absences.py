"""Lets somebody be away, with a colleague who stands in, and be back.

What the stand-in cannot do is nobody's from then on: it took part, counts as one with a filer of
the case, or does not have the role. Nobody waits for somebody who is away.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, not_found
from complaints.models import Assignment, CaseQuestion, Person
from complaints.queries.staff import queue, stand_ins
from complaints.rules.actors import PARTS, PersonRole, Scope, require_staff
from complaints.rules.staff.stand_ins import (
    can_be_last,
    chain,
    end_of_day,
    makes_a_circle,
    may_stand_in,
)
from complaints.services.mailing import staff_letters
from complaints.services.staff import handovers
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.words import message as _
from complaints.work import UnitOfWork


def go_away(
    work: UnitOfWork, person_id: int, *, until: date, zone: str, stand_in_id: int, vault: Vault
) -> int:
    """Note until the end of which day somebody is away, by the clocks of `zone` (a name of the tz
    database), and who stands in, in place of what was noted before; tell the stand-in, and return
    how many cases are nobody's now, as the stand-in cannot do them.

    Refuses with: not-found; forbidden, for somebody else, unless the actor is an administrator;
    invalid-request, for a day that is over or more than a year off, and for a stand-in who is not
    there, does not have the role, or for whom the absent would stand in.
    """
    person = _locked(work, person_id)
    if not can_be_last(until, zone, work.now):
        raise invalid(
            "/until", Code.NOT_PERMITTED, _("Choose today or a later day, within a year.")
        )
    _require_stand_in(work, person, stand_in_id)
    noted = end_of_day(until, zone), zone, stand_in_id
    if noted == (person.away_until, person.away_zone, person.stand_in_id):
        return 0
    person.away_until, person.away_zone, person.stand_in_id = noted
    work.session.flush()
    left = _free_what_nobody_does(work)
    ledger.record(
        work, "went_away", "person", person_id, until=noted[0].isoformat(), person=stand_in_id
    )
    staff_letters.write_to_person(work, stand_in_id, "stands_in", "/console/away", vault=vault)
    return left


def come_back(work: UnitOfWork, person_id: int) -> None:
    """Note that somebody is back; does nothing where they are. Refuses with: not-found; forbidden,
    as `go_away`."""
    person = _locked(work, person_id)
    if person.away_until is not None:
        is_early = person.away_until > work.now
        person.away_until = person.stand_in_id = None
        if is_early:
            ledger.record(work, "came_back", "person", person_id)


def _locked(work: UnitOfWork, person_id: int) -> Person:
    require_staff(work.actor)
    handovers.lock_staff(work)
    person = work.session.get(Person, person_id, populate_existing=True)
    if person is None or not person.active or person.role == PersonRole.COUNSEL:
        raise not_found(_("person"))
    if work.actor.person_id != person_id and Scope.ADMINISTER not in work.actor.scopes:
        raise Refusal(
            "forbidden",
            _(
                "You can say that you are away yourself. Only an administrator can say it "
                "for others."
            ),
        )
    return person


def _require_stand_in(work: UnitOfWork, person: Person, stand_in_id: int) -> None:
    other = work.session.get(Person, stand_in_id, populate_existing=True)
    if other is None or not other.active or other.role == PersonRole.COUNSEL:
        raise invalid(
            "/stand_in_id",
            Code.NOT_FOUND,
            _("No member of staff who works on cases has this number."),
        )
    if makes_a_circle(person.id, other.id, stand_ins.away(work)):
        raise invalid(
            "/stand_in_id",
            Code.NOT_PERMITTED,
            _("%(name)s cannot stand in: choose a colleague who is here.", name=other.name),
        )
    if not may_stand_in(PARTS[PersonRole(person.role)], PARTS[PersonRole(other.role)]):
        raise invalid(
            "/stand_in_id",
            Code.NOT_PERMITTED,
            _(
                "%(name)s does not have the role to decide your cases. Choose a supervisor.",
                name=other.name,
            ),
        )


def _free_what_nobody_does(work: UnitOfWork) -> int:
    """Let cases and questions of the absent be nobody's where their stand-in cannot do them, or
    somebody between, who may be back first."""
    away = stand_ins.away(work)
    left = 0
    rows = work.session.scalars(select(Assignment).where(Assignment.person_id.in_(away))).all()
    for row in rows:
        doers = chain(row.person_id or 0, away)[1:]
        if not all(queue.can_do(work, each, row.subject, row.subject_id) for each in doers):
            handovers.of_case(work, row.subject, row.subject_id)
            left += 1
    # Nobody answers an own question: it is the second line's.
    for person_id in away:
        work.session.execute(
            update(CaseQuestion)
            .where(
                CaseQuestion.person_id == person_id,
                CaseQuestion.asked_by.in_(chain(person_id, away)[1:]),
                CaseQuestion.answered_at.is_(None),
            )
            .values(person_id=None)
        )
    return left
