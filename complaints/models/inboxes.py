"""Where letters reach sellers: a mailbox, or the inbox that their platform has for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint

from complaints.models.base import Base, Mapped, growing, identity, link
from complaints.rules.kinds import InboxKind, InboxSource


class SellerInbox(Base):
    """How letters reach a store, or an operator and so each of its stores that has no own.

    `address` is sealed: an email address, or the platform's own name of the inbox. `domain` is the
    mailbox's, which staff see without opening it. `digest` is the address's keyed hash, by which a
    statement that changes nothing is told; `source` says which door stated it. `partner_id` is the
    partner that did: its word reaches no letter about a complaint of its own accounts.
    """

    __tablename__ = "seller_inbox"
    __table_args__ = (
        UniqueConstraint("store_id"),
        UniqueConstraint("operator_id"),
        CheckConstraint("(store_id IS NULL) <> (operator_id IS NULL)", name="one_owner"),
    )

    id: Mapped[int] = identity()
    store_id: Mapped[int | None] = link("store.id", index=False)
    operator_id: Mapped[int | None] = link("operator.id", index=False)
    kind: Mapped[str] = growing(InboxKind)
    address: Mapped[bytes]
    key_id: Mapped[str]
    domain: Mapped[str | None]
    digest: Mapped[str]
    source: Mapped[str] = growing(InboxSource)
    partner_id: Mapped[int | None] = link("partner.id")
    stated_at: Mapped[datetime]
