"""The language of a page: `?lang=`, which a cookie then remembers, else the account's, else the
browser's wish, else English. What each language says is in `complaints/words`.
"""

from __future__ import annotations

from babel.support import NullTranslations
from flask import Flask, Request, Response, g, request
from flask_babel import Babel, Domain, get_locale

from complaints.words import ENGLISH, LANGUAGES, catalogue

COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


def pick(request: Request) -> str:
    """Return the code of the page's language."""
    account = getattr(g, "language", None)
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE), account):
        if asked in LANGUAGES:
            return str(asked)
    return request.accept_languages.best_match(LANGUAGES, ENGLISH)


def install(app: Flask) -> None:
    """Give the application its languages."""
    babel = Babel(app, locale_selector=lambda: pick(request))
    babel.domain_instance = Catalogue()
    app.after_request(_remember)


class Catalogue(Domain):
    """Gives Flask-Babel the translations of `complaints/words`."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return catalogue(locale.language if locale else ENGLISH).translations


def _remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LANGUAGES and request.cookies.get(COOKIE) != asked:
        response.set_cookie(
            COOKIE, asked, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    return response
