"""Uploaded documents: which an actor may see, and what was put to a claim.

rules/filing/documents.py states who may read what; here it is a condition in SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    false,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import (
    Claim,
    ClaimDocument,
    Complaint,
    ComplaintDocument,
    ComplaintDocumentClaim,
    Document,
    DocumentAsSent,
    DocumentContent,
    Filer,
    Right,
    RightDocument,
    Upload,
)
from complaints.queries.filing import added_evidence
from complaints.queries.logins import api_keys, filers
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Actor, ActorKind
from complaints.rules.kinds import DocumentUse
from complaints.rules.logins.visibility import PARTNER, partner_of
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One upload with what its content is."""

    upload: Upload
    content: DocumentContent
    sha256: str

    def is_from(self, actor: Actor) -> bool:
        """Say whether the actor sent it."""
        return (self.upload.owner_kind, self.upload.owner_id) == (str(actor.kind), actor.id)


@dataclass(frozen=True, slots=True)
class PaperOfFiler:
    """A paper that was filed with a complaint, and is passed on to the accused sellers."""

    kind: str
    document: DocumentView
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PutView:
    """A document that was put to a claim, and for which use."""

    document: DocumentView
    use: str
    passed_on: bool


def get_document(work: UnitOfWork, upload_id: int) -> DocumentView:
    """Return one document. Refuses with: not-found."""
    row = work.session.execute(
        _views().where(Upload.id == upload_id, documents_in_sight(work.actor))
    ).one_or_none()
    if row is None:
        raise not_found(_("document"))
    return DocumentView(*row)


def own(work: UnitOfWork, upload_ids: Collection[int]) -> list[DocumentView]:
    """Return those of `upload_ids` that the actor sent, in the order of their ids."""
    mine = _views().where(Upload.id.in_(upload_ids), _is_owner(work.actor)).order_by(Upload.id)
    return [DocumentView(*row) for row in work.session.execute(mine)]


def not_nameable(work: UnitOfWork, sha256s: Collection[str]) -> set[str]:
    """Return those of these papers that the actor may not name in what it files. A key that is cut
    to named filers names what it may read: naming a paper opens it to those for whom it is filed.
    """
    if work.actor.only_filers is None:
        return set()
    kept = select(Document.sha256, Document.id.label("document_id"))
    sent = select(DocumentAsSent.sha256, DocumentAsSent.document_id)
    named = union_all(kept, sent).subquery()
    read = (
        select(named.c.sha256)
        .join(Upload, Upload.document_id == named.c.document_id)
        .where(named.c.sha256.in_(sha256s), documents_in_sight(work.actor))
    )
    return set(sha256s) - set(work.session.scalars(read))


def find_documents(work: UnitOfWork, *, before: int | None, limit: int) -> list[DocumentView]:
    """Return up to limit + 1 documents that the actor sent, the newest first."""
    mine = _views().where(_is_owner(work.actor))
    if before is not None:
        mine = mine.where(Upload.id < before)
    rows = work.session.execute(mine.order_by(Upload.id.desc()).limit(limit + 1))
    return [DocumentView(*row) for row in rows]


def documents_of_claim(work: UnitOfWork, claim_id: int) -> list[PutView]:
    """Return the documents put to a claim that the actor may read, in the order sent."""
    rows = work.session.execute(
        _views()
        .add_columns(ClaimDocument.use, ClaimDocument.passed_on)
        .join(ClaimDocument, ClaimDocument.upload_id == Upload.id)
        .where(ClaimDocument.claim_id == claim_id, documents_in_sight(work.actor))
        .order_by(Upload.id, ClaimDocument.use)
    )
    return [PutView(DocumentView(*row[:3]), row.use, row.passed_on) for row in rows]


def put_to(
    work: UnitOfWork, claim_ids: Collection[int], use: DocumentUse
) -> dict[int, list[DocumentView]]:
    """Return, by claim, the documents put to it for this use that the actor may read."""
    by_claim: dict[int, list[DocumentView]] = {}
    rows = work.session.execute(
        _views()
        .add_columns(ClaimDocument.claim_id)
        .join(ClaimDocument, ClaimDocument.upload_id == Upload.id)
        .where(
            ClaimDocument.claim_id.in_(claim_ids),
            ClaimDocument.use == str(use),
            documents_in_sight(work.actor),
        )
        .order_by(Upload.id)
    )
    for *view, claim_id in rows:
        by_claim.setdefault(claim_id, []).append(DocumentView(*view))
    return by_claim


def by_upload(session: Session, upload_ids: Collection[int]) -> dict[int, DocumentView]:
    """Return uploads by their ids. The caller has checked that the actor may see them."""
    rows = session.execute(_views().where(Upload.id.in_(upload_ids)))
    return {row[0].id: DocumentView(*row) for row in rows}


def for_claims(session: Session, complaint_id: int) -> dict[int, list[int]]:
    """Return, by document id, the claims that a complaint's paper is for; one that is not here is
    for all of them."""
    rows = session.execute(
        select(ComplaintDocumentClaim.document_id, ComplaintDocumentClaim.claim_id)
        .where(ComplaintDocumentClaim.complaint_id == complaint_id)
        .order_by(ComplaintDocumentClaim.document_id, ComplaintDocumentClaim.claim_id)
    )
    claims: dict[int, list[int]] = {}
    for document_id, claim_id in rows:
        claims.setdefault(document_id, []).append(claim_id)
    return claims


def passed_to_sellers(
    session: Session, complaint: Complaint, claim_ids: Collection[int]
) -> list[PaperOfFiler]:
    """Return the papers that a complaint's filer passed on to the sellers of these claims, by kind:
    those for one of them, and those for all claims."""
    sent = documents_of_complaint(session, complaint)
    added = added_evidence.documents_added(session, complaint.id)
    papers = session.scalars(
        select(ComplaintDocument)
        .where(
            ComplaintDocument.complaint_id == complaint.id,
            ComplaintDocument.passed_on,
            _is_for(Claim.id.in_(claim_ids)),
        )
        .order_by(ComplaintDocument.kind, ComplaintDocument.document_id)
    )
    return [
        PaperOfFiler(paper.kind, sent[paper.document_id], added.get(paper.document_id))
        for paper in papers
        if paper.document_id in sent
    ]


def documents_of_complaint(session: Session, complaint: Complaint) -> dict[int, DocumentView]:
    """Return, by document id, the uploads behind a complaint's papers: those that its filer, or
    the partner that filed for it, sent. Who may see the complaint's papers sees these."""
    attached = select(ComplaintDocument.document_id).where(
        ComplaintDocument.complaint_id == complaint.id
    )
    return _sent_by(session, complaint.filer_id, attached)


def of_right(session: Session, right: Right) -> dict[int, DocumentView]:
    """Return, by document id, the uploads behind a right's papers, likewise: for staff."""
    shown = select(RightDocument.document_id).where(RightDocument.right_id == right.id)
    return _sent_by(session, right.filer_id, shown)


def _sent_by(
    session: Session, filer_id: int, attached: Select[tuple[int]]
) -> dict[int, DocumentView]:
    source = session.scalar(select(Filer.source).where(Filer.id == filer_id)) or ""
    sent = and_(Upload.owner_kind == ActorKind.FILER, Upload.owner_id == filer_id)
    partner = partner_of(source)
    if partner is not None:
        sent = or_(sent, and_(Upload.owner_kind == ActorKind.PARTNER, Upload.owner_id == partner))
    rows = session.execute(
        _views().where(Upload.document_id.in_(attached), sent).order_by(Upload.id.desc())
    )
    return {row[0].document_id: DocumentView(*row) for row in rows}


def sent_since(work: UnitOfWork, moment: datetime) -> Sequence[tuple[datetime, int]]:
    """Return when the actor sent each document since `moment`, and its bytes, the oldest first."""
    rows = (
        select(Upload.uploaded_at, DocumentContent.size)
        .join(DocumentContent, DocumentContent.document_id == Upload.document_id)
        .where(_is_owner(work.actor), Upload.uploaded_at > moment)
        .order_by(Upload.uploaded_at)
    )
    return work.session.execute(rows).tuples().all()


def stored(session: Session, sha256s: Collection[str]) -> set[str]:
    """Return those of these papers whose content is in the archive."""
    rows = (
        select(Document.sha256)
        .join(DocumentContent, DocumentContent.document_id == Document.id)
        .where(Document.sha256.in_(sha256s))
    )
    return set(session.scalars(rows))


def newest_stored(session: Session, *, limit: int) -> Sequence[str]:
    """Return the SHA-256 of the papers whose content came last to the archive, the newest first."""
    rows = (
        select(Document.sha256)
        .join(DocumentContent, DocumentContent.document_id == Document.id)
        .order_by(Document.id.desc())
        .limit(limit)
    )
    return session.scalars(rows).all()


def documents_in_sight(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that keeps uploads to those that the actor may read."""
    if actor.reads_as_staff:
        return true()
    if actor.seller_of is not None:
        mine = Complaint.id == actor.seller_of.complaint_id
        own = marketplaces.of_seller(actor.seller_of)
        return or_(_is_owner(actor), _passed_on_in(mine, own), _passed_on_in_reply(own))
    to_sellers: ColumnElement[bool] = false()
    if actor.partner_id is not None and marketplaces.reading(actor) is not None:
        sees = marketplaces.sees_claim(actor.partner_id)
        here = exists(select(Claim.id).where(Claim.complaint_id == Complaint.id, sees))
        to_sellers = or_(_passed_on_in(here, sees), _passed_on_in_reply(sees))
    passed_on = (
        select(ClaimDocument.upload_id)
        .join(Claim, Claim.id == ClaimDocument.claim_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(ClaimDocument.passed_on, filers.filers_in_sight(actor, Complaint.filer_id))
    )
    return or_(_is_owner(actor), Upload.id.in_(passed_on), to_sellers)


def _is_for(claim: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for papers of a complaint that are for such a claim, or for all."""
    chosen = select(ComplaintDocumentClaim.claim_id).where(
        ComplaintDocumentClaim.complaint_id == ComplaintDocument.complaint_id,
        ComplaintDocumentClaim.document_id == ComplaintDocument.document_id,
    )
    one = chosen.join(Claim, Claim.id == ComplaintDocumentClaim.claim_id).where(claim)
    alone = (ComplaintDocument,)
    return or_(~exists(chosen.correlate(*alone)), exists(one.correlate(*alone)))


def _passed_on_in(
    complaint: ColumnElement[bool], claim: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the condition for papers that the filer of such a complaint, or the partner that filed
    for it, passed on to the accused sellers, and that are for such a claim."""
    # A stranger's copy of the same paper is not opened by naming its hash.
    is_filers = and_(Upload.owner_kind == ActorKind.FILER, Upload.owner_id == Filer.id)
    is_partners = and_(
        Upload.owner_kind == ActorKind.PARTNER,
        Filer.source == literal(PARTNER).concat(cast(Upload.owner_id, String)),
    )
    passed_on = (
        select(literal(1))
        .select_from(ComplaintDocument)
        .join(Complaint, Complaint.id == ComplaintDocument.complaint_id)
        .join(Filer, Filer.id == Complaint.filer_id)
        .where(
            ComplaintDocument.document_id == Upload.document_id,
            ComplaintDocument.passed_on,
            complaint,
            _is_for(claim),
            or_(is_filers, is_partners),
        )
    )
    return exists(passed_on.correlate(Upload))


def _passed_on_in_reply(claim: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for papers that the filer of such a claim passed on with its reply to
    the seller's answer."""
    put = (
        select(ClaimDocument.upload_id)
        .join(Claim, Claim.id == ClaimDocument.claim_id)
        .where(ClaimDocument.passed_on, ClaimDocument.use == str(DocumentUse.REPLY), claim)
    )
    return Upload.id.in_(put)


def _is_owner(actor: Actor) -> ColumnElement[bool]:
    mine = and_(Upload.owner_kind == actor.kind, Upload.owner_id == actor.id)
    return mine if actor.only_filers is None else and_(mine, _is_of_key(actor))


def _is_of_key(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for what a key that is cut to named filers reads, as its owner has other
    keys: what it sent, or another that is cut to no more than it, such as the one before it; and
    what is filed for one of them."""
    filed = (
        select(ComplaintDocument.document_id)
        .join(Complaint, Complaint.id == ComplaintDocument.complaint_id)
        .where(filers.filers_in_sight(actor, Complaint.filer_id))
    )
    put = (
        select(ClaimDocument.upload_id)
        .join(Claim, Claim.id == ClaimDocument.claim_id)
        .where(filers.filers_in_sight(actor, Claim.filer_id))
    )
    stated = (
        select(RightDocument.document_id)
        .join(Right, Right.id == RightDocument.right_id)
        .where(filers.filers_in_sight(actor, Right.filer_id))
    )
    return or_(
        api_keys.are_no_wider(actor, Upload.key_id),
        Upload.id.in_(put),
        Upload.document_id.in_(filed),
        Upload.document_id.in_(stated),
    )


def _views() -> Select[tuple[Upload, DocumentContent, str]]:
    return (
        select(Upload, DocumentContent, Document.sha256)
        .join(Document, Document.id == Upload.document_id)
        .join(DocumentContent, DocumentContent.document_id == Upload.document_id)
    )
