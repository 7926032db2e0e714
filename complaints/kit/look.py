"""What every template can use: the layouts and macros of the kit, and its globals."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from complaints.clock import utcnow
from complaints.http.endpoint import context
from complaints.kit import built, labels, languages, navigation
from complaints.kit.forms import Sent
from complaints.kit.once import once
from complaints.kit.sentences import reason, say
from complaints.queries import counts
from complaints.words import LANGUAGES

HERE = Path(__file__).resolve().parent
FOLDERS = [HERE / "templates", HERE.parent / "web/templates", HERE.parent / "console/templates"]


def install(app: Flask) -> None:
    """Give the application's templates their folders and globals."""
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(FOLDERS),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        once=once,
        say=say,
        in_words=reason,
        navigation=navigation.links,
        url_if=navigation.url_if,
        role_text=navigation.role_text,
        waiting=_waiting,
        label=labels.label,
        tone=labels.tone,
    )
    app.context_processor(_page)
    built.install(app)


def _waiting() -> dict[str, int]:
    """Return how much waits in each part of the console."""
    me = g.get("me")
    if me is None:
        return {}
    opened = g.get("session")
    if opened is not None:
        return counts.waiting(opened, me.actor, now=utcnow())
    # A page that tells of an error: the request's own session has ended.
    with context().database.reading() as session:
        return counts.waiting(session, me.actor, now=utcnow())


def _page() -> dict[str, Any]:
    return {
        "lang": languages.pick(request),
        "languages": _languages(),
        "sent": Sent(),
        "me": g.get("me"),
    }


def _languages() -> list[tuple[str, str]]:
    """Return the address of this page in each language, as (code, address).

    To a browser //name, and a backslash or a tab in its place, is another site: an address that we
    do not know is shown with this link too.
    """
    path = "/" + quote(request.path.lstrip("/")) if request.method == "GET" else "/"
    asked = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return [(code, f"{path}?{urlencode([*asked, ('lang', code)])}") for code in LANGUAGES]
