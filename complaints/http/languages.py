"""Picks the language of a request, and puts messages into it.

A page asks `?lang=`, which a cookie then remembers, else the account, else the browser. A program
asks with `Accept-Language` alone. Where none of these names a language of ours, it is English.
"""

from __future__ import annotations

from flask import Request, Response, g, has_request_context, request

from complaints.words import ENGLISH, LANGUAGES, Catalogue, Fact, Message, catalogue
from complaints.words.days import UTC_ZONE, read_at

COOKIE = "lang"
API = "/api/"
TRY_IT = "/api/v1/docs"


def pick(request: Request) -> str:
    """Return the code of the language that a request is answered in."""
    if not of_a_program(request):
        account = getattr(g, "language", None)
        for chosen in (request.args.get("lang"), request.cookies.get(COOKIE), account):
            if chosen in LANGUAGES:
                return str(chosen)
    wanted = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((language for language in wanted if language in LANGUAGES), ENGLISH)


def of_a_program(request: Request) -> bool:
    """Say whether a request is one of the API's. The page to try it is for people."""
    return request.path.startswith(API) and request.path != TRY_IT


def current() -> Catalogue:
    """Return the language of the request that is being answered."""
    return catalogue(pick(request) if has_request_context() else ENGLISH)


def zone_here() -> str:
    """Return by which clocks the request's reader reads moments: UTC, unless a page knows where
    its reader is and has set `g.zone`."""
    return str(g.get("zone", UTC_ZONE)) if has_request_context() else UTC_ZONE


def fact_here(fact: Fact) -> str:
    """Return a fact in the language, and by the clocks, of the request that is being answered."""
    return current().fact(read_at(zone_here(), fact))


def say_here(message: Message) -> str:
    """Return the message in the language, and by the clocks, of the request that is being
    answered."""
    return fact_here(message)


def name_language(response: Response) -> Response:
    """Set the answer's headers Content-Language, where it names none itself, and Vary."""
    if response.mimetype == "text/html" or of_a_program(request):
        response.headers.setdefault("Content-Language", pick(request))
        response.vary.add("Accept-Language")
    return response
