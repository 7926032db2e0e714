"""What a notice shows of single targets: evidence for some of them, and what their pages showed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from complaints.errors import FieldError
from complaints.models import ComplaintDocumentClaim
from complaints.papers.recognition import PDF
from complaints.queries import documents
from complaints.rules import admissibility
from complaints.rules.listings_seen import PageSeen
from complaints.services import listings_seen
from complaints.services.intake.notices import Notice
from complaints.services.registry import KnownTarget, rows
from complaints.services.registry.keys import Facts
from complaints.words import message as _
from complaints.work import Work

MEANT: Any = ComplaintDocumentClaim.__table__
NOT_A_TARGET = _("No listing of this complaint has this address. Choose again what it is for.")
NOT_SENT = _("This picture was not sent from here. Send it first, then name it by its id.")
NO_PICTURE = _("This is a PDF. Send what the page showed as a picture, or as evidence.")


def check_shown(work: Work, notice: Notice) -> list[FieldError]:
    """Return what is wrong with it: papers for addresses that are no target, pictures that the
    sender did not send, views of days to come."""
    urls = {target.url for target in notice.targets}
    problems = [
        FieldError(f"/documents/{number}/targets/{place}", NOT_A_TARGET)
        for number, paper in enumerate(notice.documents)
        for place, url in enumerate(paper.get("targets", ()))
        if url not in urls
    ]
    pages = [(n, each.seen) for n, each in enumerate(notice.targets) if each.seen is not None]
    named = {upload_id for _number, page in pages for upload_id in page.pictures}
    sent = {view.upload.id: view for view in documents.own(work, named)} if named else {}
    for number, page in pages:
        at = f"/targets/{number}/seen"
        problems += _of_a_day_to_come(page, at, work.now)
        for place, upload_id in enumerate(page.pictures):
            view = sent.get(upload_id)
            if view is None or view.content.media_type == PDF:
                wrong = NOT_SENT if view is None else NO_PICTURE
                problems.append(FieldError(f"{at}/pictures/{place}", wrong))
    return problems


def _of_a_day_to_come(page: PageSeen, at: str, now: datetime) -> Iterator[FieldError]:
    if page.seen_at is not None:
        day = page.seen_at.date()
        yield from admissibility.check_not_future(day, f"{at}/seen_at", now=now)


def store_shown(
    work: Work,
    papers_sent: Sequence[Facts],
    complaint_id: int,
    *,
    papers: Mapping[str, int],
    targets: Sequence[KnownTarget],
    claims: Mapping[int, int],
    known: Mapping[int, int],
) -> None:
    """Store for which claims papers are, and what the pages of the new claims showed.

    `papers_sent` are the notice's documents, `papers` their ids by digest. `claims` are the new
    claims by listing, `known` those that were open before.
    """
    listings: dict[str, set[int]] = {}
    for target in targets:
        listings.setdefault(target.aim.target.url, set()).add(target.listing_id)
    meant = {
        (papers[paper["sha256"]], {**claims, **known}[listing_id])
        for paper in papers_sent
        for url in paper.get("targets", ())
        for listing_id in listings[url]
    }
    for_all = {papers[paper["sha256"]] for paper in papers_sent if not paper.get("targets")}
    new = [
        {"complaint_id": complaint_id, "document_id": document_id, "claim_id": claim_id}
        for document_id, claim_id in sorted(meant)
        if document_id not in for_all
    ]
    rows.insert_all(work.session, MEANT, new)
    pages: dict[int, PageSeen] = {}
    for target in targets:
        page = target.aim.target.seen
        if page is not None and target.listing_id in claims:
            pages.setdefault(target.listing_id, _in_the_past(page, work.now))
    listings_seen.by_filer(work, claims, pages)


def _in_the_past(page: PageSeen, now: datetime) -> PageSeen:
    """Return the view, of this moment at the latest: elsewhere it may be tomorrow already."""
    return page if page.seen_at is None else replace(page, seen_at=min(page.seen_at, now))
