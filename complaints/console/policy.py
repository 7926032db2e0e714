"""The policy: thresholds in force with their meaning, a draft change, and its backtest beside it.

The thresholds are for all staff, drafts for supervisors. A draft changes nothing: a policy is put
into force by command.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

from complaints.errors import ConfigurationError, invalid
from complaints.http.languages import current
from complaints.kit.navigation import Place
from complaints.kit.pages import STAFF, SUPERVISORS, Answer, PageCall, page
from complaints.queries import policies as policy_queries
from complaints.queries import policy_drafts as draft_queries
from complaints.rules import policies, thresholds
from complaints.schemas.policies import PolicyDraftIn
from complaints.services import policy_drafts
from complaints.words import message as _

pages = Blueprint("policy", __name__, url_prefix="/console/policy")

# Months that a draft is replayed over by default.
_MONTHS = 6
_LONGEST = 100_000


@page(pages, "GET", "", who=STAFF, menu=Place(100, "policy", _("Policy")))
def show(call: PageCall) -> Answer:
    """Show the thresholds in force and, to supervisors, the drafts."""
    in_force = thresholds.in_force(call.work.policy)
    current = policy_queries.get(call.session)
    may_draft = call.me is not None and call.me.role in SUPERVISORS
    first, last = _last_months(call)
    return call.render(
        "console/policy.html",
        sections=[
            (section, list(rows)) for section, rows in groupby(in_force, lambda row: row.section)
        ],
        units=thresholds.units_in_words(),
        policy=current.policy,
        by=current.by,
        may_draft=may_draft,
        drafts=draft_queries.find(call.work) if may_draft else [],
        first=first,
        last=last,
    )


@page(pages, "POST", "/drafts", who=SUPERVISORS, again=show)
def draft(call: PageCall) -> Answer:
    """Store a draft, and have the record replayed under it."""
    sent = call.form(PolicyDraftIn, besides={"file"}, form=_with_file())
    new = policy_drafts.draft(call.work, **sent)
    message = _("The draft holds. Its backtest runs in the background.")
    return call.redirect("policy.show_draft", draft_id=new.id, message=message)


@page(pages, "GET", "/drafts/<id:draft_id>", who=SUPERVISORS)
def show_draft(call: PageCall, draft_id: int) -> Answer:
    """Show a draft and its backtest, beside the policy in force."""
    view = draft_queries.get(call.work, draft_id)
    replays = view.result["replays"] if view.result else []
    totals = [(row["name"], _figures(row["total"])) for row in replays]
    try:
        changed, fault = _changed(call, view), None
    except ConfigurationError as error:
        # A later version may have other thresholds than the draft knew.
        changed, fault = [], error.message
    return call.render(
        "console/policy_draft.html",
        view=view,
        totals=totals,
        changed=changed,
        fault=fault,
        backtest=view.said(current()),
    )


def _changed(
    call: PageCall, view: draft_queries.DraftView
) -> list[tuple[thresholds.Row, int | float]]:
    """Return the thresholds that the draft changes, each with the draft's value."""
    in_force = thresholds.in_force(call.work.policy)
    drafted = thresholds.in_force(policies.parse(view.draft.text))
    return [
        (now, later.value) for now, later in zip(in_force, drafted, strict=True)
        if now.value != later.value
    ]  # fmt: skip


def _figures(total: dict[str, Any]) -> dict[str, float]:
    return {name: value for name, value in total.items() if isinstance(value, int | float)}


def _with_file() -> MultiDict[str, str]:
    """Return the form, with an uploaded file's text where none was pasted."""
    form = MultiDict(request.form.items(multi=True))
    file = request.files.get("file")
    if file is not None and file.filename and not (form.get("text") or "").strip():
        try:
            form["text"] = file.stream.read(_LONGEST + 1).decode("utf-8")
        except UnicodeDecodeError as error:
            raise invalid("/text", _("The file is no text in UTF-8.")) from error
    return form


def _last_months(call: PageCall) -> tuple[str, str]:
    """Return the first and the last of the six months before this one."""
    number = call.now.year * 12 + call.now.month - 2
    first = number - _MONTHS + 1
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in (first, number))  # type: ignore[return-value]
