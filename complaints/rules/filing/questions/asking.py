"""The shapes of questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from complaints.rules.readers import Readers
from complaints.words import Message

SHORT, LONG = 200, 5000
Kind = Literal["short", "long", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that is offered. `warning` is shown to those who choose it."""

    value: str
    label: Message
    warning: Message | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `when` limits it to those who gave another question this answer. `shows_it`:
    its answer says what in the listing shows the infringement. `readers`: what tells the seller who
    bought from it is for staff alone."""

    name: str
    label: Message
    kind: Kind = "short"
    hint: Message | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    when: tuple[str, str] | None = None
    shows_it: bool = False
    readers: Readers = Readers.OTHER_SIDE

    @property
    def longest(self) -> int:
        return LONG if self.kind == "long" else SHORT

    def is_asked(self, answers: Mapping[str, str]) -> bool:
        """Say whether the question applies to somebody who gave these answers."""
        return self.when is None or answers.get(self.when[0]) == self.when[1]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one basis. `note` says plainly what the law requires, or does not grant."""

    title: Message
    hint: Message
    questions: tuple[Question, ...]
    note: Message | None = None
