"""Evidence of a complaint: papers and pictures, sent one by one and kept with the draft.

Each is for all listings or for some, or shows a listing's page.
"""

from __future__ import annotations

from typing import Any

from flask import request

from complaints.base.codes import Code
from complaints.base.errors import invalid, invalid_fields
from complaints.kit import uploads
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.models import Draft
from complaints.queries.filing import documents
from complaints.queries.filing.documents import DocumentView
from complaints.rules.filing.documents import MOST_PAPERS
from complaints.rules.kinds import DocumentKind
from complaints.rules.sellers.listings_seen import LONGEST_TEXT
from complaints.web.filing import sequence, showing
from complaints.web.filing.sequence import pages
from complaints.words import Message
from complaints.words import message as _

# Kinds of papers of a complaint; those that prove a right belong to the right.
KINDS = (DocumentKind.EVIDENCE, DocumentKind.AUTHORIZATION, DocumentKind.IDENTITY)

ASK_ABOUT_FILES = _(
    "The files are added. Say what each of them is, which listings it is for, and whether the "
    "seller may read it."
)


@page(pages, "GET", "/<id:draft_id>/evidence", who=FILERS)
def evidence(call: PageCall, draft_id: int) -> Answer:
    """Ask for papers and for what the pages showed, and show what is there."""
    draft = sequence.get_own_draft(call, draft_id)
    step = draft.data.get("evidence", {})
    kinds, passed_on = _stored(step)
    own = {view.upload.id: view for view in documents.own(call.work, kinds)}
    attached = {id: own[id] for id in kinds if id in own}
    arrived = {view.upload.id: view for view in uploads.take_files(call).documents}
    urls = showing.urls_of(draft)
    typed = _form(urls) if request.method == "POST" else showing.stored(step, urls)
    if request.method == "POST":
        kinds |= {id: request.form[f"kind-{id}"] for id in arrived if f"kind-{id}" in request.form}
        passed_on = {id for id in arrived if request.form.get(f"pass-{id}") == "true"}
    return sequence.render(
        call,
        "evidence",
        draft,
        documents=list({**attached, **arrived}.values()),
        kinds=kinds,
        passed_on=passed_on,
        offered=KINDS,
        also=showing.kinds(),
        urls=urls,
        few=showing.FEW,
        longest=LONGEST_TEXT,
        typed=typed,
    )


def _form(urls: list[str]) -> showing.Form:
    return showing.with_added(request.form, urls)


def _stored(step: dict[str, Any]) -> tuple[dict[int, str], set[int]]:
    """Return what each file of the draft is, by its upload, and which are passed on."""
    papers = [paper for paper in step.get("documents", []) if paper.get("document_id")]
    kinds = {paper["document_id"]: paper["kind"] for paper in papers}
    for shown in step.get("seen", {}).values():
        kinds |= dict.fromkeys(shown["pictures"], showing.PAGE)
    return kinds, {paper["document_id"] for paper in papers if paper.get("pass_on")}


@page(pages, "POST", "/<id:draft_id>/evidence", who=FILERS, again=evidence, files=uploads.me)
def attach(call: PageCall, draft_id: int) -> Answer:
    """Store the papers that the form names or brings, without those that were removed from it."""
    arrived = uploads.take_files(call)
    removed = set(request.form.getlist("remove"))
    views = [view for view in arrived.documents if str(view.upload.id) not in removed]
    step = _step(call, sequence.get_own_draft(call, draft_id), views)
    sequence.save_page(call, draft_id, "evidence", step)
    if arrived.refused:
        return uploads.show_again(call, arrived, evidence, draft_id=draft_id)
    if request.form.get("do") in ("keep", "text"):
        return call.redirect("filing.evidence", draft_id=draft_id)
    if any(f"kind-{view.upload.id}" not in request.form for view in views):
        # They came with this form, or by its script: nobody was asked about them yet.
        return call.redirect("filing.evidence", message=ASK_ABOUT_FILES, draft_id=draft_id)
    return call.redirect(sequence.after("evidence"), draft_id=draft_id)


def _step(call: PageCall, draft: Draft, views: list[DocumentView]) -> dict[str, Any]:
    """Return the step as the form states it. Refuses with: invalid-request."""
    urls = showing.urls_of(draft)
    form = _form(urls)
    problems = showing.wrong(form, views, urls, call.now)
    if problems:
        raise invalid_fields(problems)
    papers = [view for view in views if form.get(f"kind-{view.upload.id}") != showing.PAGE]
    if len(papers) > MOST_PAPERS:
        raise invalid(f"/{uploads.FILES}", Code.TOO_MANY, too_many(len(papers)))
    step: dict[str, Any] = {"documents": [_paper(view, urls) for view in papers]}
    seen = showing.seen_of(form, views, urls)
    return {**step, "seen": seen} if seen else step


def too_many(count: int) -> Message:
    """Say that a complaint takes fewer files."""
    return _(
        "A complaint takes %(most)s files at most, and these are %(count)s. Remove those that show "
        "the least, or put several pictures into one PDF.",
        most=MOST_PAPERS,
        count=count,
    )


def _paper(view: DocumentView, urls: list[str]) -> dict[str, Any]:
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
    targets = showing.targets_of(request.form, view, urls)
    paper |= {"targets": targets} if targets else {}
    return {**paper, "filename": view.upload.filename} if view.upload.filename else paper
