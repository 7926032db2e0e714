"""The languages of the pages: English is what the code says, Chinese is in translations/zh.

A page's language is `?lang=`, which a cookie then remembers, else the account's, else the
browser's wish, else English. The catalogues are read as they are edited (.po): nothing is compiled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Request, Response, g, request
from flask_babel import Babel, Domain, get_locale

FOLDER = Path(__file__).with_name("translations") / "zh"
LANGUAGES = ("en", "zh")
COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


def pick(request: Request) -> str:
    """Return "en" or "zh"."""
    account = getattr(g, "language", None)
    for asked in (request.args.get("lang"), request.cookies.get(COOKIE), account):
        if asked in LANGUAGES:
            return str(asked)
    wished = request.accept_languages.best_match(["en", "zh", "zh-CN", "zh-Hans"], "en")
    return "zh" if wished.startswith("zh") else "en"


def install(app: Flask) -> None:
    """Give the application its languages."""
    babel = Babel(app, locale_selector=lambda: pick(request))
    babel.domain_instance = Catalogue()
    app.after_request(_remember)


class Catalogue(Domain):
    """All areas' translations as one, read once a process."""

    def __init__(self) -> None:
        super().__init__()
        self._chinese: Translations | None = None

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        if locale is None or locale.language != "zh":
            return NullTranslations()
        if self._chinese is None:
            self._chinese = read(FOLDER)
        return self._chinese


def read(folder: Path) -> Translations:
    """Return the translations of all .po files of a folder."""
    read = Translations()
    entries: dict[Any, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh"):
                if not message.id or not message.string:
                    continue
                if message.pluralizable:
                    entries[message.id[0], 0] = message.string[0]
                else:
                    entries[message.id] = str(message.string)
    read._catalog = entries
    read.plural = lambda _number: 0  # Chinese has one form
    return read


def _remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LANGUAGES and request.cookies.get(COOKIE) != asked:
        response.set_cookie(
            COOKIE, asked, max_age=A_YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    return response
