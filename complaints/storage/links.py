"""Links for people without an account: the addresses of those in letters, and password links.

A letter's link holds a random token, which is stored as a hash
(`services/mailing/secret_links.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from complaints.settings.config import Config

# The place of a link in a stored letter, in any language. The link is made when the letter is
# handed out: none is stored, and its term begins when its reader can use it.
PLACE = "[/link]"
# The place of a seller's name and contact in the stored copy of its answer, by the answer's number:
# they are sealed elsewhere, and put in as the letter goes out.
CONTACT = re.compile(r"\[/seller:(\d{1,15})\]")
# Sets the links of sign-ups apart from others that are signed, and how long they are good.
SIGN_UP = "cleanhands-sign-up"
SIGN_UP_LASTS = timedelta(days=2)
# What says that a person opened a claim on its page, in a form that is not sent yet.
OPENED = "cleanhands-opened"
OPENED_LASTS = timedelta(days=1)
# The link that opens the form of a notice without an account, how long it does, and the address of
# a place in the queue for it.
NOTICE = "cleanhands-notice"
NOTICE_LASTS = timedelta(days=2)
NOTICE_PLACE = "cleanhands-notice-place"


def mask(text: str) -> str:
    """Return a text without the secrets of links, for those it is not addressed to."""
    hidden = re.sub(
        r"(/(?:answer|joining|notice|notices/open|reply|suspension)/)[\w.-]+", r"\1…", text
    ).replace(PLACE, "…")
    return CONTACT.sub("…", hidden)


def contact_place(counter_id: int) -> str:
    """Return the place of the name and contact of the seller who sent a counter-notice."""
    return f"[/seller:{counter_id}]"


@dataclass(frozen=True, slots=True)
class SellerOf:
    """The seller of one store in one complaint, or in one suspension; of one claim, where its store
    is not known."""

    complaint_id: int
    store_id: int | None = None
    claim_id: int | None = None
    suspension_id: int | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links. `base_url` has no slash at its end; `mails` says whether letters go by mail.

    `test` says that a test instance makes them: what is written and given out there says so.
    `contact` is the mailbox where people reach staff, empty where there is none.
    """

    base_url: str
    signing_key: bytes = field(repr=False)
    reply_days: int = Config.reply_days
    signing_key_old: bytes | None = field(default=None, repr=False)
    mails: bool = False
    test: bool = False
    contact: str = ""

    @classmethod
    def of(cls, config: Config) -> Links:
        return cls(
            config.base_url,
            config.signing_key,
            config.reply_days,
            config.signing_key_old,
            # The letters of a test instance go to its page, as if by mail.
            mails=bool(config.smtp_url) or config.test,
            test=config.test,
            contact=config.contact,
        )

    def page(self, path: str) -> str:
        """Return the whole address of a page of ours, as a letter names it."""
        return f"{self.base_url}{path}"

    def terms(self, version: int | None, clause: str) -> str:
        """Return the address of a clause of our terms, in the version of this policy's number; of
        those in force, where it is None."""
        return self.page(f"/terms{'' if version is None else f'/{version}'}#{clause}")

    def at(self, door: str, token: str) -> str:
        """Return the address of a link in a letter: `door` says which page."""
        return f"{self.base_url}/{door}/{token}"

    def password(self, uniquifier: str) -> str:
        """Return the link by which an account chooses a password; it is good until it is used."""
        return f"{self.base_url}/recover/{self.passwords().dumps([uniquifier, None])}"

    def passwords(self) -> URLSafeTimedSerializer:
        """Return the serializer that signs those links, for the page behind them."""
        return self._serializer("cleanhands-password")

    def sign_up(self, sign_up_id: int) -> str:
        """Return the link behind which an account is made for the mailbox of a sign-up."""
        return f"{self.base_url}/confirm/{self._serializer(SIGN_UP).dumps(sign_up_id)}"

    def read_sign_up(self, token: str) -> int | None:
        """Return the sign-up that such a link names; None for one that is forged or too old."""
        try:
            lasts = int(SIGN_UP_LASTS.total_seconds())
            number = self._serializer(SIGN_UP).loads(token, max_age=lasts)
        except BadSignature:
            return None
        return int(number)

    def notice(self, request_id: int) -> str:
        """Return the link that opens the form of a notice without an account."""
        return f"{self.base_url}/notices/open/{self._serializer(NOTICE).dumps(request_id)}"

    def read_notice(self, token: str) -> int | None:
        """Return the request that such a link names; None for one that is forged or too old."""
        try:
            lasts = int(NOTICE_LASTS.total_seconds())
            number = self._serializer(NOTICE).loads(token, max_age=lasts)
        except BadSignature:
            return None
        return int(number)

    def notice_place(self, request_id: int) -> str:
        """Return what names a place in the queue for that letter, and nobody guesses."""
        return str(self._serializer(NOTICE_PLACE).dumps(request_id))

    def read_notice_place(self, token: str) -> int | None:
        """Return the request of such a place; None for one that is forged."""
        try:
            number = self._serializer(NOTICE_PLACE).loads(token)
        except BadSignature:
            return None
        return int(number)

    def opened(self, person_id: int | None, claim_id: int) -> str:
        """Return the mark of a form that a person has opened a claim: no one else has it."""
        return str(self._serializer(OPENED).dumps([person_id, claim_id]))

    def read_opened(self, person_id: int | None, mark: str) -> int | None:
        """Return the claim of such a mark; None for one that is forged, another's or too old."""
        try:
            lasts = int(OPENED_LASTS.total_seconds())
            person, claim_id = self._serializer(OPENED).loads(mark, max_age=lasts)
        except BadSignature:
            return None
        return int(claim_id) if person == person_id else None

    def _serializer(self, salt: str) -> URLSafeTimedSerializer:
        # The last one signs, each verifies.
        keys = [key for key in (self.signing_key_old, self.signing_key) if key is not None]
        return URLSafeTimedSerializer(keys, salt=salt)
