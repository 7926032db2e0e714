"""The steps of a complaint, in their order, and what each page of the sequence shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, redirect, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from complaints.kit.forms import Sent
from complaints.kit.pages import Answer, PageCall
from complaints.models import Draft
from complaints.queries.filing import drafts as draft_queries
from complaints.services.filing import drafts
from complaints.words import Message
from complaints.words import message as _

pages = Blueprint("filing", __name__, url_prefix="/file")

ORDER: tuple[tuple[str, Message], ...] = (
    ("right", _("Right")),
    ("what", _("What is wrong")),
    ("questions", _("Questions")),
    ("where", _("Listings")),
    ("evidence", _("Evidence")),
    ("declare", _("Declarations")),
    ("check", _("Check")),
)
NAMES = [name for name, _text in ORDER]
# The step of the draft that a page saves.
SAVES = {"questions": "what"}


@dataclass(frozen=True, slots=True)
class SequencePage:
    """A page of the sequence as the list beside it shows it; `url` where one may go there."""

    name: str
    text: Message
    state: str
    url: str | None


# Drafts that a browser remembers to have filed.
MOST_REMEMBERED = 5
_FILED = "filed"


def remember_filed(draft_id: int, complaint_id: int) -> None:
    """Remember in this browser what a draft has become: who goes back is led to its receipt."""
    known = [pair for pair in session.get(_FILED, []) if pair[0] != draft_id]
    session[_FILED] = [*known, [draft_id, complaint_id]][-MOST_REMEMBERED:]


@pages.before_request
def lead_to_receipt() -> Response | None:
    """Lead whoever opens a draft that this browser has filed to the receipt of its complaint."""
    draft_id = (request.view_args or {}).get("draft_id")
    for filed, complaint_id in session.get(_FILED, []):
        if filed == draft_id and request.method == "GET":
            address = url_for("filed.show_receipt", complaint_id=complaint_id)
            return redirect(address, 303)
    return None


def places(draft: Draft, here: str) -> list[SequencePage]:
    """Return the pages of the sequence: done, current, or to come."""
    shown, open_so_far = [], True
    for name, text in ORDER:
        done = is_done(draft, name)
        state = "current" if name == here else "done" if done else ""
        url = url_for(f"filing.{name}", draft_id=draft.id) if open_so_far else None
        shown.append(SequencePage(name, text, state, url))
        open_so_far = open_so_far and (done or name == "evidence")
    return shown


def is_done(draft: Draft, name: str) -> bool:
    """Say whether a page was answered; evidence may be left out once it was seen."""
    data = draft.data
    return {
        "right": bool(data.get("right", {}).get("right_id")),
        "what": bool(data.get("what", {}).get("basis")),
        "questions": bool(data.get("what", {}).get("answers")),
        "where": bool(data.get("where", {}).get("targets")),
        "evidence": "evidence" in data,
        "declare": bool(data.get("declare", {}).get("declaration")),
        "check": False,
    }[name]


def render(call: PageCall, name: str, draft: Draft, **facts: Any) -> Answer:
    """Return a page of the sequence, with its position among the others.

    After a refusal because another window saved the step, `newer` is its stored content.
    """
    return call.render(
        f"web/filing/{name}.html",
        draft=draft,
        here=name,
        places=places(draft, name),
        number=NAMES.index(name) + 1,
        count=len(NAMES),
        newer=draft.data.get(SAVES.get(name, name)) if _is_stale(draft, name) else None,
        **facts,
    )


def _is_stale(draft: Draft, name: str) -> bool:
    if g.get("saved_here"):
        return False
    seen = _seen_version()
    changed = draft.changed.get(SAVES.get(name, name), 0)
    return request.method == "POST" and seen is not None and changed > seen


def _seen_version() -> int | None:
    """Return the version of the draft that the form was opened with."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def typed(call: PageCall, draft: Draft, name: str) -> Sent:
    """Return what a form shows: what was just sent, else what was typed when it was left."""
    stored = draft.data.get(drafts.TYPED, {}).get(name)
    if call.sent.summary or call.sent.values or not isinstance(stored, Mapping):
        return call.sent
    pairs = [(key, str(value)) for key, values in stored.items() for value in values]
    return Sent(MultiDict(pairs))


def save_page(call: PageCall, draft_id: int, name: str, values: Mapping[str, Any]) -> Draft:
    """Save a page's answers, on top of the version that its form was opened with."""
    draft = drafts.save(
        call.work,
        draft_id,
        steps={SAVES.get(name, name): values},
        expected=_seen_version(),
        form=name,
    )
    # What this request itself saved does not make its form stale.
    g.saved_here = True
    return draft


def get_own_draft(call: PageCall, draft_id: int) -> Draft:
    """Return the draft. Refuses with: not-found."""
    return draft_queries.get_draft(call.work, draft_id)


def after(name: str) -> str:
    """Return the endpoint of the page after this one."""
    return f"filing.{NAMES[NAMES.index(name) + 1]}"


def unfinished(draft: Draft) -> str:
    """Return the endpoint of the first page that was not answered."""
    return f"filing.{next(name for name in NAMES if not is_done(draft, name))}"
