"""Refuses forms of other sites: a form is taken only from this service's own pages.

The browser says where a request comes from (Sec-Fetch-Site, else Origin); no page's script can set
either. Who sends neither says nothing, and may not act for a session. The API is exempt: it takes
no cookie.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Request

from complaints.base.errors import Refusal
from complaints.words import message as _

SAFE = ("GET", "HEAD", "OPTIONS")


def require_own_page(request: Request, base_url: str, *, cookie: str) -> None:
    """Refuses with: forbidden, for a form that another site sent, and for one with the session's
    cookie, which is named `cookie`, that does not say where it comes from."""
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        is_foreign = site != "same-origin"
    else:
        base = urlsplit(base_url)
        own = {f"{base.scheme}://{host}" for host in (base.netloc, request.host)}
        is_foreign = origin is not None and origin not in own
    if site is None and origin is None and cookie in request.cookies:
        raise Refusal(
            "forbidden",
            _(
                "Your browser does not say which page this form came from. Send it from a newer "
                "browser, or let the proxy in between pass on the header Origin."
            ),
        )
    if is_foreign:
        raise Refusal(
            "forbidden", _("This form came from another site. Send it from our own page.")
        )
