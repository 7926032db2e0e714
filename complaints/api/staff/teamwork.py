"""How staff share the queue's work: cases given to somebody, questions among them, views."""

from __future__ import annotations

from typing import Any

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.models import Assignment
from complaints.queries.logins import people as people_queries
from complaints.queries.logins.people import Member
from complaints.queries.staff import saved_views as view_queries
from complaints.queries.staff import stand_ins
from complaints.queries.staff import teamwork as teamwork_queries
from complaints.queries.staff.saved_views import ViewOfQueue
from complaints.queries.staff.teamwork import QuestionView
from complaints.rules.actors import Scope
from complaints.rules.staff.door_bars import NO_CASE, saying
from complaints.schemas.logins.accounts import MemberOut
from complaints.schemas.staff.teamwork import (
    AbsenceIn,
    AbsencesOut,
    AssignmentOut,
    CaseAnswerIn,
    CaseAskIn,
    CaseIn,
    CaseQuery,
    CaseQuestionOut,
    CaseQuestionsOut,
    GiveIn,
    PlaceIn,
    ViewIn,
    ViewOut,
    ViewsOut,
)
from complaints.services.mailing import staff_letters
from complaints.services.staff import absences, assignments, case_questions, saved_views, teamwork

blp = Blueprint("teamwork", __name__, description="Sharing the queue's work among staff")
STAFF = (Scope.REVIEW,)


@endpoint(blp, "POST", "/assignments", scopes=STAFF, body=GiveIn, answer=AssignmentOut,
          bars=saying("case"))  # fmt: skip
def give_case(call: Call, body: dict[str, Any]) -> Assignment:
    """Give a case to a person or a team. Nobody is held off by it."""
    row = assignments.give(call.work, **body)
    page = f"/console/cases/{row.subject}/{row.subject_id}"
    vault = call.context.vault
    staff_letters.write_to_person(call.work, row.person_id, "case_given", page, vault=vault)
    return row


@endpoint(blp, "POST", "/assignments/release", scopes=STAFF, body=CaseIn, status=204,
          bars=saying("case"))  # fmt: skip
def take_case_back(call: Call, body: dict[str, Any]) -> None:
    """Let a case be nobody's."""
    assignments.take_back(call.work, **body)


@endpoint(blp, "GET", "/case-questions", scopes=STAFF, query=CaseQuery, answer=CaseQuestionsOut)
def read_questions(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """Read the questions on a case, the newest first."""
    return {"items": teamwork_queries.questions(call.work, **query)}


@endpoint(blp, "GET", "/case-questions/to-me", scopes=STAFF, answer=CaseQuestionsOut)
def list_questions_to_me(call: Call) -> dict[str, object]:
    """List the open questions that are yours to answer."""
    return {"items": teamwork_queries.to_me(call.work)}


@endpoint(
    blp,
    "POST",
    "/case-questions",
    scopes=STAFF,
    body=CaseAskIn,
    answer=CaseQuestionOut,
    status=201,
    bars=saying("case"),
)
def ask_colleague(call: Call, body: dict[str, Any]) -> QuestionView:
    """Ask a colleague, a team or the second line (supervisors) about a case. Only staff read it."""
    row = case_questions.ask_question(call.work, **body)
    page = f"/console/cases/{row.subject}/{row.subject_id}#question-{row.id}"
    vault = call.context.vault
    staff_letters.write_to_person(call.work, row.person_id, "case_asked", page, vault=vault)
    return teamwork_queries.question(call.work, row.id)


@endpoint(blp, "POST", "/case-questions/<id:question_id>/answer", scopes=STAFF, body=CaseAnswerIn,
          answer=CaseQuestionOut, refuses=["wrong-state"], bars=saying("question"))  # fmt: skip
def answer_question(call: Call, body: dict[str, Any], question_id: int) -> QuestionView:
    """Answer a question that was put to you, once. An answer is advice, and no part in a
    decision."""
    case_questions.answer_question(call.work, question_id, **body)
    return teamwork_queries.question(call.work, question_id)


@endpoint(blp, "GET", "/saved-views", scopes=STAFF, answer=ViewsOut)
def find_views(call: Call) -> dict[str, object]:
    """List the views of the queue that you see, yours first."""
    return {"items": view_queries.seen(call.work)}


@endpoint(blp, "POST", "/saved-views", scopes=STAFF, body=ViewIn, answer=ViewOut, status=201,
          refuses=["taken"], bars=NO_CASE)  # fmt: skip
def save_view(call: Call, body: dict[str, Any]) -> ViewOfQueue:
    """Keep filters of the queue under a name, for yourself, your team or all staff."""
    row = saved_views.save(call.work, **body)
    return view_queries.get_saved_view(call.work, row.id)


@endpoint(blp, "PUT", "/saved-views/<id:view_id>", scopes=STAFF, body=ViewIn, answer=ViewOut,
          refuses=["taken"], bars=NO_CASE)  # fmt: skip
def change_view(call: Call, body: dict[str, Any], view_id: int) -> ViewOfQueue:
    """Replace a view: its name, its filters and who sees it. For whoever made it, and for
    supervisors where it is shared."""
    saved_views.change(call.work, view_id, **body)
    return view_queries.get_saved_view(call.work, view_id)


@endpoint(blp, "DELETE", "/saved-views/<id:view_id>", scopes=STAFF, status=204,
          bars=NO_CASE)  # fmt: skip
def remove_view(call: Call, view_id: int) -> None:
    """Delete a view, also for those whose queue opens with it."""
    saved_views.remove(call.work, view_id)


@endpoint(blp, "POST", "/saved-views/<id:view_id>/default", scopes=STAFF, answer=ViewOut,
          bars=NO_CASE)  # fmt: skip
def open_with_view(call: Call, view_id: int) -> ViewOfQueue:
    """Let your queue's page open with this view."""
    saved_views.open_with(call.work, view_id)
    return view_queries.get_saved_view(call.work, view_id)


@endpoint(blp, "GET", "/absences", scopes=STAFF, answer=AbsencesOut)
def list_absences(call: Call) -> dict[str, object]:
    """List who is away, until when, and who stands in."""
    return {"items": stand_ins.find_absences(call.work)}


@endpoint(blp, "PUT", "/people/<id:person_id>/absence", scopes=STAFF, body=AbsenceIn,
          answer=AbsencesOut, bars=NO_CASE)  # fmt: skip
def note_absence(call: Call, body: dict[str, Any], person_id: int) -> dict[str, object]:
    """State until when you are away and who stands in: your cases and questions are that
    colleague's meanwhile. For others an administrator does."""
    absences.go_away(call.work, person_id, **body, vault=call.context.vault)
    return {"items": stand_ins.find_absences(call.work)}


@endpoint(blp, "DELETE", "/people/<id:person_id>/absence", scopes=STAFF, status=204,
          bars=NO_CASE)  # fmt: skip
def end_absence(call: Call, person_id: int) -> None:
    """State that you are back: your cases and questions are yours again."""
    absences.come_back(call.work, person_id)


@endpoint(blp, "PUT", "/people/<id:person_id>/place", scopes=[Scope.ADMINISTER], body=PlaceIn,
          answer=MemberOut, bars=NO_CASE)  # fmt: skip
def place_person(call: Call, body: dict[str, Any], person_id: int) -> Member:
    """State in which team somebody works, and the languages of cases that the person reads."""
    teamwork.place(call.work, person_id, team=body.get("team"), languages=body["languages"])
    return people_queries.get_member(call.session, person_id)
