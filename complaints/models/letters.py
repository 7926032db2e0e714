"""Outgoing letters: written in the transaction that they report, sent later by a job.

How letters go out by mail: what was tried, when it is tried again, and why it did not go.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint

from complaints.models.base import Base, Mapped, by_policy, growing, identity, link, mapped_column
from complaints.rules.kinds import Failure, LetterKind
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.inboxes import Reach
from complaints.words import LANGUAGES


class Letter(Base):
    """A letter to a filer, to a store, or to the unknown seller of a claim's listing.

    The address is looked up when it is sent.
    """

    __tablename__ = "letter"
    __table_args__ = (
        by_policy("letter"),
        CheckConstraint(
            "(CASE WHEN filer_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN store_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN claim_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_recipient",
        ),
    )

    id: Mapped[int] = identity()
    kind: Mapped[str] = growing(LetterKind)
    language: Mapped[str] = growing(LANGUAGES)
    filer_id: Mapped[int | None] = link("filer.id")
    store_id: Mapped[int | None] = link("store.id")
    claim_id: Mapped[int | None] = link("claim.id")
    complaint_id: Mapped[int | None] = link("complaint.id")
    boycott_id: Mapped[int | None] = link("boycott.id")
    joining_id: Mapped[int | None] = link("joining.id")
    suspension_id: Mapped[int | None] = link("suspension.id")
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    policy_number: Mapped[int | None] = link("policy.number", index=False)


class Delivery(Base):
    """One letter on its way by mail. Written before it is first tried, kept once it has gone.

    `message_id` names the message in every attempt, so that a mailbox knows a second copy.
    `trying_since` is set while one is under way. `answer` is the status code of the server's last
    refusal, never its words: they may repeat the address. `identity_id` is which mailbox of its
    filer the last attempt went to, where that is an attribute of it.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("(letter_id IS NULL) <> (account_letter_id IS NULL)", name="one_letter"),
    )

    id: Mapped[int] = identity()
    letter_id: Mapped[int | None] = link("letter.id", unique=True, index=False)
    account_letter_id: Mapped[int | None] = link("account_letter.id", unique=True, index=False)
    message_id: Mapped[str] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    trying_since: Mapped[datetime | None]
    failure: Mapped[str | None] = growing(Failure)
    answer: Mapped[int | None]
    failed_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]
    identity_id: Mapped[int | None] = link("filer_identity.id")


class LetterReport(Base):
    """What was reported of a letter on its way, beside its `Delivery`: it was posted, an inbox has
    it, it bounced or came back.

    `at` is when that was, `noted_at` when we learnt of it. `status` is the code of RFC 3463 by
    which a mail server gave it up, never its words: they may repeat the address. `person_id` is who
    entered it, `partner_id` the partner that said it; neither is there where the operator's command
    line or its relay did. `identity_id` is the mailbox of its filer that did not take it.
    """

    __tablename__ = "letter_report"
    __table_args__ = (
        CheckConstraint("(letter_id IS NULL) <> (account_letter_id IS NULL)", name="one_letter"),
    )

    id: Mapped[int] = identity()
    letter_id: Mapped[int | None] = link("letter.id")
    account_letter_id: Mapped[int | None] = link("account_letter.id")
    reach: Mapped[str] = growing(Reach)
    report: Mapped[str] = growing(Reported)
    at: Mapped[datetime]
    status: Mapped[str | None]
    noted_at: Mapped[datetime]
    person_id: Mapped[int | None] = link("person.id")
    partner_id: Mapped[int | None] = link("partner.id")
    identity_id: Mapped[int | None] = link("filer_identity.id")
