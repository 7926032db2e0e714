"""Checks answers by their questions. Judges form, never merit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from abuse.identity.keys import bare
from complaints.base.codes import Code
from complaints.base.errors import FieldError
from complaints.rules.filing.admissibility import last_date
from complaints.rules.filing.questions.asking import Question
from complaints.rules.filing.questions.sets import questions_of
from complaints.rules.readers import Readers
from complaints.words import Message
from complaints.words import message as _
from complaints.words.forms import A_DAY, too_long

EMPTY = _("Answer this question.")
UNKNOWN = _("This question is not asked about this kind of complaint.")
NOT_OFFERED = _("Choose one of the answers offered.")
FUTURE = _("This date is in the future. Enter an earlier date.")
REPEATED = _(
    "Remove the order number: the seller reads this, and the number would show who "
    "bought the goods."
)
# A shorter one stands in texts by chance.
SHORTEST_TOLD = 6


def check_answers(
    basis: str, answers: Mapping[str, str], at: str, *, now: datetime
) -> Iterator[FieldError]:
    """Yield what is wrong with the answers; `at` points at them.

    A question that does not apply needs no answer; one that was answered all the same is kept.
    """
    questions = {question.name: question for question in questions_of(basis).questions}
    for name in answers.keys() - questions.keys():
        yield FieldError(f"{at}/{name}", Code.UNKNOWN_MEMBER, UNKNOWN)
    for name, question in questions.items():
        answer = answers.get(name, "").strip()
        if not answer and question.required and question.is_asked(answers):
            yield FieldError(f"{at}/{name}", Code.REQUIRED, EMPTY)
        elif answer:
            yield from _one(question, answer, f"{at}/{name}", now)


def _one(question: Question, answer: str, at: str, now: datetime) -> Iterator[FieldError]:
    if len(answer) > question.longest:
        yield FieldError(at, Code.TOO_LONG, too_long(question.longest), {"max": question.longest})
    if question.kind == "choice" and answer not in {choice.value for choice in question.choices}:
        yield FieldError(
            at,
            Code.NOT_ONE_OF,
            NOT_OFFERED,
            {"allowed": [choice.value for choice in question.choices]},
        )
    if question.kind == "date":
        try:
            day = date.fromisoformat(answer)
        except ValueError:
            yield FieldError(at, Code.WRONG_FORMAT, A_DAY, {"format": "date"})
            return
        if day > last_date(now):
            yield FieldError(at, Code.IN_THE_FUTURE, FUTURE)


def shown_to_seller(basis: str, answers: Mapping[str, str]) -> list[tuple[Question, str]]:
    """Return the questions whose answers the accused seller reads, each with its answer."""
    return [
        (question, answers[question.name])
        for question in questions_of(basis).questions
        if question.readers is Readers.OTHER_SIDE and answers.get(question.name)
    ]


def check_kept(
    basis: str, answers: Mapping[str, str], at: str, texts: Mapping[str, str | None]
) -> Iterator[FieldError]:
    """Yield each text for the seller that repeats what is for staff alone, such as an order number.

    `texts` are those beside the answers, by their pointers.
    """
    kept = [
        bare(answers.get(question.name, ""))
        for question in questions_of(basis).questions
        if question.readers is Readers.STAFF and question.kind == "short"
    ]
    kept = [secret for secret in kept if len(secret) >= SHORTEST_TOLD]
    read = {f"{at}/{question.name}": text for question, text in shown_to_seller(basis, answers)}
    for pointer, text in {**read, **texts}.items():
        plain = bare(text or "")
        if any(secret in plain for secret in kept):
            yield FieldError(pointer, Code.PRIVATE_DATA, REPEATED)


def answer_warnings(basis: str, answers: Mapping[str, str]) -> list[Message]:
    """Return what the answers themselves speak against, in whole sentences; nothing is refused."""
    return [
        choice.warning
        for question in questions_of(basis).questions
        if question.is_asked(answers)
        for choice in question.choices
        if choice.warning and answers.get(question.name) == choice.value
    ]
