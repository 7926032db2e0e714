"""Complaints: one notice about one right, with its documents and the identities it showed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.kinds import Basis, Channel, DocumentKind
from complaints.words import LANGUAGES


class Complaint(Base):
    """One notice. Its state is derived from its claims and not stored.

    `filed_at` is when it was filed, `recorded_at` when we learned of it. `boycott_id` is the
    boycott that bound its filer then: its claims under the regimes that this stops are kept from
    being processed. `unlisted_rejected` counts targets that a platform
    rejected without naming them. `answers` are to the questions of its basis, by name.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("source", "reference"),
        Index("ix_complaint_filer", "filer_id", "filed_at", "id"),
        Index("ix_complaint_right", "right_id", "filed_at"),
        Index("ix_complaint_filed", "filed_at", "id"),
        one_of("basis", Basis),
        one_of("channel", Channel, optional=True),
        CheckConstraint("unlisted_rejected >= 0", name="unlisted_rejected"),
    )

    id: Mapped[int] = identity()
    source: Mapped[str]
    reference: Mapped[str]
    filer_id: Mapped[int] = link("filer.id", index=False)
    rights_holder_id: Mapped[int | None] = link("rights_holder.id")
    right_id: Mapped[int] = link("right.id", index=False)
    authorization_id: Mapped[int | None] = link("authorization.id")
    boycott_id: Mapped[int | None] = link("boycott.id")
    basis: Mapped[str]
    statement: Mapped[str | None]
    channel: Mapped[str | None]
    filed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    unlisted_rejected: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))


class ComplaintDeclaration(Base):
    """A text that the filer signed with a complaint, word for word as it was shown."""

    __tablename__ = "complaint_declaration"

    complaint_id: Mapped[int] = link("complaint.id", primary_key=True, index=False)
    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    language: Mapped[str] = growing(LANGUAGES)
    wording: Mapped[str]
    signed_by: Mapped[str]
    signed_at: Mapped[datetime]


class ComplaintIdentity(Base):
    """An identity attribute that the filer showed at this filing."""

    __tablename__ = "complaint_identity"

    complaint_id: Mapped[int] = link("complaint.id", primary_key=True, index=False)
    filer_identity_id: Mapped[int] = link("filer_identity.id", primary_key=True)


class Document(Base):
    """A paper, known by the SHA-256 of its bytes."""

    __tablename__ = "document"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)

    id: Mapped[int] = identity()
    sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class ComplaintDocument(Base):
    """A paper attached to a complaint. Only what is `passed_on` may the accused sellers read."""

    __tablename__ = "complaint_document"
    # The newest complaints with a paper, of which an agency may have shown it in thousands.
    __table_args__ = (Index("ix_complaint_document_newest", "document_id", "complaint_id"),)

    complaint_id: Mapped[int] = link("complaint.id", primary_key=True, index=False)
    document_id: Mapped[int] = link("document.id", primary_key=True)
    kind: Mapped[str] = growing(DocumentKind, primary_key=True)
    filename: Mapped[str | None]
    passed_on: Mapped[bool] = mapped_column(default=False)


class ComplaintDocumentClaim(Base):
    """A claim that a complaint's paper is for. A paper without such a row is for all of them.

    The claim may be another complaint's: the one that was open on the listing before.
    """

    __tablename__ = "complaint_document_claim"

    complaint_id: Mapped[int] = link("complaint.id", primary_key=True, index=False)
    document_id: Mapped[int] = link("document.id", primary_key=True)
    claim_id: Mapped[int] = link("claim.id", primary_key=True)
