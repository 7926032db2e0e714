"""Webhooks: where an account wants its events sent, and what became of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column
from complaints.rules.outward.webhooks import Failure

_WAITING = text("done_at IS NULL")


class Webhook(Base):
    """One address of an account. `secrets` are those that sign, sealed: for a day the one before
    signs too.

    `scopes` and `only_filers` are those of the key that made it: it is sent what that key reads.
    `position` is the place up to which events were put on their way. `busy_until`: while an attempt
    is under way, the moment from which on it counts as lost. `paused_at` stops it until it is
    resumed; `paused_for` is why.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("(filer_id IS NULL) <> (partner_id IS NULL)", name="one_owner"),
    )

    id: Mapped[int] = identity()
    filer_id: Mapped[int | None] = link("filer.id")
    partner_id: Mapped[int | None] = link("partner.id")
    url: Mapped[str]
    types: Mapped[list[str]] = mapped_column(JSON)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    only_filers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    secrets: Mapped[bytes]
    key_id: Mapped[str]
    position: Mapped[int]
    created_at: Mapped[datetime]
    busy_until: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    paused_for: Mapped[str | None] = growing(Failure)


class WebhookDelivery(Base):
    """One event on its way to an address; without an event it is a test.

    Of one object the earlier event goes first. `status` and `answer` are what the receiver last
    said, its first characters; `failure` why an attempt counts as failed. `lease` is the attempt
    that is under way. `done_at` is when it arrived, or was given up (`given_up`).
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index("ix_webhook_delivery_due", "webhook_id", "due_at",
              sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_webhook_delivery_object", "webhook_id", "subject", "subject_id", "id",
              sqlite_where=_WAITING, postgresql_where=_WAITING),
    )  # fmt: skip

    id: Mapped[int] = identity()
    webhook_id: Mapped[int] = link("webhook.id", index=False)
    event_id: Mapped[int | None] = link("outward_event.id")
    subject: Mapped[str]
    subject_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None]
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]
    answer: Mapped[str | None]
    failure: Mapped[str | None] = growing(Failure)
    done_at: Mapped[datetime | None]
    given_up: Mapped[bool] = mapped_column(default=False)
