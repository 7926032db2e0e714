"""Log-ins: accounts, their passkeys and sessions, attempts that are counted, and their letters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, false, text
from sqlalchemy.orm import relationship

from complaints.models.base import Base, Mapped, growing, identity, link, mapped_column, one_of
from complaints.rules.logins.accounts import SecondFactor
from complaints.rules.mailing.letter_kinds import ByMail
from complaints.words import LANGUAGES
from complaints.words.letters.accounts import BY_KIND
from complaints.words.letters.digests import DIGEST
from complaints.words.letters.keys import KEY_MADE, KEY_RENEWED
from complaints.words.letters.links import LINK_CODE
from complaints.words.letters.registers import REGISTER_CODE

# In words, not as a parameter: an index that is kept for these rows alone is not used otherwise.
UNCONFIRMED = text("confirmed_at IS NULL")
UNWRITTEN = text("written_at IS NULL")


class Account(Base):
    """The log-in of a person of staff, or of somebody who files for a filer.

    `email` is in lower case. `mailbox` is the mailbox behind it in one spelling, without what a
    sender may add to it, so that one person's two addresses are told to be one. `password_hash` is
    argon2's, None until a password is set. `totp_secret` and `recovery_codes` are encrypted;
    `totp_counter` is the last code's, so that no code is good twice. Who knows an old
    `fs_uniquifier` (sessions, letters' links) is out once it changes. `browser_epoch` counts how
    often its known browsers were forgotten: their cookies carry the number of their time. `by_mail`
    is how often letters that can wait come by mail.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (filer_id IS NULL)", name="one_owner"),
        CheckConstraint("email = lower(email)", name="email"),
        one_of("second_factor", SecondFactor, optional=True),
        Index(
            "ix_account_unconfirmed", "created_at",
            sqlite_where=UNCONFIRMED, postgresql_where=UNCONFIRMED,
        ),
    )  # fmt: skip

    id: Mapped[int] = identity()
    email: Mapped[str] = mapped_column(unique=True)
    mailbox: Mapped[str] = mapped_column(index=True)
    password_hash: Mapped[str | None]
    person_id: Mapped[int | None] = link("person.id", unique=True, index=False)
    filer_id: Mapped[int | None] = link("filer.id")
    language: Mapped[str | None] = growing(LANGUAGES)
    by_mail: Mapped[str] = growing(ByMail, default="at_once", server_default="at_once")
    active: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    second_factor: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_counter: Mapped[int | None]
    # No codes are no value: a JSON null would be one, and be sealed anew with each key.
    recovery_codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    passkey_handle: Mapped[str] = mapped_column(unique=True)
    browser_epoch: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}

    passkeys: Mapped[list[Passkey]] = relationship(
        order_by="Passkey.id", cascade="all, delete-orphan"
    )
    work_account: Mapped[WorkAccount | None] = relationship(cascade="all, delete-orphan")


class WorkAccount(Base):
    """Whom the house's own provider vouches for, by its issuer and its subject. An account that has
    one signs in by it, and by nothing else."""

    __tablename__ = "work_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = identity()
    account_id: Mapped[int] = link("account.id", unique=True, index=False)
    issuer: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime]


class SignUp(Base):
    """A mailbox for which somebody wants an account. The link in the letter to it leads to where
    the account is made: before that there is none, and nothing else that somebody typed is kept.
    """

    __tablename__ = "sign_up"

    id: Mapped[int] = identity()
    email: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)


class NoticeRequest(Base):
    """Somebody who wants to file a notice without an account, and waits for the letter with the
    link that opens the form; from one network at most one for each mailbox.

    `turn` is the round in which it is served (`rules.logins.notice_requests`); `network` is a keyed
    hash. The link opens the form once (`opened_at`).
    """

    __tablename__ = "notice_request"
    __table_args__ = (
        Index(
            "uq_notice_request_waiting", "network", "mailbox", unique=True,
            sqlite_where=UNWRITTEN, postgresql_where=UNWRITTEN,
        ),
        Index(
            "ix_notice_request_turn", "turn", "id",
            sqlite_where=UNWRITTEN, postgresql_where=UNWRITTEN,
        ),
        Index("ix_notice_request_network", "network", "turn"),
    )  # fmt: skip

    id: Mapped[int] = identity()
    email: Mapped[str]
    mailbox: Mapped[str]
    network: Mapped[str]
    language: Mapped[str] = growing(LANGUAGES)
    turn: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    written_at: Mapped[datetime | None] = mapped_column(index=True)
    opened_at: Mapped[datetime | None]


class Passkey(Base):
    """A WebAuthn credential. The names are those that Flask-Security asks for."""

    __tablename__ = "passkey"
    __table_args__ = (one_of("usage", ("first", "secondary")),)

    id: Mapped[int] = identity()
    account_id: Mapped[int] = link("account.id")
    name: Mapped[str]
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    usage: Mapped[str]
    lastuse_datetime: Mapped[datetime]


class AccountSession(Base):
    """One signed-in browser, known by the hash of its token. Kept for a year after `ends_at`.

    `proved_at` is when its owner gave password and second factor once more, to change how one signs
    in or to make a key; a key that is made uses it up. `for_notices`: it began by the link of a
    letter, without a password, and is good for notices alone.
    """

    __tablename__ = "account_session"

    id: Mapped[int] = identity()
    account_id: Mapped[int] = link("account.id")
    token_hash: Mapped[str] = mapped_column(unique=True)
    with_second_factor: Mapped[bool]
    browser: Mapped[str]
    network: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    for_notices: Mapped[bool] = mapped_column(default=False, server_default=false())


class Attempt(Base):
    """How often something was tried within a window; `key` holds hashes, no address."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(index=True)


class AccountLetter(Base):
    """A letter to an account, sealed: it holds a link or a code that signs in.

    One about a right (`right_id`) goes to the mailbox that a register shows: it holds the code by
    which the right is confirmed, and its address is sealed with it. One about a link in another
    letter (`secret_link_id`) goes to whom that letter went, with the code to answer by.
    One about a sign-up (`sign_up_id`) holds the link behind which the account is made.
    """

    __tablename__ = "account_letter"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN right_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN secret_link_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN sign_up_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_recipient",
        ),
    )

    id: Mapped[int] = identity()
    account_id: Mapped[int | None] = link("account.id")
    right_id: Mapped[int | None] = link("right.id")
    secret_link_id: Mapped[int | None] = link("secret_link.id")
    sign_up_id: Mapped[int | None] = link("sign_up.id")
    kind: Mapped[str] = growing((*BY_KIND, KEY_MADE, KEY_RENEWED, REGISTER_CODE, LINK_CODE, DIGEST))
    language: Mapped[str] = growing(LANGUAGES)
    sealed: Mapped[bytes]
    key_id: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
