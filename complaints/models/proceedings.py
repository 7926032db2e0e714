"""What goes on outside: suits, complaints to authorities, bodies that settle disputes, what
authorities order us to do, what buyers are told, and authorities of a threat to somebody."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.kinds import Side
from complaints.rules.law.official_orders import OfficialEffect, OfficialOrderKind
from complaints.rules.law.proceedings import Done, Forum, Result
from complaints.rules.mailing.inboxes import CameBy


class Proceeding(Base):
    """A suit or the like about claims of one complaint, as somebody told us of it.

    It counts from `notified_at`; its paper may come later (`paper_seen_at`: when a person of staff
    looked at it). `restrains` says that it asks to restrain the seller. `side` told us of it.
    `result` is how it ended for the filer; until a person of staff has confirmed it (`ended_by`),
    it is what a side told. `done` is what staff made of the result, with `reasons`. `reach` is how
    the notice came by others' hands or a link.
    """

    __tablename__ = "proceeding"
    __table_args__ = (
        one_of("side", Side),
        one_of("result", Result, optional=True),
        CheckConstraint("(result IS NULL) = (ended_at IS NULL)", name="ended"),
    )

    id: Mapped[int] = identity()
    complaint_id: Mapped[int] = link("complaint.id")
    forum: Mapped[str] = growing(Forum)
    restrains: Mapped[bool] = mapped_column(default=False)
    side: Mapped[str]
    name: Mapped[str]
    reference: Mapped[str | None]
    begun_on: Mapped[date | None]
    notified_at: Mapped[datetime]
    notified_by: Mapped[int | None] = link("person.id")
    reach: Mapped[str | None] = growing(CameBy)
    note: Mapped[str | None]
    paper_seen_at: Mapped[datetime | None]
    paper_seen_by: Mapped[int | None] = link("person.id")
    result: Mapped[str | None]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = link("person.id")
    done: Mapped[str | None] = growing(Done)
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = link("person.id")
    reasons: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ProceedingClaim(Base):
    """A claim that a proceeding is about."""

    __tablename__ = "proceeding_claim"

    proceeding_id: Mapped[int] = link("proceeding.id", primary_key=True, index=False)
    claim_id: Mapped[int] = link("claim.id", primary_key=True)


_NOT_VOID = text("voided_at IS NULL")


class OfficialOrder(Base):
    """An authority's order to act against a claim's listing (DSA Art. 9) or to give information
    about who is behind the claim (Art. 10), as a person of staff entered it.

    `due_on` is the day that the order gives, None where it gives none. `territory` are the
    countries in which it holds; none: it names none. The `recipient` reads `grounds`, `redress` and
    `effect_why`, on `not_before` at the earliest where the authority asked for that. `receipt_on`
    is when the authority was told that the order came, `answered_on` when it was told of the
    `effect`. `void_why` says why the entry was wrong, or that the authority took the order back.
    """

    __tablename__ = "official_order"
    __table_args__ = (
        Index(
            "uq_official_order_reference", "country", "authority", "reference", unique=True,
            sqlite_where=_NOT_VOID, postgresql_where=_NOT_VOID,
        ),
        one_of("recipient", Side),
        CheckConstraint(
            "(effect IS NULL) = (answered_on IS NULL)"
            " AND (effect IS NULL) = (answered_by IS NULL)"
            " AND (effect_on IS NULL) = (effect IS NULL OR effect = 'not_given')"
            " AND (effect IS NULL OR effect = 'given' OR effect_why <> '')",
            name="answer",
        ),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_why IS NULL)",
            name="void",
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    claim_id: Mapped[int] = link("claim.id")
    kind: Mapped[str] = growing(OfficialOrderKind)
    authority: Mapped[str]
    country: Mapped[str]
    reference: Mapped[str]
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    territory: Mapped[list[str]] = mapped_column(JSON)
    recipient: Mapped[str]
    grounds: Mapped[str]
    redress: Mapped[str | None]
    not_before: Mapped[date | None]
    entered_by: Mapped[int] = link("person.id")
    entered_at: Mapped[datetime]
    receipt_on: Mapped[date | None]
    effect: Mapped[str | None] = growing(OfficialEffect)
    effect_on: Mapped[date | None]
    effect_why: Mapped[str | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = link("person.id")
    told_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = link("person.id")
    void_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class BuyerNotice(Base):
    """Buyers are to be told that what a listing sold was illegal (DSA Art. 32), as a person of
    staff found after its takedown.

    The platform knew on `known_on`; `product`, `trader` and `redress` are what buyers read, in the
    platform's mails and, once `published_at`, on our page. The platform told `buyers_told` of them
    on `told_on`; `all_reached` says whether it had the addresses of all. `void_why` says why the
    entry was wrong, or that the decision fell.
    """

    __tablename__ = "buyer_notice"
    __table_args__ = (
        Index(
            "uq_buyer_notice_claim", "claim_id", unique=True,
            sqlite_where=_NOT_VOID, postgresql_where=_NOT_VOID,
        ),
        CheckConstraint(
            "(told_on IS NULL) = (buyers_told IS NULL)"
            " AND (told_on IS NULL) = (all_reached IS NULL)"
            " AND (buyers_told IS NULL OR buyers_told >= 0)",
            name="report",
        ),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_why IS NULL)",
            name="void",
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    claim_id: Mapped[int] = link("claim.id", index=False)
    known_on: Mapped[date]
    product: Mapped[str]
    trader: Mapped[str]
    redress: Mapped[str]
    entered_by: Mapped[int] = link("person.id")
    entered_at: Mapped[datetime]
    told_on: Mapped[date | None]
    buyers_told: Mapped[int | None]
    all_reached: Mapped[bool | None]
    published_at: Mapped[datetime | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = link("person.id")
    void_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Threat(Base):
    """A person of staff suspects, by what it read in a case, a crime that threatens somebody's life
    or safety (DSA Art. 18).

    `suspicion` is what gives rise to it. `authority` was told on `told_on`, with its own number of
    it where it gave one; `country` is the one concerned, None where nobody knows it. `void_why`
    says why the entry was wrong.
    """

    __tablename__ = "threat"
    __table_args__ = (
        CheckConstraint(
            "(told_on IS NULL) = (authority IS NULL)"
            " AND (told_on IS NULL) = (told_by IS NULL)"
            " AND (told_on IS NULL) = (told_at IS NULL)",
            name="told",
        ),
        CheckConstraint(
            "(voided_at IS NULL) = (voided_by IS NULL)"
            " AND (voided_at IS NULL) = (void_why IS NULL)",
            name="void",
        ),
    )

    id: Mapped[int] = identity()
    claim_id: Mapped[int] = link("claim.id")
    suspicion: Mapped[str]
    entered_by: Mapped[int] = link("person.id")
    entered_at: Mapped[datetime]
    authority: Mapped[str | None]
    country: Mapped[str | None]
    reference: Mapped[str | None]
    told_on: Mapped[date | None]
    told_at: Mapped[datetime | None]
    told_by: Mapped[int | None] = link("person.id")
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None] = link("person.id")
    void_why: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
