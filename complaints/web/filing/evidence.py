"""What shows it: papers and pictures, sent one by one and kept with the draft."""

from __future__ import annotations

from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.web.filing import sequence
from complaints.web.filing.sequence import pages


@page(pages, "GET", "/<id:draft_id>/evidence", who=FILERS)
def evidence(call: PageCall, draft_id: int) -> Answer:
    """Ask for papers."""
    draft = sequence.get(call, draft_id)
    return sequence.render(
        call, "evidence", draft, documents=draft.data.get("evidence", {}).get("documents", [])
    )


@page(pages, "POST", "/<id:draft_id>/evidence", who=FILERS, again=evidence)
def attach(call: PageCall, draft_id: int) -> Answer:
    """Take the papers."""
    draft = sequence.get(call, draft_id)
    kept = draft.data.get("evidence", {}).get("documents", [])
    sequence.save(call, draft_id, "evidence", {"documents": kept})
    return call.redirect(sequence.after("evidence"), draft_id=draft_id)
