"""A filer's answers to the questions about its accusation, as pages show them."""

from __future__ import annotations

from typing import Any

from complaints.queries.complaints import ComplaintDetail
from complaints.rules import questions
from complaints.rules.kinds import Basis
from complaints.words import Message


def answers_of(detail: ComplaintDetail) -> list[tuple[Message | str, Message | str]]:
    """Return the questions about the accusation with the filer's answers, as (label, answer)."""
    answers: dict[str, Any] = detail.complaint.answers or {}
    question_set = questions.of(Basis(detail.complaint.basis))
    known = {question.name: question for question in question_set.questions}
    pairs = []
    for name, answer in answers.items():
        question = known.get(name)
        choices = {each.value: each.label for each in question.choices} if question else {}
        pairs.append(
            (
                question.label if question else name,
                choices.get(answer, answer),
            )
        )
    return pairs
