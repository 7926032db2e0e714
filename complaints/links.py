"""Signed links by which people without an account come in: who holds the link is the addressee.

A link carries no personal data: the name of its purpose, a row's id and a signature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from complaints.config import Config
from complaints.errors import not_found


def mask(text: str) -> str:
    """Return a letter's text without the secret of its link, for those it is not addressed to."""
    return re.sub(r"(/answer/)[\w.-]+", r"\1…", text)


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and reads signed links. `base_url` has no slash at its end."""

    base_url: str
    signing_key: bytes = field(repr=False)

    @classmethod
    def of(cls, config: Config) -> Links:
        return cls(config.base_url, config.signing_key)

    def boycott(self, boycott_id: int) -> str:
        """Return the link by which a filer reads, answers and appeals a boycott."""
        return f"{self.base_url}/answer/{self._serializer('boycott').dumps(boycott_id)}"

    def read_boycott(self, token: str) -> int:
        """Return the boycott's id. Refuses with: not-found, for a forged or damaged token."""
        try:
            return int(self._serializer("boycott").loads(token))
        except (BadSignature, ValueError, TypeError):
            raise not_found("page") from None

    def password(self, uniquifier: str) -> str:
        """Return the link by which an account chooses a password; it is good until it is used."""
        return f"{self.base_url}/recover/{self.passwords().dumps([uniquifier, None])}"

    def passwords(self) -> URLSafeTimedSerializer:
        """Return what signs those links, for the page behind them."""
        return URLSafeTimedSerializer(self.signing_key, salt="cleanhands-password")

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.signing_key, salt=f"cleanhands-{purpose}")
