"""How staff share the queue's work: whom a case is given to, questions among colleagues, languages,
and the filters that somebody keeps under a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.staff.teamwork import HOLDABLE, SHARING
from complaints.words import LANGUAGES

_OPEN = text("answered_at IS NULL")


class Assignment(Base):
    """A case that is given to a person or to a team, until it is given to somebody else. It holds
    nobody off: that is a lease's work."""

    __tablename__ = "assignment"
    __table_args__ = (
        one_of("subject", HOLDABLE),
        CheckConstraint("(person_id IS NULL) <> (team IS NULL)", name="one_receiver"),
        Index("ix_assignment_team", "team", "subject"),
    )

    subject: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = link("person.id")
    team: Mapped[str | None]
    given_by: Mapped[int] = link("person.id")
    given_at: Mapped[datetime]


class CaseQuestion(Base):
    """What somebody asked a colleague about a case: a person, a team, or, where neither is named,
    the second line, which is the supervisors. It is answered once. Only staff read it."""

    __tablename__ = "case_question"
    __table_args__ = (
        one_of("subject", HOLDABLE),
        Index("ix_case_question_subject", "subject", "subject_id"),
        Index("ix_case_question_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("person_id IS NULL OR team IS NULL", name="one_receiver"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answerer"),
    )

    id: Mapped[int] = identity()
    subject: Mapped[str]
    subject_id: Mapped[int]
    asked_by: Mapped[int] = link("person.id")
    asked_at: Mapped[datetime]
    text: Mapped[str]
    person_id: Mapped[int | None] = link("person.id")
    team: Mapped[str | None]
    answered_by: Mapped[int | None] = link("person.id")
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]


class PersonLanguage(Base):
    """A language that a member of staff reads cases in."""

    __tablename__ = "person_language"

    person_id: Mapped[int] = link("person.id", primary_key=True, index=False)
    language: Mapped[str] = growing(LANGUAGES, primary_key=True)


class SavedView(Base):
    """Filters of the queue that somebody keeps under a name, for itself or for colleagues too."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = identity()
    person_id: Mapped[int] = link("person.id", index=False)
    name: Mapped[str]
    shared: Mapped[str] = growing(SHARING)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]


class DefaultView(Base):
    """The view that a person's queue opens with."""

    __tablename__ = "default_view"

    person_id: Mapped[int] = link("person.id", primary_key=True, index=False)
    view_id: Mapped[int] = link("saved_view.id")
