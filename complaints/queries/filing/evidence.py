"""Evidence on the desk: the papers of a claim, and where else the same papers came.

For staff: where a paper came elsewhere names other accounts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from complaints.models import (
    Claim,
    Complaint,
    ComplaintDocument,
    ComplaintDocumentClaim,
    Document,
    DocumentLook,
    Filer,
    Right,
    RightDocument,
    Store,
    Upload,
)
from complaints.queries.filing import added_evidence, documents
from complaints.queries.filing.documents import DocumentView
from complaints.rules.actors import ActorKind
from complaints.rules.kinds import PROVING
from complaints.work import UnitOfWork

# Complaints that are shown for a paper that came elsewhere too, out of so many newest: an agency
# may show one certificate in each of its fifty thousand complaints.
_ELSEWHERE, _NEWEST, _COPIES = 5, 200, 20


@dataclass(frozen=True, slots=True)
class EvidencePaper:
    """A paper of a complaint or a right. `document` is None where only its digest is known.

    `later` is the reference of another complaint of the filer that brought it for this claim,
    `added_at` when it was added to the complaint after its filing.
    """

    document_id: int
    kind: str
    sha256: str
    filename: str | None
    document: DocumentView | None
    passed_on: bool = False
    later: str | None = None
    added_at: datetime | None = None

    @property
    def name(self) -> str:
        return self.filename or self.sha256[:12]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A complaint that shows the same paper, or a copy of it: saved anew, scaled, scanned.

    `is_exact` says that the bytes are the same; `document` is that complaint's, to compare with.
    """

    complaint: Complaint
    filer: Filer
    stores: Sequence[str]
    states: Mapping[str, int]
    is_exact: bool
    document: DocumentView | None

    @property
    def filed_at(self) -> datetime:
        return self.complaint.filed_at


@dataclass(frozen=True, slots=True)
class Alike:
    """A paper that came elsewhere too: complaints with it, other accounts' first and then the
    newest, how many there are (of the newest 200; `is_cut`: there are more), and other accounts
    that show it for a right of theirs.

    `by_others` says that another account sent it than the one at hand.
    """

    paper: EvidencePaper
    elsewhere: Sequence[Elsewhere]
    count: int
    rights_of: Sequence[Filer]
    by_others: bool
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The papers of a claim: those for its listing alone, and those for all of its complaint.

    What proves the right or the permission is not among them (see `proving`).
    """

    for_listing: Sequence[EvidencePaper]
    for_all: Sequence[EvidencePaper]
    alike: Sequence[Alike]

    @property
    def papers(self) -> list[EvidencePaper]:
        return [*self.for_listing, *self.for_all]


def for_claim(work: UnitOfWork, claim: Claim) -> Evidence:
    """Return the papers of a claim. The caller has checked that the actor may see it."""
    session = work.session
    complaint = session.get_one(Complaint, claim.complaint_id)
    meant = documents.for_claims(session, complaint.id)
    own = [each for each in _of_complaint(session, complaint) if each.kind not in PROVING]
    for_listing = [paper for paper in own if claim.id in meant.get(paper.document_id, ())]
    for_listing += _later(session, claim)
    for_all = [paper for paper in own if paper.document_id not in meant]
    papers = [*for_listing, *for_all]
    return Evidence(
        for_listing, for_all, alike(session, papers, complaint) if work.actor.is_staff else ()
    )


def proving(
    session: Session, right: Right, complaint: Complaint | None = None
) -> list[EvidencePaper]:
    """Return the papers that are to prove a right, as its certificate of registration, and those
    that came with a complaint to prove the right or the permission: for staff."""
    sent = documents.of_right(session, right)
    rows = session.execute(
        select(RightDocument, Document.sha256)
        .join(Document, Document.id == RightDocument.document_id)
        .where(RightDocument.right_id == right.id)
        .order_by(RightDocument.kind, Document.id)
    )
    shown = [
        EvidencePaper(row.document_id, row.kind, sha256, row.filename, sent.get(row.document_id))
        for row, sha256 in rows
    ]
    known = {paper.document_id for paper in shown}
    came = _of_complaint(session, complaint) if complaint is not None else ()
    return [
        *shown,
        *(each for each in came if each.kind in PROVING and each.document_id not in known),
    ]


def _of_complaint(session: Session, complaint: Complaint) -> list[EvidencePaper]:
    sent = documents.documents_of_complaint(session, complaint)
    added = added_evidence.documents_added(session, complaint.id)
    rows = session.execute(
        select(ComplaintDocument, Document.sha256)
        .join(Document, Document.id == ComplaintDocument.document_id)
        .where(ComplaintDocument.complaint_id == complaint.id)
        .order_by(ComplaintDocument.kind, Document.id)
    )
    return [
        EvidencePaper(
            row.document_id, row.kind, sha256, row.filename, sent.get(row.document_id),
            row.passed_on, added_at=added.get(row.document_id),
        )
        for row, sha256 in rows
    ]  # fmt: skip


def own_papers(session: Session, complaint_id: int) -> dict[int, frozenset[int]]:
    """Return, by claim, the papers of a complaint that are for its listing and not for all."""
    meant: dict[int, set[int]] = {}
    for document_id, claim_ids in documents.for_claims(session, complaint_id).items():
        for claim_id in claim_ids:
            meant.setdefault(claim_id, set()).add(document_id)
    return {claim_id: frozenset(papers) for claim_id, papers in meant.items()}


def _later(session: Session, claim: Claim) -> Iterator[EvidencePaper]:
    """Yield papers that another complaint of the filer brought for this claim, which was open."""
    rows = session.execute(
        select(ComplaintDocument, Document.sha256, Complaint)
        .join(
            ComplaintDocumentClaim,
            (ComplaintDocumentClaim.complaint_id == ComplaintDocument.complaint_id)
            & (ComplaintDocumentClaim.document_id == ComplaintDocument.document_id),
        )
        .join(Document, Document.id == ComplaintDocument.document_id)
        .join(Complaint, Complaint.id == ComplaintDocument.complaint_id)
        .where(
            ComplaintDocumentClaim.claim_id == claim.id,
            ComplaintDocument.complaint_id != claim.complaint_id,
        )
        .order_by(Complaint.filed_at, Document.id)
    )
    for row, sha256, complaint in rows.all():
        sent = documents.documents_of_complaint(session, complaint)
        yield EvidencePaper(
            row.document_id, row.kind, sha256, row.filename, sent.get(row.document_id),
            row.passed_on, complaint.reference,
        )  # fmt: skip


def alike(session: Session, papers: Sequence[EvidencePaper], complaint: Complaint) -> list[Alike]:
    """Return which of a complaint's papers came elsewhere too, in the order of `papers`."""
    groups = _copies(session, {paper.document_id for paper in papers})
    copied, seen = [], set()
    for paper in papers:
        copies = groups[paper.document_id]
        if paper.document_id in seen:
            continue
        seen.add(paper.document_id)
        elsewhere, count = _elsewhere(session, paper.document_id, copies, complaint)
        rights_of = _rights_of(session, copies, complaint.filer_id)
        if elsewhere or rights_of:
            others = any(each.filer.id != complaint.filer_id for each in elsewhere)
            others = others or bool(rights_of) or _was_sent_by_others(session, copies, complaint)
            copied.append(
                Alike(paper, elsewhere, min(count, _NEWEST), rights_of, others, count > _NEWEST)
            )
    return copied


def _copies(session: Session, ids: Collection[int]) -> dict[int, set[int]]:
    """Return, for each of these papers, the papers that are the same one: itself and its copies."""
    firsts = dict(
        session.execute(
            select(DocumentLook.document_id, DocumentLook.alike_id).where(
                DocumentLook.document_id.in_(ids)
            )
        )
        .tuples()
        .all()
    )
    heads = {each: firsts.get(each) or each for each in ids}
    of_head: dict[int, set[int]] = {head: {head} for head in heads.values()}
    rows = session.execute(
        select(DocumentLook.alike_id, DocumentLook.document_id).where(
            DocumentLook.alike_id.in_(of_head)
        )
    )
    for head, document_id in rows:
        of_head[head].add(document_id)
    return {each: of_head[head] | {each} for each, head in heads.items()}


def _elsewhere(
    session: Session, document_id: int, copies: Collection[int], complaint: Complaint
) -> tuple[list[Elsewhere], int]:
    """Return some of the newest other complaints with one of these papers, and how many there are,
    up to one more than are counted."""
    shown: set[int] = set()
    for copy in sorted(copies, reverse=True)[:_COPIES]:
        newest_with_it = (
            select(ComplaintDocument.complaint_id)
            .where(
                ComplaintDocument.document_id == copy,
                ComplaintDocument.complaint_id != complaint.id,
            )
            .order_by(ComplaintDocument.complaint_id.desc())
            .limit(_NEWEST + 1)
        )
        shown.update(session.scalars(newest_with_it))
    known = sorted(shown, reverse=True)[: _NEWEST + 1]
    if not known:
        return [], 0
    newest = session.execute(
        select(Complaint, Filer)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(Complaint.id.in_(known))
        .order_by(
            case((Complaint.filer_id == complaint.filer_id, 1), else_=0),
            Complaint.filed_at.desc(),
            Complaint.id.desc(),
        )
        .limit(_ELSEWHERE)
    ).all()
    ids = [row[0].id for row in newest]
    states, stores = _outcomes(session, ids)
    return [
        Elsewhere(
            row,
            filer,
            sorted(stores.get(row.id, ())),
            dict(sorted(states[row.id].items())),
            *_shown(session, row, document_id, copies),
        )
        for row, filer in newest
    ], len(known)


def _shown(
    session: Session, complaint: Complaint, document_id: int, copies: Collection[int]
) -> tuple[bool, DocumentView | None]:
    """Return whether a complaint shows the very same bytes, and its paper."""
    mine = session.scalars(
        select(ComplaintDocument.document_id).where(
            ComplaintDocument.complaint_id == complaint.id,
            ComplaintDocument.document_id.in_(copies),
        )
    ).all()
    chosen = document_id if document_id in mine else mine[0]
    sent = documents.documents_of_complaint(session, complaint)
    return document_id in mine, sent.get(chosen)


def _outcomes(
    session: Session, complaint_ids: Collection[int]
) -> tuple[dict[int, Counter[str]], dict[int, set[str]]]:
    """Return how many claims of each complaint are in which state, and the stores' names."""
    states: dict[int, Counter[str]] = {each: Counter() for each in complaint_ids}
    stores: dict[int, set[str]] = {}
    rows = session.execute(
        select(Claim.complaint_id, Claim.state, func.coalesce(Store.name, Claim.store_name))
        .outerjoin(Store, Store.id == Claim.store_id)
        .where(Claim.complaint_id.in_(complaint_ids))
    )
    for complaint_id, state, store in rows:
        states[complaint_id][state] += 1
        if store:
            stores.setdefault(complaint_id, set()).add(store)
    return states, stores


def _was_sent_by_others(session: Session, copies: Collection[int], complaint: Complaint) -> bool:
    """Say whether another account sent one of these papers."""
    other = select(Upload.id).where(
        Upload.document_id.in_(copies),
        Upload.owner_kind == ActorKind.FILER,
        Upload.owner_id != complaint.filer_id,
    )
    return session.scalar(other.limit(1)) is not None


def _rights_of(session: Session, copies: Collection[int], filer_id: int) -> Sequence[Any]:
    """Return other accounts that show one of these papers for a right of theirs."""
    shown = (
        select(Right.filer_id)
        .join(RightDocument, RightDocument.right_id == Right.id)
        .where(RightDocument.document_id.in_(copies), Right.filer_id != filer_id)
    )
    others = select(Filer).where(Filer.id.in_(shown)).order_by(Filer.id).limit(_ELSEWHERE)
    return session.scalars(others).all()
