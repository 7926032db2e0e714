"""A case against a filer, as it reads it: on its own pages, and behind a signed link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import request

from complaints.kit import languages
from complaints.queries.boycotts import WholeBoycott
from complaints.web.answer_texts import word


def words() -> Callable[[str], str]:
    """Return what gives the case's words in the page's language."""
    lang = languages.pick(request)
    return lambda name: word(name, lang)


def step(case: WholeBoycott, now: datetime) -> str | None:
    """Return what the filer can do now, by the clock: answer, appeal or nothing."""
    row = case.row
    if row.state == "warned" and row.answer_due is not None and now < row.answer_due:
        return "answer"
    return "appeal" if row.state == "in_force" and case.binding and case.appeal is None else None


def standing(case: WholeBoycott, now: datetime) -> str:
    """Return the state as the clock has it, though no job may have run."""
    row = case.row
    if row.state == "warned" and step(case, now) is None:
        return "late"
    over = row.ends_at is not None and row.ends_at <= now
    return "expired" if over and row.state in ("in_force", "under_appeal") else row.state
