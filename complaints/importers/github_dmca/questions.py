"""A letter cut into its answers, and which form it follows, if any.

Numbered, unbold and wrapped copies of a form are understood. It decides nothing about targets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from complaints.importers.github_dmca import wording

Form = Literal["letter", "mixed", "form2016", "form2019", "form2021", "form2025", "counterform"]

_LINKS = re.compile(
    r"</?a\b[^>]*>|\[([^\]\n]{1,120})\]\(https?://(?:help\.github|docs\.github|www\.lumendatabase)"
    r"[^)\s]*\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A text cut at its questions.

    `answers` holds the answers by the question's key, `form` is the kind of form; `text` is the
    letter without the links of the boilerplate.
    """

    text: str
    form: Form
    answers: Mapping[str, str]


def split_letter(text: str) -> Letter:
    """Cut a letter at the questions of the forms, if it has any."""
    plain = _LINKS.sub(lambda match: match[1] or "", text)
    matches = wording.find_questions(plain)
    answers: dict[str, str] = {}
    for index, (key, _, end) in enumerate(matches):
        stop = matches[index + 1][1] if index + 1 < len(matches) else len(plain)
        if not key.startswith("s_"):
            answer = _tidy(plain[end:stop])
            answers[key] = f"{answers[key]}\n{answer}" if key in answers else answer
    keys = frozenset(key for key, _, _ in matches)
    return Letter(plain, _form(keys), answers)


def _tidy(answer: str) -> str:
    # The number or the stars of the next question belong to it, not to this answer.
    return re.sub(
        r"(?:\n[\s>]*(?:\(?\d{1,2}[.):]?|[a-z][.)]|#+|[-*_>]+)?[\s*_]*)$", "", answer
    ).strip()


def _form(keys: frozenset[str]) -> Form:
    questions = {key for key in keys if not key.startswith("s_")}
    if questions & {"c_owner", "c_change", "c_files"}:
        return "counterform"
    if not questions:
        return "letter"
    if len(questions) < 4:
        return "mixed"
    if questions & {"confirm", "work_url", "full_repo", "file_urls", "list_every"}:
        return "form2025"
    if questions & {"platform", "revised", "tpm"}:
        return "form2021"
    return "form2019" if "authority" in questions else "form2016"


_NOTICE = re.compile(r"infring|copyright|dmca|take\s*down", re.IGNORECASE)


def looks_like_a_notice(text: str) -> bool:
    """Whether a text without any question speaks as a takedown notice does."""
    return _NOTICE.search(text) is not None
