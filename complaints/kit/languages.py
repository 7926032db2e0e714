"""Gives templates the catalogues of `complaints/words`, and remembers the language of a page."""

from __future__ import annotations

from babel.support import NullTranslations
from flask import Flask, Response, request
from flask_babel import Babel, Domain, get_locale

from complaints.http.languages import COOKIE, pick, say_here
from complaints.words import ENGLISH, LANGUAGES, Message, catalogue

A_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Give the application its languages."""
    babel = Babel(app, locale_selector=lambda: pick(request))
    babel.domain_instance = Catalogue()
    app.jinja_env.finalize = said
    app.after_request(_remember)


def said(value: object) -> object:
    """Return what a template shows: a message in the page's language, all else as it is."""
    return say_here(value) if isinstance(value, Message) else value


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
