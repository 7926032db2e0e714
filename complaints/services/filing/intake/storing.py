"""Stores a notice that was admitted, set-wise: the complaint, its claims, what came with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal
from complaints.models import (
    Boycott,
    Claim,
    Complaint,
    ComplaintDeclaration,
    ComplaintDocument,
    ComplaintDocumentClaim,
    ComplaintIdentity,
)
from complaints.rules.filing.complaint_facts import NAMES
from complaints.rules.filing.documents import attached
from complaints.rules.law.regimes import ClockKind, Law, notice_texts
from complaints.rules.law.treatments import Treatment, treatment_of
from complaints.rules.sellers.listings_seen import PageSeen
from complaints.services.filing.intake.admission import Admitted
from complaints.services.law import clocks
from complaints.services.registry import KnownTarget, Marks, claim_columns, rows
from complaints.services.registry.keys import Facts
from complaints.services.sellers import listings_seen
from complaints.words import message as _
from complaints.work import UnitOfWork

COMPLAINT: Any = Complaint.__table__
CLAIM: Any = Claim.__table__
PAPER: Any = ComplaintDocument.__table__
MEANT: Any = ComplaintDocumentClaim.__table__
DECLARATION: Any = ComplaintDeclaration.__table__
SHOWN: Any = ComplaintIdentity.__table__


_NEW = insert(COMPLAINT)
_STORED = select(Complaint).where(Complaint.id == bindparam("id"))


def store_complaint(
    work: UnitOfWork,
    admitted: Admitted,
    *,
    source: str,
    reference: str,
    boycott: Boycott | None,
) -> Complaint:
    """Write the complaint's own row, under a reference that the account has not used."""
    notice = admitted.notice
    row = {
        "source": source,
        "reference": reference,
        "filer_id": admitted.filer.id,
        "rights_holder_id": admitted.rights_holder_id,
        "right_id": admitted.right.id,
        "authorization_id": admitted.authorization_id,
        "boycott_id": boycott.id if boycott else None,
        "basis": notice.basis,
        **dict.fromkeys(NAMES),
        **notice.facts,
        "channel": notice.channel or "api",
        "answers": dict(notice.answers) if notice.answers else None,
        "outside_ground": (notice.territory_ground or {}).get("ground"),
        "outside_words": (notice.territory_ground or {}).get("words"),
        "sender_metadata": dict(notice.metadata) if notice.metadata else None,
        "filed_at": work.now,
        "recorded_at": work.now,
    }
    stored: Any = work.session.connection().execute(_NEW, row)
    return work.session.scalars(_STORED, {"id": stored.inserted_primary_key.id}).one()


def require_new_reference(earlier: Complaint | None) -> None:
    """Refuse a reference by which a complaint is stored already. Refuses with: taken."""
    if earlier is not None:
        sentence = _(
            "You already have a complaint with this reference. Use another reference, or "
            "read the complaint that you have."
        )
        raise Refusal(
            "taken",
            sentence,
            fields=[FieldError("/reference", Code.DUPLICATE, sentence)],
            complaint_id=earlier.id,
        )


def store_claims(
    work: UnitOfWork,
    admitted: Admitted,
    targets: Sequence[KnownTarget],
    complaint: Complaint,
    known: Mapping[int, int],
    laws: Mapping[int, Law],
    boycott: Boycott | None,
) -> dict[int, int]:
    """Write a claim for each listing that has none open, and start staff's clocks; return the
    claims' ids by listing.

    A claim of which more proof is asked waits for it, without a clock, until nothing lacks.
    """
    decide_by = {
        law: clocks.decide_by(work, law, _clock(_treatment(boycott, law)))
        for law in {*laws.values()}
    }
    new: dict[int, dict[str, Any]] = {}
    for target in targets:
        if target.listing_id in known or target.listing_id in new:
            continue
        law = laws[target.listing_id]
        treatment = _treatment(boycott, law)
        state = _STATES.get(treatment, "received") if treatment else "received"
        new[target.listing_id] = {
            **claim_columns(target, law),
            "complaint_id": complaint.id,
            "filer_id": admitted.filer.id,
            "right_key": admitted.right.key,
            "state": state,
            "treatment": treatment and str(treatment),
            "stopped": treatment is Treatment.NOT_PROCESSED,
            "decide_by": decide_by[law] if state == "received" else None,
        }
    reserved = rows.reserve(work.session, CLAIM, len(new))
    ids = dict(zip(new, reserved, strict=True))
    made = [{"id": claim_id, **new[listing_id]} for listing_id, claim_id in ids.items()]
    rows.insert_all(work.session, CLAIM, made)
    for kind in (ClockKind.DECIDE, ClockKind.LANE):
        begun = [
            (claim_id, laws[listing_id])
            for listing_id, claim_id in ids.items()
            if new[listing_id]["state"] == "received"
            and _clock(_treatment(boycott, laws[listing_id])) is kind
        ]
        clocks.start_on_new(work, begun, kind)
    return ids


# As what a claim begins that a boycott treats so; any other waits for staff at once.
_STATES = {Treatment.NOT_PROCESSED: "not_processed", Treatment.RAISED_PROOF: "incomplete"}


def _treatment(boycott: Boycott | None, law: Law) -> Treatment | None:
    if boycott is None:
        return None
    return treatment_of(boycott.treatments or {}, law.leading.code, law.read_in)


def _clock(treatment: Treatment | None) -> ClockKind:
    return ClockKind.LANE if treatment is Treatment.LANE else ClockKind.DECIDE


def store_papers(work: UnitOfWork, admitted: Admitted, complaint_id: int) -> Mapping[str, int]:
    """Write the papers, the signed declarations, and the filer's identity attributes; return the
    papers' ids by the digest that names them."""
    notice = admitted.notice
    papers = admitted.registry.documents(paper["sha256"] for paper in notice.documents)
    rows.insert_all(work.session, PAPER, attached(complaint_id, notice.documents, papers))
    signed = signed_rows(notice.declaration, admitted.laws, complaint_id, work.now)
    rows.insert_all(work.session, DECLARATION, signed)
    showing = notice.filer or notice.shown
    if showing is None:
        return papers
    marks = Marks(admitted.filer.id, showing, work.now, notice.origins)
    (shown,) = admitted.registry.identities([marks])
    showed = [{"complaint_id": complaint_id, "filer_identity_id": one} for one in shown]
    rows.insert_all(work.session, SHOWN, showed)
    run = showing.get("operates") or ()
    filer_id = admitted.filer.id
    admitted.registry.operated([(filer_id, [one["marketplace"]], [one["id"]]) for one in run])
    return papers


def signed_rows(
    signed: Facts | None, laws: Sequence[Law], complaint_id: int, now: datetime
) -> list[dict[str, Any]]:
    """Return the rows of the signed declarations, in the wording that was shown."""
    if signed is None:
        return []
    return [
        {
            "complaint_id": complaint_id,
            "code": text.code,
            "version": text.version,
            "language": text.read_in(signed["language"]),
            "wording": text.text(signed["language"]),
            "signed_by": signed["signed_by"],
            "signed_at": now,
        }
        for text in notice_texts(laws)
        # Of somebody without an account ours is not asked where the law forbids it.
        if text.code in signed["agreed"]
    ]


def store_shown(
    work: UnitOfWork,
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
