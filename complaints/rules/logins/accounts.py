"""What an account is good for: roles, second factors, how long a session lasts, who is signed in.

An account is the log-in of a person of staff or of a filer. It decides nothing by itself: what its
owner may do is stated in `rules/actors`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import email_validator

from abuse.identity.attributes import normalise
from complaints.rules.actors import Actor


class AccountRole(StrEnum):
    """A notifier is a filer that came in by the link of a letter, without a password."""

    FILER = "filer"
    NOTIFIER = "notifier"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    COUNSEL = "counsel"

    @property
    def is_staff(self) -> bool:
        """Whether it is a person's whom an administrator let in: with a second factor, and a
        session of a day. What counsel may see is the pages' concern."""
        return self not in (AccountRole.FILER, AccountRole.NOTIFIER)


class SecondFactor(StrEnum):
    """How a code reaches the account. Passkeys are rows of their own."""

    AUTHENTICATOR = "authenticator"
    EMAIL = "email"


PASSKEY = "passkey"
# The house's own sign-in, in place of password and second factor.
WORK_ACCOUNT = "work_account"
# What a member of staff can have set up.
SECOND_FACTORS = (*SecondFactor, PASSKEY, WORK_ACCOUNT)


# How long a session lasts, however busy it is: a working day for staff.
STAFF_SESSION = timedelta(hours=12)
FILER_SESSION = timedelta(days=14)
# What the secret of a session begins with that is good for notices alone: a program sends it as it
# would send a key.
NOTICES = "chn_"
# How long it lasts while nobody uses it.
STAFF_IDLE = timedelta(minutes=60)
FILER_IDLE = timedelta(days=3)
# It began by a link: however long it is used, and also where nobody does.
NOTIFIER_SESSION = timedelta(hours=12)
# How old the note of a session's last use gets before the next use is noted.
SEEN_EVERY = timedelta(minutes=5)
# How long it lasts that the owner of a session proved to be there, by password and second factor.
PROOF_LASTS = timedelta(minutes=10)
# How long a browser in which somebody signed in is known for it.
KNOWN_BROWSER = timedelta(days=180)


def one_spelling(email: str) -> str:
    """Return the address in the one spelling by which accounts are found.

    Does not use the network. Raises ValueError for an invalid address.

    >>> one_spelling("Kim@Example.COM")
    'kim@example.com'
    """
    validated = email_validator.validate_email(email.strip(), check_deliverability=False)
    return validated.normalized.lower()


def mailbox_of(email: str) -> str:
    """Return the mailbox behind an address in its one spelling: without what a sender may add to
    it, and as its provider reads it. Two addresses of one mailbox are one person's.

    >>> mailbox_of("kim+desk@example.com"), mailbox_of("k.im＋desk@googlemail.com")
    ('kim@example.com', 'kim@gmail.com')
    """
    # First: a full-width plus is one too, to the mail server that reads it.
    local, _at, domain = unicodedata.normalize("NFKC", email).rpartition("@")
    bare = f"{local.partition('+')[0] or local}@{domain}"
    return next((value for kind, value in normalise("email", bare) if kind == "email"), bare)


def session_ends(role: AccountRole, began: datetime) -> datetime:
    """Return when a session that began at `began` ends."""
    if role is AccountRole.NOTIFIER:
        return began + NOTIFIER_SESSION
    return began + (STAFF_SESSION if role.is_staff else FILER_SESSION)


def idle_for(role: AccountRole) -> timedelta:
    """Return how long a session of this role may go unused."""
    return STAFF_IDLE if role.is_staff else FILER_IDLE


def is_idle(role: AccountRole, seen_at: datetime, now: datetime) -> bool:
    """Say whether a session that was last used at `seen_at` has ended by not being used."""
    return now - seen_at >= idle_for(role)


def is_to_be_noted(seen_at: datetime, now: datetime) -> bool:
    """Say whether a use of the session is stored, which is not done for each page. A stored use
    that is ahead of the clock, because the clock was wrong then, is stored anew."""
    return not timedelta(0) <= now - seen_at < SEEN_EVERY


def is_known_still(signed_in_at: datetime, now: datetime) -> bool:
    """Say whether the browser in which somebody signed in at `signed_in_at` is still known."""
    return timedelta(0) <= now - signed_in_at < KNOWN_BROWSER


def is_proved(proved_at: datetime | None, now: datetime) -> bool:
    """Say whether the owner of a session proved a moment ago to be there. Signing in is no proof: a
    session may be stolen as soon as it is there."""
    return proved_at is not None and timedelta(0) <= now - proved_at < PROOF_LASTS


@dataclass(frozen=True, slots=True)
class Limit:
    """The most attempts within a window that begins with the first one."""

    most: int
    within: timedelta


QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)

# What may be tried how often: by account (or by the address that was typed) from browsers that are
# not known, and by network. A browser that is known for the account has the first limit to itself:
# no stranger uses it up.
LIMITS: dict[str, tuple[Limit, Limit]] = {
    "sign-in": (Limit(10, QUARTER), Limit(100, QUARTER)),
    "second-factor": (Limit(10, QUARTER), Limit(100, QUARTER)),
    "sign-up": (Limit(3, HOUR), Limit(20, HOUR)),
    "letter": (Limit(5, HOUR), Limit(40, HOUR)),
}


@dataclass(frozen=True, slots=True)
class Me:
    """The account that is signed in, as plain values: they outlive the session that found them."""

    account_id: int
    session_id: int
    name: str
    email: str
    role: AccountRole
    actor: Actor
    seen_at: datetime
    language: str | None = None
    proved_at: datetime | None = None

    @property
    def is_staff(self) -> bool:
        return self.role.is_staff
