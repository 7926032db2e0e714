"""Asks a colleague about a case, and answers. Only staff read either.

An answer is advice: it is no decision and no part in one, so who gave it may decide later, and
second-person rules compare as before.
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, not_found
from complaints.models import CaseQuestion
from complaints.queries.staff import queue, stand_ins, teamwork
from complaints.rules.staff.stand_ins import who_does
from complaints.services.staff import search_index
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def ask_question(
    work: UnitOfWork,
    subject: str,
    subject_id: int,
    *,
    text: str,
    person_id: int | None = None,
    team: str | None = None,
) -> CaseQuestion:
    """Ask a person, a team or, where neither is named, the second line about a case.

    Refuses with: not-found; invalid-request, where both are named, where there is no such colleague
    or team, or where it is the actor.
    """
    queue.require_case(work, subject, subject_id)
    if person_id is not None and team is not None:
        raise invalid(
            "/person_id",
            Code.ONE_OF_THESE,
            _("Choose one person or one team."),
            members=["person_id", "team"],
        )
    if person_id is not None and person_id == work.actor.person_id:
        raise invalid(
            "/person_id",
            Code.NOT_PERMITTED,
            _("Choose a colleague: nobody answers their own question."),
        )
    if person_id is not None and all(each.id != person_id for each in teamwork.colleagues(work)):
        raise invalid(
            "/person_id",
            Code.NOT_FOUND,
            _("No member of staff who works on cases has this number."),
        )
    if person_id is not None and who_does(person_id, stand_ins.away(work)) == work.actor.person_id:
        raise invalid(
            "/person_id",
            Code.NOT_PERMITTED,
            _("You stand in for this colleague. Ask somebody else."),
        )
    if team is not None and team not in teamwork.teams(work.session):
        raise invalid("/team", Code.NOT_FOUND, _("Nobody is in this team. Choose another one."))
    assert work.actor.person_id is not None
    row = CaseQuestion(
        subject=subject, subject_id=subject_id, asked_by=work.actor.person_id, asked_at=work.now,
        text=text, person_id=person_id, team=team,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    search_index.written_about(work.session, subject, subject_id)
    ledger.record(
        work, "asked_colleague", subject, subject_id, question=row.id, person=person_id, team=team
    )
    return row


def answer_question(work: UnitOfWork, question_id: int, *, text: str) -> CaseQuestion:
    """Answer a question, once.

    Refuses with: not-found; forbidden, where it was put to somebody else; wrong-state, where it is
    answered.
    """
    if not work.actor.is_staff:
        raise not_found(_("question"))
    row = work.session.scalar(
        select(CaseQuestion).where(CaseQuestion.id == question_id).with_for_update()
    )
    if row is None:
        raise not_found(_("question"))
    if row.answered_at is not None:
        raise Refusal(
            "wrong-state", _("This question is answered. Ask another one."), state="answered"
        )
    if not teamwork.may_answer_row(row, teamwork.reader(work), stand_ins.away(work)):
        raise Refusal("forbidden", _("This question is for somebody else."))
    row.answered_by, row.answered_at, row.answer = work.actor.person_id, work.now, text
    work.session.flush()
    search_index.written_about(work.session, row.subject, row.subject_id)
    ledger.record(work, "answered_colleague", row.subject, row.subject_id, question=row.id)
    return row
