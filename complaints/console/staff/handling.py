"""Who does a case: whom it is given to, and what was asked of colleagues about it."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, url_for

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.console.staff import queue
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.models import Person
from complaints.queries.staff import casework, stand_ins, teamwork
from complaints.queries.staff import queue as queue_queries
from complaints.queries.staff.stand_ins import Absence
from complaints.rules.staff.door_bars import saying
from complaints.rules.staff.teamwork import HOLDABLE
from complaints.schemas import fields
from complaints.schemas.common import Body, text
from complaints.schemas.staff.teamwork import CaseAnswerIn
from complaints.services.mailing import staff_letters
from complaints.services.staff import assignments, case_questions
from complaints.words import Message
from complaints.words import message as _

pages = Blueprint("handling", __name__, url_prefix="/console")
CASE = f"/cases/<any({', '.join(HOLDABLE)}):subject>/<id:subject_id>"
SECOND_LINE = "second-line"


class GiveForm(Body):
    """Whom a case is given to: person-NUMBER or team-NAME."""

    to = fields.String(load_default="")


class AskForm(Body):
    ask_to = fields.String(load_default="")
    text = text(5000, required=True)


@page(pages, "GET", CASE, who=STAFF)
def show_handling(call: PageCall, subject: str, subject_id: int) -> Answer:
    """Show who does a case, with the forms to give it to somebody and to ask a colleague."""
    title = queue_queries.title_of(call.work, subject, subject_id)
    people = teamwork.colleagues(call.work)
    away = {each.person_id: each for each in stand_ins.find_absences(call.work)}
    teams = [
        (f"team-{team}", _("Team %(name)s", name=team)) for team in teamwork.teams(call.session)
    ]
    persons = [(f"person-{each.id}", _name(each, away.get(each.id))) for each in people]
    me = call.actor.person_id
    return call.render(
        "console/staff/case.html",
        subject=subject,
        subject_id=subject_id,
        title=title,
        case_url=queue.url_of(subject, subject_id),
        lease=casework.lease_of(call.work, subject, subject_id),
        given=teamwork.given_to(call.work, subject, subject_id),
        questions=teamwork.questions(call.work, subject, subject_id),
        receivers=[*persons, *teams],
        asked=[
            (SECOND_LINE, _("Second line: the supervisors")),
            *(each for each in persons if each[0] != f"person-{me}"),
            *teams,
        ],
        me_value=f"person-{me}",
    )


def _name(person: Person, absence: Absence | None) -> Message | str:
    if absence is None:
        return person.name
    return _("%(name)s (away: %(other)s stands in)", name=person.name, other=absence.doer)


@page(pages, "POST", f"{CASE}/give", who=STAFF, again=show_handling, bars=saying("case"))
def give_case(call: PageCall, subject: str, subject_id: int) -> Answer:
    """Give the case to a colleague or a team; or, with none chosen, to nobody."""
    to = call.form(GiveForm)["to"]
    if not to:
        assignments.take_back(call.work, subject, subject_id)
        message = _("The case is not assigned to anybody any more.")
    else:
        row = assignments.give(call.work, subject, subject_id, **_receiver(to, "to"))
        staff_letters.write_to_person(
            call.work, row.person_id, "case_given", f"/console/cases/{subject}/{subject_id}",
            vault=call.context.vault,
        )  # fmt: skip
        message = _("The case is assigned.")
    return _back(call, subject, subject_id, message)


@page(pages, "POST", f"{CASE}/ask", who=STAFF, again=show_handling, bars=saying("case"))
def ask_colleague(call: PageCall, subject: str, subject_id: int) -> Answer:
    """Ask a colleague, a team or the second line about the case."""
    sent = call.form(AskForm)
    if not sent["ask_to"]:
        raise invalid("/ask_to", Code.REQUIRED, _("Choose whom to ask."))
    to = {} if sent["ask_to"] == SECOND_LINE else _receiver(sent["ask_to"], "ask_to")
    row = case_questions.ask_question(call.work, subject, subject_id, text=sent["text"], **to)
    staff_letters.write_to_person(
        call.work, row.person_id, "case_asked",
        f"/console/cases/{subject}/{subject_id}#question-{row.id}", vault=call.context.vault,
    )  # fmt: skip
    return _back(
        call, subject, subject_id, _("Your question is sent. You can go on working meanwhile.")
    )


def show_case_of(call: PageCall, question_id: int) -> Answer:
    """Show the case of a question again, with what was typed as its answer."""
    row = teamwork.question(call.work, question_id).row
    return show_handling(call, row.subject, row.subject_id)


@page(
    pages,
    "POST",
    "/questions/<id:question_id>/answer",
    who=STAFF,
    again=show_case_of,
    bars=saying("question"),
)
def answer_question(call: PageCall, question_id: int) -> Answer:
    """Answer a question that was put to the reader."""
    sent = call.form(CaseAnswerIn)
    row = case_questions.answer_question(call.work, question_id, text=sent["text"])
    return _back(call, row.subject, row.subject_id, _("Your answer is sent."))


def _receiver(value: str, name: str) -> dict[str, Any]:
    kind, _dash, rest = value.partition("-")
    if kind == "team" and rest:
        return {"team": rest}
    if kind == "person" and re.fullmatch(r"[1-9][0-9]{0,8}", rest):
        return {"person_id": int(rest)}
    raise invalid(f"/{name}", Code.NOT_FOUND, _("Choose one from the list."))


def _back(call: PageCall, subject: str, subject_id: int, message: Any) -> Answer:
    address = url_for("handling.show_handling", subject=subject, subject_id=subject_id)
    return call.lead(address, message=message)
