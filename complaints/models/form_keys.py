"""Forms that were processed, so that the same form sent twice acts once."""

from __future__ import annotations

from datetime import datetime

from complaints.models.base import Base, Mapped, identity, mapped_column


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
