"""What goes on outside: suits, complaints to authorities, and bodies that settle disputes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.kinds import Side
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
