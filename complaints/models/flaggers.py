"""Trusted flaggers: accounts to which a coordinator gave the status of DSA Art. 22."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.authority.flaggers import ENDED, FlaggerChange
from complaints.rules.kinds import Basis

_LIVE = text("changed IS NULL OR changed NOT IN (" + ", ".join(f"'{each}'" for each in ENDED) + ")")


class TrustedFlagger(Base):
    """What a coordinator made public of an account, as one administrator entered it and another
    approved it.

    `field` are the bases of complaints that are of its expertise. `authority` awarded the status on
    `awarded_on`; `source` is the page that says so. `changed` is what was noted last, as of
    `changed_on`, by `change_source`: the page, or why the entry was wrong.
    """

    __tablename__ = "trusted_flagger"
    __table_args__ = (
        Index(
            "uq_trusted_flagger_live", "filer_id", unique=True,
            sqlite_where=_LIVE, postgresql_where=_LIVE,
        ),
        one_of("changed", FlaggerChange, optional=True),
        CheckConstraint("approved_by IS NULL OR approved_by <> entered_by", name="two_persons"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved"),
        CheckConstraint(
            "(changed IS NULL) = (changed_on IS NULL) AND (changed IS NULL) = (changed_by IS NULL)",
            name="change",
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    filer_id: Mapped[int] = link("filer.id")
    entity: Mapped[str]
    field: Mapped[list[str]] = growing(Basis, JSON)
    authority: Mapped[str]
    source: Mapped[str]
    awarded_on: Mapped[date]
    entered_by: Mapped[int] = link("person.id")
    entered_at: Mapped[datetime]
    approved_by: Mapped[int | None] = link("person.id")
    approved_at: Mapped[datetime | None]
    changed: Mapped[str | None]
    changed_on: Mapped[date | None]
    changed_by: Mapped[int | None] = link("person.id")
    change_source: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
