"""Where filing begins: the account's drafts, begun, resumed and deleted."""

from __future__ import annotations

from flask import Response, request, url_for

from complaints.base.errors import not_found
from complaints.http.parsing import require_storable_text
from complaints.kit import confirming
from complaints.kit.confirming import Question
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries.authority import rights
from complaints.queries.filing import drafts as draft_queries
from complaints.services.filing import drafts
from complaints.web import cases
from complaints.web.filing import sequence
from complaints.web.filing.sequence import pages
from complaints.words import message as _

MOST_TYPED = 200


@page(pages, "GET", "/", who=FILERS)
def begin(call: PageCall) -> Answer:
    """Show the drafts, and what is needed to file."""
    rows = draft_queries.find_drafts(call.work, after=None, limit=50)[:50]
    mine = cases.open_cases(call)
    return call.render(
        "web/filing/begin.html",
        cases=mine,
        stopped=cases.stopping(mine),
        a=cases.messages(call, call.actor.filer_id),
        drafts=[(row, sequence.unfinished(row)) for row in rows],
        of_right=_rights_of(call, [row.data.get("right", {}).get("right_id") for row in rows]),
    )


def _rights_of(call: PageCall, ids: list[object]) -> dict[int, object]:
    wanted = {right_id for right_id in ids if isinstance(right_id, int)}
    rows = rights.find_rights(call.work, kind=None, filer_id=None, after=None, limit=200)
    return {row.id: row for row in rows if row.id in wanted}


@page(pages, "POST", "/", who=FILERS, again=begin)
def start(call: PageCall) -> Answer:
    """Begin a draft, with a right where the form names one."""
    chosen = request.form.get("right_id", "")
    steps = {"right": {"right_id": int(chosen)}} if chosen.isdecimal() and len(chosen) < 10 else {}
    draft = drafts.begin_draft(call.work, steps=steps)
    return call.redirect(sequence.unfinished(draft), draft_id=draft.id)


@page(pages, "GET", "/<id:draft_id>/", who=FILERS)
def resume(call: PageCall, draft_id: int) -> Answer:
    """Go on where the draft was left."""
    draft = sequence.get_own_draft(call, draft_id)
    return call.redirect(sequence.unfinished(draft), draft_id=draft_id)


def _asks(call: PageCall, draft_id: int) -> Question:
    draft = sequence.get_own_draft(call, draft_id)
    return Question(
        title=_("Delete this draft"),
        says=[_("What you typed and the files that you added to this draft are deleted.")],
        button=_("Delete the draft"),
        keep=url_for(sequence.unfinished(draft), draft_id=draft_id),
    )


@page(pages, "POST", "/<id:draft_id>/delete", who=FILERS)
@confirming.asks(_asks)
def delete(call: PageCall, draft_id: int) -> Answer:
    """Delete a draft."""
    drafts.delete(call.work, draft_id)
    return call.redirect("filing.begin", message=_("The draft is deleted."))


@page(pages, "POST", "/<id:draft_id>/typed/<step>", who=FILERS)
def keep(call: PageCall, draft_id: int, step: str) -> Answer:
    """Keep what was typed into a form that is not sent yet."""
    if step not in sequence.NAMES:
        raise not_found(_("page"))
    require_storable_text(request.form.to_dict(flat=False))
    typed = {
        name: values
        for name, values in list(request.form.lists())[:MOST_TYPED]
        if name not in ("once", "version")
    }
    drafts.keep_typed(call.work, draft_id, step=step, typed=typed)
    return Response(status=204)
