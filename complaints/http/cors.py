"""Lets pages of named sites call the API from a browser (CORS), by their key and never by a cookie.

What any other site asks is answered as ever, without the headers that let its page read it.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from complaints.settings.origins import is_allowed

METHODS = "GET, HEAD, POST, PUT, DELETE"
SENT = (
    "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, "
    "traceparent, X-Request-Id"
)
READ = (
    "ETag, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Idempotency-Replayed, "
    "Content-Disposition, Deprecation, Sunset, Link"
)
# Seconds for which a browser need not ask anew.
KEPT: Final = "600"
HEADERS = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Expose-Headers",
)


def allow_origins(app: Flask, origins: frozenset[str], *, prefix: str) -> None:
    """Answer what browsers ask before they let a page call, at addresses under `prefix`."""
    if not origins:
        return

    @app.before_request
    def answer_preflight() -> Response | None:
        if _is_preflight() and _is_let_in(origins, prefix):
            return Response(status=204)
        return None

    @app.after_request
    def let_read(response: Response) -> Response:
        if not request.path.startswith(f"{prefix}/"):
            return response
        # Also where no origin is let in: what a cache keeps must not be another's.
        response.vary.add("Origin")
        if not _is_let_in(origins, prefix):
            return response
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        if _is_preflight():
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = SENT
            response.headers["Access-Control-Max-Age"] = KEPT
        else:
            response.headers["Access-Control-Expose-Headers"] = READ
        return response


def _is_preflight() -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _is_let_in(origins: frozenset[str], prefix: str) -> bool:
    origin = request.headers.get("Origin", "")
    return request.path.startswith(f"{prefix}/") and is_allowed(origin, origins)
