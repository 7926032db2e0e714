"""Evidence of a complaint: papers and pictures, sent one by one and kept with the draft."""

from __future__ import annotations

from typing import Any

from flask import request

from complaints.kit import uploads
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.queries import documents
from complaints.queries.documents import DocumentView
from complaints.rules.kinds import DocumentKind
from complaints.web.filing import sequence
from complaints.web.filing.sequence import pages

# Kinds of papers of a complaint; those that prove a right belong to the right.
KINDS = (DocumentKind.EVIDENCE, DocumentKind.AUTHORIZATION, DocumentKind.IDENTITY)


@page(pages, "GET", "/<id:draft_id>/evidence", who=FILERS)
def evidence(call: PageCall, draft_id: int) -> Answer:
    """Ask for papers, and show those that are there."""
    draft = sequence.get(call, draft_id)
    papers = draft.data.get("evidence", {}).get("documents", [])
    ids = {paper["document_id"] for paper in papers if "document_id" in paper}
    attached = {view.upload.id: view for view in documents.own(call.work, ids)}
    arrived = {view.upload.id: view for view in uploads.take(call).documents}
    kinds = {paper["document_id"]: paper["kind"] for paper in papers if paper.get("document_id")}
    return sequence.render(
        call,
        "evidence",
        draft,
        documents=list({**attached, **arrived}.values()),
        kinds=kinds,
        passed_on={paper.get("document_id") for paper in papers if paper.get("pass_on")},
        offered=KINDS,
    )


@page(pages, "POST", "/<id:draft_id>/evidence", who=FILERS, again=evidence, files=uploads.me)
def attach(call: PageCall, draft_id: int) -> Answer:
    """Store the papers that the form names or brings, without those that were removed from it."""
    arrived = uploads.take(call)
    removed = set(request.form.getlist("remove"))
    views = [view for view in arrived.documents if str(view.upload.id) not in removed]
    step = {"documents": [_paper(view) for view in views]}
    sequence.save(call, draft_id, "evidence", step)
    if arrived.refused:
        return uploads.show_again(call, arrived, evidence, draft_id=draft_id)
    if request.form.get("do") == "keep":
        return call.redirect("filing.evidence", draft_id=draft_id)
    return call.redirect(sequence.after("evidence"), draft_id=draft_id)


def _paper(view: DocumentView) -> dict[str, Any]:
    """Return a paper as the complaint names it, with the upload's id for the page."""
    chosen = request.form.get(f"kind-{view.upload.id}", "")
    kind = chosen if chosen in list(KINDS) else str(DocumentKind.EVIDENCE)
    passed_on = request.form.get(f"pass-{view.upload.id}") == "true"
    paper = {
        "kind": kind,
        "sha256": view.sha256,
        "document_id": view.upload.id,
        "pass_on": passed_on,
    }
    return {**paper, "filename": view.upload.filename} if view.upload.filename else paper
