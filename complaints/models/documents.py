"""Uploaded documents: what the bytes of a paper are, who sent them, and to which claims."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.actors import ActorKind
from complaints.rules.kinds import DocumentUse


class DocumentContent(Base):
    """The bytes of a paper that was uploaded; they are in the archive under its SHA-256.

    Sizes in bytes and pixels; a PDF has pages, a picture width and height.
    """

    __tablename__ = "document_content"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)

    document_id: Mapped[int] = link("document.id", primary_key=True, index=False)
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    pages: Mapped[int | None]
    stored_at: Mapped[datetime]


class DocumentAsSent(Base):
    """The SHA-256 of a picture as it was sent, before what it said of its place was taken out.

    Whoever names the picture by that digest means the document.
    """

    __tablename__ = "document_as_sent"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[int] = link("document.id")


class DocumentLook(Base):
    """The look of a content, once it was compared. `hash` is None where the paper shows nothing.

    `alike_id` is the first of the documents that are copies of one paper, None where it has none.
    """

    __tablename__ = "document_look"

    document_id: Mapped[int] = link("document.id", primary_key=True, index=False)
    hash: Mapped[bytes | None]
    alike_id: Mapped[int | None] = link("document.id")
    looked_at: Mapped[datetime]


class DocumentKey(Base):
    """A key that similar papers often share; candidates for copies are found by it."""

    __tablename__ = "document_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[int] = link("document.id", primary_key=True)


class Upload(Base):
    """One sender's copy of a paper. The sender refers to it by its id.

    The owner is an actor: an account, a partner, a member of staff, or a seller by a signed link.
    `key_id` is the key that sent it last, of those that are cut to named filers.
    """

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("document_id", "owner_kind", "owner_id"),
        Index("ix_upload_owner", "owner_kind", "owner_id", "uploaded_at"),
        one_of("owner_kind", ActorKind),
    )

    id: Mapped[int] = identity()
    document_id: Mapped[int] = link("document.id", index=False)
    owner_kind: Mapped[str]
    owner_id: Mapped[int]
    filename: Mapped[str | None]
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    key_id: Mapped[int | None] = link("api_key.id")


class ClaimDocument(Base):
    """An upload that one side put to a claim. Only what is `passed_on` may the other side read."""

    __tablename__ = "claim_document"

    claim_id: Mapped[int] = link("claim.id", primary_key=True, index=False)
    upload_id: Mapped[int] = link("upload.id", primary_key=True)
    use: Mapped[str] = growing(DocumentUse, primary_key=True)
    passed_on: Mapped[bool]
