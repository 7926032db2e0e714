"""Links in letters, by which their addressees read and answer without an account, and their codes.

A link is kept as a hash, so that nobody reads it here; its letter says what it is about.
"""

from __future__ import annotations

from datetime import datetime

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column
from complaints.rules.mailing.inboxes import Reach


class SecretLink(Base):
    """One link, made when its letter was handed out; each time that it goes out has its own.

    `reach` is how it went: one that went by hand could be read by staff. `handed_by` is the person
    who took it out; `partner_id` the partner that delivered it, or stated the mailbox that it went
    to. Neither is there otherwise where the service sent it, or an operator took it out by command.
    Of one that a partner fetched to deliver it, the link is its lease: `leased_until` until when
    the letter is given to nobody else, `acknowledged_at` when the partner said that it arrived.
    """

    __tablename__ = "secret_link"

    id: Mapped[int] = identity()
    token_hash: Mapped[str] = mapped_column(unique=True)
    letter_id: Mapped[int] = link("letter.id")
    reach: Mapped[str] = growing(Reach)
    handed_by: Mapped[int | None] = link("person.id")
    partner_id: Mapped[int | None] = link("partner.id")
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = link("person.id")
    leased_until: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]


class LinkCode(Base):
    """A code by which the holder of a link shows that it is the addressee. Kept as a keyed hash.

    It goes out apart from the link, in a letter of its own (`AccountLetter.secret_link_id`).
    `wrong` counts what was typed wrongly while it was good.
    """

    __tablename__ = "link_code"

    id: Mapped[int] = identity()
    secret_link_id: Mapped[int] = link("secret_link.id")
    digest: Mapped[str]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    wrong: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
