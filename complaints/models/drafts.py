"""Complaints that somebody has begun and not filed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint

from complaints.models.base import Base, Mapped, identity, link, mapped_column


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
