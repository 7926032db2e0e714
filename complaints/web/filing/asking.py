"""The pages that ask for the right, for what is wrong, and the questions about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request

from complaints.base.errors import Refusal, invalid_fields
from complaints.kit import forms
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.models import Draft
from complaints.queries.authority import rights
from complaints.queries.authority.rights import RightView
from complaints.rules.filing import questions as question_rules
from complaints.rules.filing.admissibility import CARRIES, check_basis
from complaints.rules.filing.complaint_facts import FACTS
from complaints.rules.filing.questions import QuestionSet
from complaints.rules.kinds import Basis, RightKind
from complaints.schemas import fields
from complaints.schemas.common import Body, one_of, row_id, text
from complaints.services.filing import intake
from complaints.web.filing import sequence
from complaints.web.filing.sequence import pages
from complaints.words import message as _

OURS = ("version",)


class RightStep(Body):
    right_id = row_id(required=True, asks=_("Select the right that is infringed."))


class WhatStep(Body):
    basis = one_of(Basis, required=True, asks=_("Select what is wrong with the listings."))


@page(pages, "GET", "/<id:draft_id>/right", who=FILERS)
def right(call: PageCall, draft_id: int) -> Answer:
    """Ask by which right."""
    draft = sequence.get_own_draft(call, draft_id)
    rows = rights.find_rights(call.work, kind=None, filer_id=None, after=None, limit=200)
    views = rights.right_views(call.session, rows[:200])
    shown = [view for view in views if view.corrected_to is None]
    return sequence.render(call, "right", draft, rights=shown)


@page(pages, "POST", "/<id:draft_id>/right", who=FILERS, again=right)
def choose_right(call: PageCall, draft_id: int) -> Answer:
    """Store the right."""
    sent = call.form(RightStep, besides=OURS)
    for problem in intake.permission_problems(call.work, sent["right_id"]):
        error = replace(problem, pointer="/right_id")
        raise Refusal("invalid-request", problem.message, fields=[error])
    draft = sequence.get_own_draft(call, draft_id)
    step = {**draft.data.get("right", {}), **sent}
    sequence.save_page(call, draft_id, "right", step)
    return call.redirect(sequence.after("right"), draft_id=draft_id)


def right_of_draft(call: PageCall, draft: Draft) -> RightView | None:
    """Return the right that the draft names; None where it names no right of the account's."""
    right_id = draft.data.get("right", {}).get("right_id")
    if not isinstance(right_id, int):
        return None
    try:
        return rights.view(call.session, rights.get_right(call.work, right_id))
    except Refusal:
        return None


@page(pages, "GET", "/<id:draft_id>/what", who=FILERS)
def what(call: PageCall, draft_id: int) -> Answer:
    """Ask what is wrong, offering only the bases that a right of this kind can carry."""
    draft = sequence.get_own_draft(call, draft_id)
    view = right_of_draft(call, draft)
    if view is None:
        return call.redirect("filing.right", draft_id=draft_id)
    offered = [
        (str(basis), question_set)
        for basis, question_set in question_rules.SETS.items()
        if view.right.kind in CARRIES[basis] | {RightKind.OTHER}
        or view.right.kind == RightKind.OTHER
    ]
    return sequence.render(call, "what", draft, right=view, offered=offered)


@page(pages, "POST", "/<id:draft_id>/what", who=FILERS, again=what)
def choose_what(call: PageCall, draft_id: int) -> Answer:
    """Store the basis, and drop answers to the questions of another one."""
    sent = call.form(WhatStep, besides=OURS)
    draft = sequence.get_own_draft(call, draft_id)
    view = right_of_draft(call, draft)
    for problem in check_basis(sent["basis"], view.right.kind) if view else ():
        raise invalid_fields([problem])
    before = draft.data.get("what", {})
    step = before if before.get("basis") == sent["basis"] else {}
    sequence.save_page(call, draft_id, "what", {**step, **sent})
    return call.redirect(sequence.after("what"), draft_id=draft_id)


@page(pages, "GET", "/<id:draft_id>/questions", who=FILERS)
def questions(call: PageCall, draft_id: int) -> Answer:
    """Ask the questions of the basis."""
    draft = sequence.get_own_draft(call, draft_id)
    basis = draft.data.get("what", {}).get("basis")
    if not basis:
        return call.redirect("filing.what", draft_id=draft_id)
    return sequence.render(
        call,
        "questions",
        draft,
        question_set=question_rules.questions_of(basis),
        typed=sequence.typed(call, draft, "questions"),
    )


@page(pages, "POST", "/<id:draft_id>/questions", who=FILERS, again=questions)
def answer(call: PageCall, draft_id: int) -> Answer:
    """Store the answers."""
    draft = sequence.get_own_draft(call, draft_id)
    basis = draft.data.get("what", {}).get("basis", str(Basis.OTHER))
    question_set = question_rules.questions_of(basis)
    typed = {
        one.name: request.form.get(f"answers.{one.name}", "") for one in question_set.questions
    }
    wrong = list(question_rules.check_answers(basis, typed, "/answers", now=call.now))
    sent = forms.read_form(_schema(question_set), request.form, besides=OURS, also=wrong)
    answers = sent.get("answers", {})
    sequence.save_page(call, draft_id, "questions", {"basis": basis, **sent, "answers": answers})
    return call.redirect(sequence.after("questions"), draft_id=draft_id)


def _schema(question_set: QuestionSet) -> Any:
    """Return the schema of a set of questions; the rules check the answers, all at once."""
    answers: dict[str, fields.Field[Any]] = {
        question.name: fields.String() for question in question_set.questions
    }
    inner = Body.from_dict(answers, name="Answers")
    named: dict[str, fields.Field[Any]] = {fact.name: text(fact.longest) for fact in FACTS}
    named["answers"] = fields.Nested(inner)
    return Body.from_dict(named, name="QuestionsStep")
