"""Headers of every answer behind a signed link: the token in its address is a secret.

It is not cached, not indexed, and not named to another site.
"""

from __future__ import annotations

from flask import Blueprint, Response

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


def keep_secret(pages: Blueprint) -> None:
    """Add the headers to every answer of these pages."""

    def with_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    pages.after_request(with_headers)
