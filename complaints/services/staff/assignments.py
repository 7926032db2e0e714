"""Gives cases of the queue to a person or a team, and takes them back.

Giving a case keeps nobody else from working on it; the lease says who works on it.
"""

from __future__ import annotations

from sqlalchemy import delete

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.models import Assignment, Person
from complaints.queries.staff import queue, stand_ins, teamwork
from complaints.rules.actors import PersonRole
from complaints.rules.staff.stand_ins import chain
from complaints.services.upkeep import ledger
from complaints.storage.db import insertion
from complaints.words import message as _
from complaints.work import UnitOfWork


def give(
    work: UnitOfWork,
    subject: str,
    subject_id: int,
    *,
    person_id: int | None = None,
    team: str | None = None,
) -> Assignment:
    """Give a case to a person or a team, in place of whoever had it.

    Refuses with: not-found; invalid-request, where it is neither one person nor one team, where
    there is no such colleague or team, or where the case does not wait for this person, who may
    have a part in it.
    """
    queue.require_case(work, subject, subject_id)
    if (person_id is None) == (team is None):
        raise invalid(
            "/person_id",
            Code.ONE_OF_THESE,
            _("Choose one person or one team."),
            members=["person_id", "team"],
        )
    if person_id is not None:
        _require_colleague(work, subject, subject_id, person_id)
    elif team not in teamwork.teams(work.session):
        raise invalid("/team", Code.NOT_FOUND, _("Nobody is in this team. Choose another one."))
    given: Assignment | None = work.session.scalar(
        insertion(work.session, Assignment)
        .values(
            subject=subject, subject_id=subject_id, person_id=person_id, team=team,
            given_by=work.actor.person_id, given_at=work.now,
        )
        .on_conflict_do_update(
            index_elements=[Assignment.subject, Assignment.subject_id],
            set_={
                "person_id": person_id, "team": team, "given_by": work.actor.person_id,
                "given_at": work.now,
            },
        )
        .returning(Assignment)
        .execution_options(populate_existing=True)
    )  # fmt: skip
    assert given is not None
    ledger.record(work, "given", subject, subject_id, person=person_id, team=team)
    return given


def take_back(work: UnitOfWork, subject: str, subject_id: int) -> None:
    """Let a case be nobody's; does nothing where it is. Refuses with: not-found."""
    queue.require_case(work, subject, subject_id)
    gone = work.session.execute(
        delete(Assignment)
        .where(Assignment.subject == subject, Assignment.subject_id == subject_id)
        .returning(Assignment.subject_id)
    ).first()
    if gone is not None:
        ledger.record(work, "taken_back", subject, subject_id)


def _require_colleague(work: UnitOfWork, subject: str, subject_id: int, person_id: int) -> None:
    person = work.session.get(Person, person_id)
    if person is None or not person.active or person.role == PersonRole.COUNSEL:
        raise invalid(
            "/person_id",
            Code.NOT_FOUND,
            _("No member of staff who works on cases has this number."),
        )
    # Whoever stands in does it, and whoever is back first of several.
    doers = chain(person_id, stand_ins.away(work))[1:] or (person_id,)
    for each in doers:
        if not queue.can_do(work, each, subject, subject_id):
            raise invalid(
                "/person_id",
                Code.NOT_PERMITTED,
                _(
                    "%(name)s cannot decide this case: they took part in it, or their role does "
                    "not allow it. Choose somebody else.",
                    name=work.session.get_one(Person, each).name,
                ),
            )
