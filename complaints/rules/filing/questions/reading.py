"""Puts a complaint's stored answers beside the questions that they answer, in the words of both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from complaints.rules.filing.questions.asking import Question
from complaints.rules.filing.questions.sets import questions_of
from complaints.words import Fact, Message


def answered(basis: str, answers: Mapping[str, str]) -> list[tuple[Message | str, Fact]]:
    """Return each answered question with its answer, as both were read, in the form's order.

    An answer to a question that is asked no more is kept under the name of that time, at the end.
    """
    questions = {question.name: question for question in questions_of(basis).questions}
    in_order = [name for name in questions if name in answers]
    in_order += [name for name in answers if name not in questions]
    pairs: list[tuple[Message | str, Fact]] = []
    for name in in_order:
        question, answer = questions.get(name), answers[name]
        if not answer:
            continue
        pairs.append((question.label if question else name, _said(question, answer)))
    return pairs


def _said(question: Question | None, answer: str) -> Fact:
    """Return an answer as its question has it: a choice in its words, a date as a date."""
    if question is None:
        return answer
    if question.kind == "date":
        try:
            return date.fromisoformat(answer)
        except ValueError:
            return answer
    choices = {each.value: each.label for each in question.choices}
    return choices.get(answer, answer)
