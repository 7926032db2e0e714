"""Extracts of offices' registers, and codes sent to the mailbox that a register shows."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column, one_of
from complaints.rules.kinds import RightKind, RightStatus


class RegisterEntry(Base):
    """What an office's register says of one right. `right_key` is the right's, as in `Right.key`.

    `holder` is as the office writes it, `folded_names` the holder's names in the one spelling by
    which proof compares them (`exact_core`), in each script that the extract gives. The mailbox is
    sealed.
    """

    __tablename__ = "register_entry"
    __table_args__ = (
        one_of("kind", RightKind),
        one_of("status", RightStatus, optional=True),
        CheckConstraint("holder <> ''", name="holder"),
        CheckConstraint("(mailbox IS NULL) = (key_id IS NULL)", name="sealed"),
    )

    id: Mapped[int] = identity()
    right_key: Mapped[str] = mapped_column(unique=True)
    office: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str]
    holder: Mapped[str]
    folded_names: Mapped[list[str]] = mapped_column(JSON)
    country: Mapped[str | None]
    title: Mapped[str | None]
    classes: Mapped[list[int] | None] = mapped_column(JSON)
    status: Mapped[str | None]
    applied_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    mailbox: Mapped[bytes | None]
    mailbox_domain: Mapped[str | None]
    key_id: Mapped[str | None]
    read_at: Mapped[datetime]


class RegisterCode(Base):
    """A code sent to the register's mailbox: who reads it there confirms its right. Hashed."""

    __tablename__ = "register_code"

    right_id: Mapped[int] = link("right.id", primary_key=True, index=False)
    code_hash: Mapped[str]
    sent_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
