"""The stated rule for every site that has no table: the address itself is the listing's id.

Two addresses are one listing only if they differ in what never selects a page: scheme, a leading
`www.`, the spelling of escapes, a slash at the end, `index.html`, known tracking parameters, the
order of the other parameters, and a fragment that is not a route. All else stays: better one
listing under two ids than two listings under one.

Hosts whose links do not show where they lead; we never follow them.

Such a link is a listing of its own, on a marketplace that is the short host itself; its id is the
token, letter case kept, with the parameters that may choose the page. It is never merged with the
listing that it leads to, unless it says in plain text where that is.
"""

from __future__ import annotations

import re

from abuse.identity.domains import site_of
from complaints.rules.filing.listing_urls.address import Address, pairs
from complaints.rules.filing.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.filing.listing_urls.escapes import tidy
from complaints.rules.sellers.marketplaces import BY_SHORT_HOST
from complaints.words import Message
from complaints.words import message as _

MAX_CANONICAL = 2_000

# Names that mean tracking wherever they occur. `ref`, `source`, `from`, `si` and the like are not
# here on purpose: somewhere they select the page.
TRACKING = frozenset({
    "fbclid", "fb_action_ids", "fb_action_types", "gclid", "gclsrc", "gad_source", "gad_campaignid",
    "gbraid", "wbraid", "dclid", "msclkid", "ttclid", "twclid", "yclid", "ysclid", "li_fat_id",
    "igsh", "igshid", "epik", "irclickid", "srsltid", "s_kwcid", "_openstat", "mc_cid", "mc_eid",
    "mkt_tok", "_hsenc", "_hsmi", "vero_id", "oly_anon_id", "oly_enc_id", "wickedid", "_ga", "_gl",
    "spm", "scm",
})  # fmt: skip
_TRACKING_FAMILIES = ("utm_", "pk_campaign", "pk_kwd", "mtm_")
_INDEX = re.compile(r"/index\.html?$", re.ASCII | re.IGNORECASE)
# Pages that run in the browser put their route behind the hash.
_ROUTE = re.compile(r"!?/|!")


def recognise_other(address: Address) -> ListingUrl:
    """Name the page of an unknown site.

    Raises:
        UrlProblem: `host` for a bare public suffix, `too_long`.
    """
    site = site_of(address.host)
    if site is None:
        raise UrlProblem("host", _("The address names only an ending such as co.uk, not a site."))
    path = tidy(address.path)
    query = _query(address.query)
    route = f"#{tidy(address.fragment)}" if _ROUTE.match(address.fragment) else ""
    port = f":{address.port}" if address.port else ""
    url = f"https://{address.host}{port}{path}{query}{route}"
    if len(url) > MAX_CANONICAL:
        raise UrlProblem(
            "too_long",
            _(
                "The address is longer than %(most)s characters, its tracking left out.",
                most=MAX_CANONICAL,
            ),
        )
    host = address.host if address.host == site else address.host.removeprefix("www.")
    listing_id = f"{host}{port}{_INDEX.sub('/', path).rstrip('/')}{query}{route}"
    return ListingUrl(site, listing_id, url, None, "listing")


def _query(query: str) -> str:
    kept = [tidy(pair) for pair in pairs(query)]
    kept = [pair for pair in kept if not is_tracking(pair.partition("=")[0].lower())]
    # By name only: the order of equal names may matter, as in ?size=1&size=2.
    kept.sort(key=lambda pair: pair.partition("=")[0])
    return "?" + "&".join(kept) if kept else ""


def is_tracking(name: str) -> bool:
    """Tell whether a parameter, its name in small letters, is known to track people."""
    return name in TRACKING or name.startswith(_TRACKING_FAMILIES)


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
