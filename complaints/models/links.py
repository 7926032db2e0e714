"""Pairs of filers that seem to act as one: as the newest scan found them, and as people judge them.

Nothing here merges accounts.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.kinds import LinkSource, LinkVerdict

_STANDING = text("superseded_at IS NULL")


class FilerLink(Base):
    """A link of the newest scan that touches a flagged filer or its ring: for the picture.

    Each scan replaces them. `kinds` are the shared identifiers with the number of accounts that
    share them, as `phone:6`; `numbers` are the figures of the link's source.
    """

    __tablename__ = "filer_link"
    __table_args__ = (CheckConstraint("a_id < b_id", name="ordered"),)

    id: Mapped[int] = identity()
    scan_run_id: Mapped[int] = link("scan_run.id")
    a_id: Mapped[int] = link("filer.id")
    b_id: Mapped[int] = link("filer.id")
    source: Mapped[str] = growing(LinkSource)
    weight: Mapped[float]
    kinds: Mapped[list[str]] = mapped_column(JSON)
    numbers: Mapped[dict[str, float]] = mapped_column(JSON)


class LinkJudgement(Base):
    """A member of staff's judgement whether one operator runs two accounts.

    A later judgement of the pair supersedes the earlier one; none is deleted.
    """

    __tablename__ = "link_judgement"
    __table_args__ = (
        Index(
            "uq_link_judgement_standing",
            "a_id",
            "b_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_link_judgement_a_id", "a_id", "b_id"),
        one_of("verdict", LinkVerdict),
        CheckConstraint("a_id < b_id", name="ordered"),
        CheckConstraint("why <> ''", name="why"),
    )

    id: Mapped[int] = identity()
    a_id: Mapped[int] = link("filer.id", index=False)
    b_id: Mapped[int] = link("filer.id")
    verdict: Mapped[str]
    why: Mapped[str]
    person_id: Mapped[int] = link("person.id")
    at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
