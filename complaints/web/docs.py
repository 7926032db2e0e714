"""The project's documentation as pages: the Markdown files of docs/, rendered without changes."""

from __future__ import annotations

import functools
from pathlib import Path

from flask import Blueprint, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from markdown_it import MarkdownIt
from markupsafe import Markup

from complaints.errors import not_found
from complaints.words import ENGLISH
from complaints.words import message as _

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs"
LONGEST = 200
pages = Blueprint("docs", __name__, url_prefix="/docs")


@pages.get("/")
def index() -> str:
    """Show the documentation's own index."""
    return _render("README.md")


@pages.get("/<path:name>")
def page(name: str) -> ResponseReturnValue:
    """Show one page, or send a schema or a picture. Refuses with: not-found."""
    if not _could_be(name):
        raise not_found(_("page"))
    if name.endswith((".json", ".png", ".svg")):
        return send_from_directory(FOLDER, name)
    return _render(name if name.endswith(".md") else f"{name.rstrip('/')}/README.md")


def _could_be(name: str) -> bool:
    """Say whether a file can have this name: asking the system for others raises an error."""
    return name.isprintable() and len(name.encode("utf-8", "replace")) <= LONGEST


def _render(name: str) -> str:
    path = (FOLDER / name).resolve()
    if not path.is_relative_to(FOLDER) or not path.is_file():
        raise not_found(_("page"))
    text = path.read_text(encoding="utf-8")
    if path.name == "README.md":
        text += _others(path)
    title = text.partition("\n")[0].lstrip("# ")
    body = Markup(_markdown().render(text))  # noqa: S704
    return render_template("docs.html", title=title, body=body, documented_in=ENGLISH)


def _others(index: Path) -> str:
    """Return links to the pages beside an index that it does not name."""
    text = index.read_text(encoding="utf-8")
    names = sorted(path.name for path in index.parent.glob("*.md") if path != index)
    links = [f"[{name.removesuffix('.md')}]({name})" for name in names if name not in text]
    return f"\n\n{' · '.join(links)}\n" if links else ""


@functools.cache
def _markdown() -> MarkdownIt:
    # HTML inside Markdown is shown as text: a page can bring no script.
    return MarkdownIt("commonmark", {"html": False}).enable("table")
