"""Rights holders, their rights, and the permissions that they give to agents."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.kinds import DocumentKind, Proof, RightKind, RightStatus

# In words, not as a parameter: an index that is kept for these rows alone is not used otherwise.
PROVEN = text("\"right\".proof <> 'stated'")
_PROVEN = text("proof <> 'stated'")


class RightsHolder(Base):
    """The principal that a right belongs to; `key` is its reference, or else its name.

    `folded_name` is the name in the one spelling by which names are compared
    (`abuse.identity.names.core`).
    """

    __tablename__ = "rights_holder"
    __table_args__ = (UniqueConstraint("source", "key"),)

    id: Mapped[int] = identity()
    source: Mapped[str]
    key: Mapped[str]
    reference: Mapped[str | None]
    name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    country: Mapped[str | None]
    created_at: Mapped[datetime]


class Right(Base):
    """A right as one filer states it. `key` identifies the right itself, `digest` the statement.

    Two statements of one right (same kind, jurisdiction and number) share the key, so a filer
    cannot file twice by stating another date. `bare_number` is the number without what may have
    been added to it (`abuse.identity.respelling`): a reason to ask who files. `territories` are the
    countries that its filer names, where its office registers for several. `proof` is how well
    it is proven that the right is the principal's; `proof_by` is the person who compared a paper,
    also where a register or the holder itself proved more since; None where nobody did.
    """

    __tablename__ = "right"
    __table_args__ = (
        UniqueConstraint("filer_id", "digest"),
        one_of("kind", RightKind),
        one_of("status", RightStatus, optional=True),
        one_of("proof", Proof),
        CheckConstraint("(proof = 'stated') = (proof_at IS NULL)", name="proven"),
        Index("ix_right_proven", "key", sqlite_where=_PROVEN, postgresql_where=_PROVEN),
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id", index=False)
    rights_holder_id: Mapped[int | None] = link("rights_holder.id")
    key: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str | None]
    bare_number: Mapped[str | None] = mapped_column(index=True)
    jurisdiction: Mapped[str | None]
    title: Mapped[str | None]
    url: Mapped[str | None]
    applied_on: Mapped[date | None]
    priority_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    first_published_on: Mapped[date | None]
    classes: Mapped[list[int] | None] = mapped_column(JSON)
    status: Mapped[str | None]
    territories: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    proof: Mapped[str] = mapped_column(default=str(Proof.STATED), server_default="stated")
    proof_at: Mapped[datetime | None]
    proof_by: Mapped[int | None] = link("person.id")


class RightDocument(Base):
    """A paper that proves a right, as an extract of the register."""

    __tablename__ = "right_document"

    right_id: Mapped[int] = link("right.id", primary_key=True, index=False)
    document_id: Mapped[int] = link("document.id", primary_key=True)
    kind: Mapped[str] = growing(DocumentKind, primary_key=True)
    filename: Mapped[str | None]


class Authorization(Base):
    """A holder's permission for an agent (`filer_id`). Empty scope columns mean: no limit.

    `proof` is as for a right; a register proves none.
    """

    __tablename__ = "authorization"
    __table_args__ = (
        UniqueConstraint("filer_id", "digest"),
        one_of("right_kind", RightKind, optional=True),
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="dates"
        ),
        one_of("proof", (Proof.STATED, Proof.PAPER_SEEN, Proof.CONFIRMED)),
        CheckConstraint("(proof = 'stated') = (proof_at IS NULL)", name="proven"),
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id", index=False)
    rights_holder_id: Mapped[int | None] = link("rights_holder.id")
    digest: Mapped[str]
    reference: Mapped[str | None]
    right_id: Mapped[int | None] = link("right.id")
    right_kind: Mapped[str | None]
    marketplace_id: Mapped[int | None] = link("marketplace.id")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    revoked_on: Mapped[date | None]
    created_at: Mapped[datetime]
    proof: Mapped[str] = mapped_column(default=str(Proof.STATED), server_default="stated")
    proof_at: Mapped[datetime | None]
    proof_by: Mapped[int | None] = link("person.id")


class AuthorizationOffer(Base):
    """An authorization that the holder's own account gave. It counts once the agent accepts it."""

    __tablename__ = "authorization_offer"

    authorization_id: Mapped[int] = link("authorization.id", primary_key=True, index=False)
    offered_by: Mapped[int] = link("filer.id")
    offered_right_id: Mapped[int | None] = link("right.id")
    offered_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
