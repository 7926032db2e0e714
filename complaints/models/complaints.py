"""Complaints: one notice about one right, with its documents and the identities it showed.

Complaints that somebody has begun and not filed.

Results of the check at intake.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import (
    Base,
    Mapped,
    by_policy,
    growing,
    identity,
    link,
    mapped_column,
    one_of,
)
from complaints.rules.authority.territories import OutsideGround
from complaints.rules.kinds import Basis, Channel, CheckKind, DocumentKind, Sign
from complaints.words import LANGUAGES

# Few are: an index of these alone.
_FLAGGED = text("flagger_id IS NOT NULL")


class Complaint(Base):
    """One notice. Its state is derived from its claims and not stored.

    `filed_at` is when it was filed, `recorded_at` when we learned of it. `boycott_id` is the
    boycott that bound its filer then: its claims under the regimes that this stops are kept from
    being processed. `unlisted_rejected` counts targets that a platform
    rejected without naming them. `answers` are to the questions of its basis, by name.
    `outside_ground` is on which ground the filer says that its right binds where it is not
    registered, in its own `outside_words`. `sender_metadata` is its sender's own: who filed
    and staff read it. `flagger_id` is the entry of a trusted flagger by which its filer had that
    status then, where the Digital Services Act binds one of its claims.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("source", "reference"),
        Index("ix_complaint_filer", "filer_id", "filed_at", "id"),
        Index("ix_complaint_right", "right_id", "filed_at"),
        Index("ix_complaint_filed", "filed_at", "id"),
        Index(
            "ix_complaint_flagger", "flagger_id", "filed_at",
            sqlite_where=_FLAGGED, postgresql_where=_FLAGGED,
        ),
        one_of("basis", Basis),
        one_of("channel", Channel, optional=True),
        CheckConstraint("unlisted_rejected >= 0", name="unlisted_rejected"),
    )  # fmt: skip

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
    outside_ground: Mapped[str | None] = growing(OutsideGround)
    outside_words: Mapped[str | None]
    sender_metadata: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    flagger_id: Mapped[int | None] = link("trusted_flagger.id", index=False)


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


class Draft(Base):
    """What was typed so far, step by step, as the API takes it; it need not be valid yet.

    `version` counts savings, `changed` names for each step the version that changed it last.
    """

    __tablename__ = "draft"
    # An id is not given out again: an old window must not show another draft.
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id")
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    changed: Mapped[dict[str, int]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


_WAITING = text("verified_at IS NULL")


class Check(Base):
    """What looked odd about a complaint, and the figures it rests on; at most one of each kind.

    An `authority` keeps the complaint's claims from being taken down until a person has verified
    that the filer may act for the rights holder. A `party` holds them until a person has looked at
    who files, at most until `until`; `match_id` is the match that it is about, None where the filer
    itself came under a boycott. A `burst` is only a hint. `verified_at` is when a person settled
    one.
    """

    __tablename__ = "intake_check"
    __table_args__ = (
        UniqueConstraint("complaint_id", "kind"),
        by_policy("intake_check"),
        CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="verified"),
        CheckConstraint("kind <> 'burst' OR verified_at IS NULL", name="settled"),
        CheckConstraint("(kind = 'party') = (until IS NOT NULL)", name="clock"),
        Index(
            "ix_intake_check_waiting", "kind", "until",
            sqlite_where=_WAITING, postgresql_where=_WAITING,
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id", index=False)
    kind: Mapped[str] = growing(CheckKind)
    signs: Mapped[list[str]] = growing(Sign, JSON)
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    until: Mapped[datetime | None]
    match_id: Mapped[int | None] = link("party_match.id")
    policy_number: Mapped[int | None] = link("policy.number", index=False)
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = link("person.id")
