"""How large a request's body may be, by its address: before anything of it is read.

A view that takes files says how many in its attribute `takes_files`. The server asks `bound` once
it has the head of a request; the application asks again for itself, whatever server it runs under.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from flask import Flask, Request, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from complaints.base.errors import Refusal
from complaints.http import identity, parsing
from complaints.storage.context import Context
from complaints.words import message as _

# What a multipart body has beside its files: boundaries, headers, small fields.
OVERHEAD = 100_000
# A form with several files, in sizes of the largest one: with scripts each file is sent alone.
FILES_OF_A_FORM = 3
# Of whoever shows no key and no session, at an address that takes nobody else.
OF_STRANGERS = 100_000
API = "/api/"
FORM = "application/x-www-form-urlencoded"


def most_bytes(app: Flask, endpoint: str | None) -> int:
    """Return the most bytes that the body for a view may have."""
    context: Context = app.extensions["cleanhands"]
    view = app.view_functions.get(endpoint or "")
    files: int = getattr(view, "takes_files", 0)
    if not files:
        return context.config.max_body
    largest = min(files, FILES_OF_A_FORM) * context.config.max_upload + OVERHEAD
    return max(largest, context.config.max_body)


def require_small(request: Request) -> None:
    """Bound the request's body. Refuses with: too-large, where its head says that it is larger."""
    most = most_bytes(current_app._get_current_object(), request.endpoint)  # type: ignore[attr-defined]
    request.max_content_length = most
    if (request.content_length or 0) > most:
        raise Refusal(
            "too-large",
            _("This request may have at most %(most)s bytes. Send less at once.", most=most),
            most=most,
        )


def require_few(request: Request) -> None:
    """Refuses with: too-large, where the address or the form has too many fields."""
    parsing.require_few_fields(request.args)
    if request.mimetype == FORM:
        # Counted before it is parsed, and kept for the parser.
        parsing.require_few_fields(range(request.get_data(cache=True).count(b"&")))


def bound(app: Flask) -> Callable[[str, str, Mapping[str, str]], int]:
    """Return the function by which the server bounds a body, from method, path and headers.

    Who shows neither key nor session is answered without a large body being read: that nobody is
    signed in, or entered the code of a link, needs no body.
    """
    addresses = app.url_map.bind("")

    def most(method: str, path: str, headers: Mapping[str, str]) -> int:
        try:
            endpoint, _values = addresses.match(path.encode("latin-1").decode(), method)
        except (HTTPException, RequestRedirect, UnicodeError):
            return most_bytes(app, None)
        largest = most_bytes(app, endpoint)
        view = app.view_functions.get(endpoint)
        if path.startswith(API):
            is_stranger = "AUTHORIZATION" not in headers
        else:
            is_open = "visitor" in getattr(view, "who", {"visitor"})
            takes_files = bool(getattr(view, "takes_files", 0))
            is_stranger = (takes_files or not is_open) and _is_stranger(app, headers)
        return min(largest, OF_STRANGERS) if is_stranger else largest

    return most


def _is_stranger(app: Flask, headers: Mapping[str, str]) -> bool:
    """Say whether no cookie of ours says that its browser signed in, or entered a link's code.

    Whether that is good still is looked up once the body is there.
    """
    asking = app.request_class({"HTTP_COOKIE": headers.get("COOKIE", "")})
    session: Collection[str] = app.session_interface.open_session(app, asking) or ()
    return identity.TOKEN not in session and identity.CONFIRMED not in session
