"""Imports: files of complaints that somebody files as a whole, and their rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.actors import ActorKind
from complaints.rules.filing.imports import Format
from complaints.words import LANGUAGES

_WAITING = text("status IS NULL")


class ComplaintImport(Base):
    """One file. It is filed as its sender, by the key or the log-in that sent it, row by row.

    `sha256` is of the file, and `columns` its heading, where it is a table. `sets_aside` says that
    of a complaint with wrong targets the others are filed. `rows` are its complaints; of those that
    came to an end `filed`, `known`, `kept` and `refused` count what became of them. `read_at` is
    when all were stored, `ended_at` when the last was filed or none can be any more: `stopped` says
    why not.
    """

    __tablename__ = "complaint_import"
    __table_args__ = (
        Index("ix_complaint_import_owner", "owner_kind", "owner_id", "id"),
        one_of("owner_kind", ActorKind),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = identity()
    owner_kind: Mapped[str]
    owner_id: Mapped[int]
    key_id: Mapped[int | None] = link("api_key.id")
    account_id: Mapped[int | None] = link("account.id")
    format: Mapped[str] = growing(Format)
    filename: Mapped[str | None]
    sha256: Mapped[str]
    language: Mapped[str] = growing(LANGUAGES)
    sets_aside: Mapped[bool] = mapped_column(default=False)
    columns: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    rows: Mapped[int] = mapped_column(default=0)
    filed: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stopped: Mapped[str | None]


class ImportRow(Base):
    """One complaint of a file. `number` is the line on which it begins.

    `sealed` is the complaint as JSON, under the vault; once it is filed it is empty, and so is
    `key_id`. `status` is what `POST /complaints` would have answered, None while it waits;
    `problem` is why it was not filed, in the sender's language.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_import_row_waiting", "import_id", "number",
              sqlite_where=_WAITING, postgresql_where=_WAITING),
    )  # fmt: skip

    id: Mapped[int] = identity()
    import_id: Mapped[int] = link("complaint_import.id", index=False)
    number: Mapped[int]
    sealed: Mapped[bytes | None]
    key_id: Mapped[str]
    status: Mapped[int | None]
    complaint_id: Mapped[int | None] = link("complaint.id")
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
