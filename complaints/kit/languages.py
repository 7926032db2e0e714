"""Gives templates the catalogues of `complaints/words`; keeps the chosen language in a cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel.support import NullTranslations
from flask import Flask, Response, request
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_context
from jinja2.runtime import Context

from complaints.http.languages import COOKIE, fact_here, pick, say_here
from complaints.words import ENGLISH, LANGUAGES, Message, catalogue

A_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Set up translation and the cookie of the chosen language."""
    babel = Babel(app, locale_selector=lambda: pick(request))
    babel.domain_instance = Catalogue()
    app.jinja_env.finalize = translated
    app.jinja_env.globals["ngettext"] = _grouping(app.jinja_env.globals["ngettext"])
    app.after_request(_remember)


def translated(value: object) -> object:
    """Return a message as text in the page's language, and any other value as it is."""
    return say_here(value) if isinstance(value, Message) else value


def _grouping(ngettext: Any) -> Callable[..., str]:
    """Return a template's `ngettext` that writes its number as the page's language does: 2,143
    notices."""

    @pass_context
    def counted(context: Context, one: str, many: str, num: int, **facts: object) -> str:
        said: str = ngettext(context, one, many, num, **{"num": fact_here(num), **facts})
        return said

    return counted


class Catalogue(Domain):
    """Gives Flask-Babel the translations of `complaints/words`."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return catalogue(locale.language if locale else ENGLISH).translations


def _remember(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in LANGUAGES and request.cookies.get(COOKIE) != chosen:
        response.set_cookie(
            COOKIE, chosen, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    return response
