"""Drafts of the policy, for supervisors: written by fields or in TOML, shown with whom they would
concern, put forward by their author, put in force or sent back by a second person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid
from complaints.console import asking_access
from complaints.console.decisions.deciding import require_version
from complaints.console.policy import policy_effects, policy_rows
from complaints.http import parsing
from complaints.http.languages import current
from complaints.kit import confirming
from complaints.kit.pages import SUPERVISORS, Answer, PageCall, page
from complaints.queries.policy import policies as policy_queries
from complaints.queries.policy import policy_drafts as draft_queries
from complaints.queries.policy.policy_drafts import DraftView
from complaints.rules.policy import thresholds
from complaints.rules.policy.policy_changes import change_policy
from complaints.rules.staff.door_bars import NO_CASE
from complaints.schemas.common import WhyIn
from complaints.schemas.policy.policies import MonthsIn, PolicyDraftIn
from complaints.services.policy import policies, policy_drafts
from complaints.words import Listed
from complaints.words import message as _

pages = Blueprint("policy_drafts", __name__, url_prefix="/console/policy/drafts")

# Months that a draft is replayed over by default: the last year.
_MONTHS = 12
_LONGEST = 100_000
_TEXT = frozenset({"text", "file"})


@page(pages, "GET", "/new", who=SUPERVISORS)
def new(call: PageCall) -> Answer:
    """Show the form of a draft: the policy in force, or a draft that is the start of another."""
    begun = request.args.get("from", "")
    start = draft_queries.get_policy_draft(call.work, int(begun)) if _is_id(begun) else None
    return _form(call, start, url_for(".draft_policy"))


@page(pages, "POST", "", who=SUPERVISORS, again=new, bars=NO_CASE)
def draft_policy(call: PageCall) -> Answer:
    """Store a draft, and have the record replayed under it."""
    made = policy_drafts.draft(call.work, **_sent(call))
    return call.redirect(".show_policy_draft", draft_id=made.id, message=_SAVED)


@page(pages, "GET", "/<id:draft_id>", who=SUPERVISORS)
def show_policy_draft(call: PageCall, draft_id: int) -> Answer:
    """Show a draft, whom it would concern beside the policy in force, and what may be done."""
    view = draft_queries.get_policy_draft(call.work, draft_id)
    picture = view.picture(current())
    mine = view.draft.person_id == call.actor.person_id
    others = draft_queries.who_may_put(call.session, view.draft.person_id)
    return call.render(
        "console/policy/draft.html",
        view=view,
        effects=policy_effects.effects_of_draft(view),
        # Made here, of numbers and our own words.
        picture=Markup(picture) if picture else None,  # noqa: S704
        backtest=view.said(current()),
        mine=mine,
        others=others and Listed(others, "and"),
        may_put=not mine and draft_queries.may_put(call.work, view.draft.person_id),
    )


@page(pages, "GET", "/<id:draft_id>/edit", who=SUPERVISORS)
def edit(call: PageCall, draft_id: int) -> Answer:
    """Show the form of a draft that its author changes."""
    view = draft_queries.get_policy_draft(call.work, draft_id)
    return _form(call, view, url_for(".change_draft", draft_id=draft_id), changes=view)


@page(pages, "POST", "/<id:draft_id>/edit", who=SUPERVISORS, again=edit, bars=NO_CASE)
def change_draft(call: PageCall, draft_id: int) -> Answer:
    """Store the changed draft, and have the record replayed again."""
    policy_drafts.change(call.work, draft_id, **_sent(call), expected=require_version(request.form))
    return call.redirect(".show_policy_draft", draft_id=draft_id, message=_SAVED)


@page(
    pages, "POST", "/<id:draft_id>/<any('put-forward','take-back','send-back','put'):step>",
    who=SUPERVISORS, again=show_policy_draft,
      bars=NO_CASE)  # fmt: skip
@confirming.asks(asking_access.policy)
def take_draft_step(call: PageCall, draft_id: int, step: str) -> Answer:
    """Put a draft forward, take or send it back, or put it in force."""
    seen: dict[str, Any] = {"expected": require_version(request.form)}
    if step != "take-back":
        seen |= call.form(WhyIn, besides={"version"})
    verb, message = _STEPS[step]
    verb(call.work, draft_id, **seen)
    if step == "put-forward":
        policy_drafts.write_to_those_who_may(call.work, draft_id, vault=call.context.vault)
    return call.redirect(".show_policy_draft", draft_id=draft_id, message=message)


_SAVED = _("The draft is saved. Its replay runs in the background.")
_STEPS: Mapping[str, Any] = {
    "put-forward": (policy_drafts.put_forward, _("The draft is put forward.")),
    "take-back": (policy_drafts.take_back, _("The draft is yours to change again.")),
    "send-back": (policy_drafts.send_back, _("The draft is sent back to its author.")),
    "put": (policies.put_draft, _("The draft is in force.")),
}


def _form(
    call: PageCall, start: DraftView | None, action: str, *, changes: DraftView | None = None
) -> Answer:
    """Return the form: of a new draft, or of one that `changes`; `start` is what it begins with."""
    view = request.args.get("view", "")
    in_force = policy_queries.get_policy(call.session).policy
    rows = thresholds.in_force(call.work.policy, in_force.reasons)
    values = start.drafted if start else None
    begins = values or call.work.policy, (start.draft.reasons or {}) if start else {}
    first, last = (start.draft.first, start.draft.last) if start else _last_months(call)
    # Fields have no curves: a draft with others than those in force is a file.
    curved = values is not None and values.scan.shapes != call.work.policy.scan.shapes
    as_text = view == "toml" or curved or (start is not None and values is None)
    arrange = policy_rows.sections if view == "expert" else policy_rows.plain_groups
    groups = arrange(rows, *begins)
    shown = {each.row.key for _title, held in groups for each in held}
    every = [each for _section, held in policy_rows.sections(rows, *begins) for each in held]
    # What a draft changes and this view does not show goes with the form all the same.
    hidden = [each for each in every if each.row.key not in shown and each.value != each.row.value]
    return call.render(
        "console/policy/form.html",
        view="toml" if as_text else view,
        groups=groups,
        hidden=hidden,
        hidden_names=Listed([each.row.name for each in hidden], "and"),
        changes=changes,
        action=f"{action}?view={view}" if view else action,
        text=start.draft.text if start else in_force.text,
        first=first,
        last=last,
    )


def _sent(call: PageCall) -> dict[str, Any]:
    """Return the sent draft. Refuses with: invalid-request, with everything that is wrong."""
    form = _with_file()
    parsing.require_storable_text(form.to_dict(flat=False))
    if not _TEXT.isdisjoint(form):
        return call.form(PolicyDraftIn, besides={"file", "version"}, form=form)
    values = policy_rows.numbers(policy_rows.fields_sent(form, "values"))
    why = policy_rows.fields_sent(form, "why")
    besides = {name for name in form if name.startswith(("values.", "why."))}
    try:
        months = call.form(MonthsIn, besides={*besides, "version"}, form=form)
    except Refusal as refusal:
        faults: list[FieldError] = list(refusal.fields)
        change_policy(call.work.policy, values, why, faults)
        raise
    return {**months, "values": values, "why": why}


def _with_file() -> MultiDict[str, str]:
    """Return the form, with an uploaded file's text where none was pasted."""
    form = MultiDict(request.form.items(multi=True))
    file = request.files.get("file")
    if file is not None and file.filename and not (form.get("text") or "").strip():
        try:
            form["text"] = file.stream.read(_LONGEST + 1).decode("utf-8")
        except UnicodeDecodeError as error:
            raise invalid(
                "/text",
                Code.UNUSABLE_FILE,
                _("The file is not text in UTF-8. Save it as UTF-8, then choose it again."),
                reason="not_text",
            ) from error
    return form


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _last_months(call: PageCall) -> tuple[str, str]:
    """Return the first and the last of the twelve months before this one."""
    number = call.now.year * 12 + call.now.month - 2
    months = [number - _MONTHS + 1, number]
    first, last = (f"{month // 12:04}-{month % 12 + 1:02}" for month in months)
    return first, last
