"""Reads the address of the mail server that letters go to. Opens no connection: `mail.py` does.

smtps://user:password@mail.example.com:465    encrypted from the first byte
smtp://user:password@mail.example.com:587     encrypted by STARTTLS before anything is said
smtp://localhost:25                           a server on this machine, not encrypted
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

from complaints.base.errors import ConfigurationError
from complaints.settings.encryption import is_loopback
from complaints.words import message as _

WRONG = _(
    "CLEANHANDS_SMTP_URL must be smtps://user:password@host:465 or smtp://user:password@host:587, "
    "with special characters of user and password percent-encoded."
)


class Protection(StrEnum):
    """How a connection to the mail server is encrypted. Off is for loopback alone."""

    TLS = "tls"
    STARTTLS = "starttls"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over. No password is shown."""

    host: str
    port: int
    protection: Protection
    user: str = ""
    password: str = field(default="", repr=False)


def read_server(url: str, *, authority: str = "") -> MailServer:
    """Return the server that a URL names.

    `authority` is the file of CLEANHANDS_SMTP_CA: where there is one, a server on this machine is
    asked for its certificate as any other is. Raises ConfigurationError, which never repeats the
    URL: it holds a password.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigurationError(WRONG) from None
    if not _is_whole(parts) or not host.isascii() or port == 0:
        raise ConfigurationError(WRONG)
    protection = _protection(parts.scheme, host, authority)
    usual = {Protection.TLS: 465, Protection.STARTTLS: 587, Protection.OFF: 25}[protection]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host, port or usual, protection, user, password)


def _is_whole(parts: SplitResult) -> bool:
    beside = parts.path.strip("/") or parts.query or parts.fragment
    return (
        parts.scheme in ("smtp", "smtps")
        and bool(parts.hostname)
        and not beside
        and bool(parts.username) == bool(parts.password)
    )


def _protection(scheme: str, host: str, authority: str) -> Protection:
    if scheme == "smtps":
        return Protection.TLS
    # What stays on this machine is read by nobody on the way.
    return Protection.OFF if is_loopback(host) and not authority else Protection.STARTTLS
