"""The stated rule for every site that has no table: the address itself is the listing's id.

Two addresses are one listing only if they differ in what never selects a page: scheme, a leading
`www.`, the spelling of escapes, a slash at the end, `index.html`, known tracking parameters, the
order of the other parameters, and a fragment that is not a route. All else stays: better one
listing under two ids than two listings under one.
"""

from __future__ import annotations

import re

from abuse.identity.domains import site_of
from complaints.rules.listing_urls.address import Address, pairs
from complaints.rules.listing_urls.answers import ListingUrl, UrlProblem
from complaints.rules.listing_urls.escapes import tidy
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
