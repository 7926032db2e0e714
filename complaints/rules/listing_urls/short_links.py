"""Hosts whose links do not show where they lead; we never follow them.

Such a link is a listing of its own, on a marketplace that is the short host itself; its id is the
token, letter case kept, with the parameters that may choose the page. It is never merged with the
listing that it leads to, unless it says in plain text where that is.
"""

from __future__ import annotations

from complaints.rules.listing_urls.address import Address, pairs
from complaints.rules.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.listing_urls.escapes import tidy
from complaints.rules.listing_urls.other_hosts import MAX_CANONICAL, is_tracking
from complaints.rules.marketplaces import BY_SHORT_HOST
from complaints.words import Message
from complaints.words import message as _

# Where the token is the path, only these parameters are about the person who shared the link; any
# other may choose the page, for some hosts share one path among many.
_ABOUT_THE_SHARER = frozenset({
    "tk", "sm", "smtt", "share_channel_code", "_t", "_r", "tag", "linkcode", "ref_", "psc", "bz",
    "cv", "af", "terminal_id", "aff_request_id",
})  # fmt: skip
# Affiliates' deep links say where they lead.
_LEADS_TO = ("dl_target_url", "origin_link", "url", "tu", "to")


def short_host(host: str) -> str | None:
    """Return the short host that this is, or None."""
    host = host.removeprefix("www.")
    return host if host in BY_SHORT_HOST else None


def recognise_short(host: str, address: Address) -> ListingUrl | str:
    """Name a short link by its token, or return the address that it says it leads to.

    Raises:
        UrlProblem: `no_listing` where there is no token, `too_long`.
    """
    for name in _LEADS_TO:
        for value in address.parameters.get(name, ()):
            if value.startswith(("https://", "http://")):
                return value
    token = tidy(address.path).strip("/")
    query = [tidy(pair) for pair in pairs(address.query)]
    if parameter := BY_SHORT_HOST[host][0].token:
        query = [pair for pair in query if pair.startswith(f"{parameter}=")][:1]
        token = token if query else ""
    query = sorted(pair for pair in query if not _is_noise(pair.partition("=")[0].lower()))
    if not token:
        raise UrlProblem("no_listing", _("This short link is not complete; copy all of it."))
    token += "?" + "&".join(query) if query else ""
    url = f"https://{host}/{token}"
    if len(url) > MAX_CANONICAL:
        raise UrlProblem(
            "too_long",
            _("The address is longer than %(most)s characters.", most=MAX_CANONICAL),
        )
    return ListingUrl(host, token, url, None, "listing")


def _is_noise(name: str) -> bool:
    return name in _ABOUT_THE_SHARER or is_tracking(name)


def short_name(host: str) -> Message | None:
    """Return the display name of a short host, or None if it is not one."""
    if host not in BY_SHORT_HOST:
        return None
    marketplace = BY_SHORT_HOST[host][1]
    return _(
        "%(name)s (short link, %(host)s)", name=marketplace.house or marketplace.name, host=host
    )
