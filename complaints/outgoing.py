"""Sends a POST to an address that a stranger chose: to public addresses alone, bounded in time and
size.

The name is looked up once, and the connection goes to what was looked at: a name that changes
between the two leads nowhere else. No redirect is followed, no proxy and no password of this
machine is used.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final
from urllib.parse import SplitResult, urlsplit

from complaints.base.timed_http import TimedConnection
from complaints.rules.outward.webhooks import Failure
from complaints.settings.encryption import is_loopback

# Seconds for a whole attempt, and bytes of an answer.
WITHIN: Final = 10.0
MOST_ANSWERED: Final = 65_536
# IPv6 that is given out to hosts; within it 6to4 leads to any IPv4 address.
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_6TO4 = ipaddress.IPv6Network("2002::/16")


class NotTakenError(Exception):
    """The POST did not arrive, or was not taken. `status` and `answer` are what was said, if
    anything."""

    def __init__(self, failure: Failure, status: int | None = None, answer: str = "") -> None:
        super().__init__(str(failure))
        self.failure, self.status, self.answer = failure, status, answer


@dataclass(frozen=True, slots=True)
class Taken:
    status: int
    text: str


def is_public(address: str) -> bool:
    """Say whether an IP address is of the public internet, and leads to no other kind.

    >>> [is_public(each) for each in ("9.9.9.9", "2620:fe::fe")]
    [True, True]
    >>> [is_public(each) for each in ("10.0.0.1", "169.254.169.254", "::1", "::ffff:9.9.9.9")]
    [False, False, False, False]
    >>> [is_public(each) for each in ("64:ff9b::909:909", "2002:a00:1::", "0.0.0.0", "fe80::1")]
    [False, False, False, False]
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in _GLOBAL_V6 or ip in _6TO4):
        return False
    return ip.is_global and not ip.is_multicast


def may_be_meant(url: str, *, loopback: bool) -> bool:
    """Say whether an address can be one that a POST goes to, as far as it shows without looking its
    name up."""
    try:
        parts = urlsplit(url)
        _port_of(parts)
    except ValueError:
        return False
    host = parts.hostname or ""
    if is_loopback(host):
        return loopback
    try:
        return parts.scheme == "https" and is_public(host)
    except ValueError:
        # A name: what it stands for is looked at each time.
        return parts.scheme == "https" and "." in host


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    loopback: bool,
    within: float = WITHIN,
) -> Taken:
    """Send `body` and return a 2xx answer. With `loopback` this machine itself may be meant, also
    without TLS.

    Raises NotTakenError.
    """
    try:
        parts = urlsplit(url)
        line = TimedConnection(
            _address_of(parts, loopback), _port_of(parts), name=parts.hostname or "",
            context=ssl.create_default_context() if parts.scheme == "https" else None,
            step=within, whole=within,
        )  # fmt: skip
    except ValueError:
        raise NotTakenError(Failure.UNREACHABLE) from None
    try:
        with line:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            line.request("POST", path, body, {"Host": parts.netloc, **headers})
            with line.getresponse() as answered:
                text = answered.read(MOST_ANSWERED + 1)
    except TimeoutError:
        raise NotTakenError(Failure.TOO_SLOW) from None
    except (OSError, HTTPException, ValueError):
        raise NotTakenError(Failure.TOO_SLOW if line.is_late else Failure.UNREACHABLE) from None
    return _judged(answered.status, text, was_in_time=not line.is_late)


def _judged(status: int, body: bytes, *, was_in_time: bool) -> Taken:
    text = body[:MOST_ANSWERED].decode("utf-8", "replace").replace("\0", "")
    if not was_in_time:
        raise NotTakenError(Failure.TOO_SLOW, status, text)
    if len(body) > MOST_ANSWERED:
        raise NotTakenError(Failure.TOO_LARGE, status, text)
    if 200 <= status < 300:
        return Taken(status, text)
    if status == 410:
        raise NotTakenError(Failure.GONE, status, text)
    raise NotTakenError(Failure.REDIRECT if 300 <= status < 400 else Failure.STATUS, status, text)


def _port_of(parts: SplitResult) -> int:
    """Return the port. Raises ValueError, where it is none."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def _address_of(parts: SplitResult, loopback: bool) -> str:
    """Return the IP address to connect to: all that the name stands for must be allowed.

    Raises NotTakenError; ValueError.
    """
    try:
        known = socket.getaddrinfo(parts.hostname or "", _port_of(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotTakenError(Failure.UNREACHABLE) from None
    addresses = [str(row[4][0]).partition("%")[0] for row in known]
    if loopback and all(ipaddress.ip_address(each).is_loopback for each in addresses):
        return addresses[0]
    if parts.scheme != "https" or not all(map(is_public, addresses)):
        raise NotTakenError(Failure.FORBIDDEN_ADDRESS)
    return addresses[0]
