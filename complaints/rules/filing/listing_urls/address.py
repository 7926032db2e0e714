"""Parses a pasted address as a browser would, and refuses one that no listing can have.

Parsing is WHATWG's (ada), so what we see is what a browser would open: `https://a\\@evil` is on
host `a`, dot segments are resolved, names are in punycode. Nothing here looks at the network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ada_url import HostType, parse_url

from complaints.rules.filing.listing_urls.answers import UrlProblem
from complaints.rules.filing.listing_urls.escapes import readable
from complaints.words import message as _

MAX_PASTED = 8_000  # links out of search pages and advertisements run to several thousand
_PARTS = ("hostname", "host_type", "port", "username", "password", "pathname", "search", "hash")
_WEB = re.compile(r"https?:", re.ASCII | re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.ASCII | re.IGNORECASE)
_HOST_AND_PORT = re.compile(
    r"[a-z0-9.-]+\.[a-z0-9-]+:[0-9]+(?:[/?#\\]|$)", re.ASCII | re.IGNORECASE
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_SLASHES = re.compile(r"/{2,}")
# What nobody sees and no address has: places to break a line, and signs for the writing direction.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# What word processors and chat programs leave around a copied address. Nothing that may stand
# unescaped at the end of one (a comma, an apostrophe): a canonical address must survive it.
_WRAPPING = (
    ' \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"<>“”‘’「」《》，。；、'
)


@dataclass(frozen=True)
class Address:
    """A web address in parts. `path`, `query` and `fragment` are still escaped, `port` is empty
    for the usual two, which http and https share here because the scheme is not told apart."""

    host: str
    port: str
    path: str
    query: str
    fragment: str

    @cached_property
    def text(self) -> str:
        """The path for patterns: unescaped, no doubled slashes, none at the end."""
        return _SLASHES.sub("/", readable(self.path)).rstrip("/") or "/"

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """The query's values by lower-case name, unescaped."""
        values: dict[str, list[str]] = {}
        for pair in pairs(self.query):
            name, _, value = pair.partition("=")
            values.setdefault(readable(name).lower(), []).append(
                readable(value.replace("+", " ")).strip()
            )
        return values


def pairs(query: str) -> list[str]:
    """Split a query at its ampersands, also where a copy from HTML left them as `&amp;`."""
    return [pair for each in query.split("&") if (pair := each.removeprefix("amp;"))]


def without_unseen(pasted: str) -> str:
    """Return a pasted address without what nobody sees in it: it is stored and shown like this."""
    return _UNSEEN.sub("", pasted).strip(" \t\r\n\u00a0\u3000")


def parse_address(pasted: str) -> Address:
    """Take a pasted address apart.

    Raises:
        UrlProblem: `empty`, `too_long`, `control`, `scheme`, `not_a_url`, `credentials`, `host`.
    """
    text = without_unseen(pasted).strip(_WRAPPING)
    if not text:
        raise UrlProblem("empty", _("Paste the address of the listing."))
    if len(text) > MAX_PASTED:
        raise UrlProblem(
            "too_long",
            _("The address is longer than %(most)s characters.", most=MAX_PASTED),
        )
    if _UNPRINTABLE.search(text):
        raise UrlProblem(
            "control",
            _("The address contains a line break or another character that no address can have."),
        )
    try:
        parts = parse_url(_with_scheme(text), attributes=_PARTS)
    except UrlProblem:
        raise
    except ValueError:
        raise UrlProblem(
            "not_a_url", _("This is not a web address; copy it from the browser's address bar.")
        ) from None
    if parts["username"] or parts["password"]:
        raise UrlProblem(
            "credentials",
            _("The address has a user name or password before an @; remove that part."),
        )
    return Address(
        host=_checked_host(parts["hostname"], parts["host_type"]),
        port="" if parts["port"] in ("80", "443") else parts["port"],
        path=parts["pathname"],
        query=parts["search"].removeprefix("?"),
        fragment=parts["hash"].removeprefix("#"),
    )


def _with_scheme(text: str) -> str:
    if _WEB.match(text):
        return text
    if text.startswith("//"):
        return "https:" + text
    if _OTHER_SCHEME.match(text) and not _HOST_AND_PORT.match(text):
        raise UrlProblem("scheme", _("Enter a web address that begins with https:// or http://."))
    return "https://" + text


def _checked_host(host: str, host_type: HostType) -> str:
    if host_type is not HostType.DEFAULT:
        raise UrlProblem("host", _("The address has a number in place of a site's name."))
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(labels) < 2 or len(host) > 253 or not all(0 < len(label) <= 63 for label in labels):
        raise UrlProblem(
            "host", _("The address does not name a public site, such as www.ebay.com.")
        )
    return host
