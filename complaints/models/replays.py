"""Stored answers to POSTs that carried an Idempotency-Key.

Forms that were processed, so that the same form sent twice acts once.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column


class Replay(Base):
    """One key of one account, and of one of its filers where it is a partner that names one.

    Inserted first in the request's transaction: a twin waits for it. `owner` is the kind and id of
    whoever sent it, `filer` the filer's reference, empty for none. `fingerprint` is a digest of
    what the request means. `scopes` let it in, and `filers` are those to which its API key was cut:
    a key that may less gets no stored answer.

    `api_key_id` is set where code before revision 0033 answered: the digest is of bytes then, and
    of what such code answers beside ours there is no owner.
    """

    __tablename__ = "replay"
    __table_args__ = (
        UniqueConstraint("owner", "filer", "key"),
        UniqueConstraint("api_key_id", "key"),
    )

    id: Mapped[int] = identity()
    api_key_id: Mapped[int | None] = link("api_key.id", index=False)
    owner: Mapped[str | None]
    filer: Mapped[str] = mapped_column(server_default="")
    key: Mapped[str]
    fingerprint: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    filers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON)
    body: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


class FormKey(Base):
    """One form as it was sent. Inserted first in the request's transaction: a twin waits for it.

    `digest` covers the form's hidden key, its address and all that was typed; the sender was
    redirected to `location`.
    """

    __tablename__ = "form_key"

    id: Mapped[int] = identity()
    digest: Mapped[str] = mapped_column(unique=True)
    location: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
