"""Signed links for people without an account: whoever holds the link counts as its addressee.

A link carries no personal data, only the name of its purpose, ids of rows and a signature. A
seller's link also carries its date, and expires after a term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from complaints.config import Config
from complaints.errors import Refusal, not_found
from complaints.words import message as _

# The place of a link in a stored letter, in any language. The link is made when the letter is
# handed out: none is stored, and its term begins when its reader can use it.
PLACE = "[/link]"


def mask(text: str) -> str:
    """Return a letter's text without the secret of its link, for those it is not addressed to."""
    return re.sub(r"(/(?:answer|joining|reply)/)[\w.-]+", r"\1…", text)


@dataclass(frozen=True, slots=True)
class SellerOf:
    """The seller of one store in one complaint; of one claim, where its store is not known."""

    complaint_id: int
    store_id: int | None = None
    claim_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The content of a seller's link: its addressee, and the moment at which it expires."""

    seller: SellerOf
    ends_at: datetime

    def require_current(self, now: datetime) -> None:
        """Refuses with: link-expired, from the moment at which the link expires."""
        if now >= self.ends_at:
            raise Refusal(
                "link-expired",
                _(
                    "This link is too old. Ask for a new one: we send it to where the first "
                    "one went."
                ),
            )


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and reads signed links. `base_url` has no slash at its end."""

    base_url: str
    signing_key: bytes = field(repr=False)
    reply_days: int = Config.reply_days
    signing_key_old: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, config: Config) -> Links:
        return cls(config.base_url, config.signing_key, config.reply_days, config.signing_key_old)

    def boycott(self, boycott_id: int) -> str:
        """Return the link by which a filer reads, answers and appeals a boycott."""
        return f"{self.base_url}/answer/{self._serializer('boycott').dumps(boycott_id)}"

    def read_boycott(self, token: str) -> int:
        """Return the boycott's id. Refuses with: not-found, for a forged or damaged token."""
        return int(self._read("boycott", token, int))

    def joining(self, joining_id: int, filer_id: int) -> str:
        """Return the link by which an account reads that it is counted to a party, and appeals."""
        token = self._serializer("joining").dumps([joining_id, filer_id])
        return f"{self.base_url}/joining/{token}"

    def read_joining(self, token: str) -> tuple[int, int]:
        """Return the joining's id and the account's that the link was written to.

        Refuses with: not-found, for a forged or damaged token and for one of another purpose.
        """
        joining_id, filer_id = self._read("joining", token, list)
        return int(joining_id), int(filer_id)

    def reply(self, seller: SellerOf, *, now: datetime) -> str:
        """Return the link by which a seller reads and answers a complaint, without an account."""
        parts = [seller.complaint_id, seller.store_id, seller.claim_id, int(now.timestamp())]
        return f"{self.base_url}/reply/{self._serializer('reply').dumps(parts)}"

    def read_reply(self, token: str) -> Reply:
        """Return the content of a seller's link, also of an expired one (`Reply.require_current`).

        Refuses with: not-found, for a forged or damaged token and for one of another purpose.
        """
        complaint_id, store_id, claim_id, written = self._read("reply", token, list)
        ends_at = datetime.fromtimestamp(written, UTC) + timedelta(days=self.reply_days)
        return Reply(SellerOf(complaint_id, store_id, claim_id), ends_at)

    def _read(self, purpose: str, token: str, kind: type) -> Any:
        try:
            value = self._serializer(purpose).loads(token)
        except (BadSignature, ValueError, TypeError):
            raise not_found(_("page")) from None
        if type(value) is not kind:
            raise not_found(_("page"))
        return value

    def at(self, door: str, token: str) -> str:
        """Return the address of a link in a letter: `door` is answer, joining or reply."""
        return f"{self.base_url}/{door}/{token}"

    def password(self, uniquifier: str) -> str:
        """Return the link by which an account chooses a password; it is good until it is used."""
        return f"{self.base_url}/recover/{self.passwords().dumps([uniquifier, None])}"

    def passwords(self) -> URLSafeTimedSerializer:
        """Return the serializer that signs those links, for the page behind them."""
        # The last one signs, each verifies.
        keys = [key for key in (self.signing_key_old, self.signing_key) if key is not None]
        return URLSafeTimedSerializer(keys, salt="cleanhands-password")

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.signing_key, salt=f"cleanhands-{purpose}")
