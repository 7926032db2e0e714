"""How letters go out by mail: what was tried, when it is tried again, and why it did not go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column
from complaints.rules.kinds import Failure


class Delivery(Base):
    """One letter on its way by mail. Written before it is first tried, kept once it has gone.

    `message_id` names the message in every attempt, so that a mailbox knows a second copy.
    `trying_since` is set while one is under way. `answer` is the status code of the server's last
    refusal, never its words: they may repeat the address.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("(letter_id IS NULL) <> (account_letter_id IS NULL)", name="one_letter"),
    )

    id: Mapped[int] = identity()
    letter_id: Mapped[int | None] = link("letter.id", unique=True, index=False)
    account_letter_id: Mapped[int | None] = link("account_letter.id", unique=True, index=False)
    message_id: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    trying_since: Mapped[datetime | None]
    failure: Mapped[str | None] = growing(Failure)
    answer: Mapped[int | None]
    failed_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
