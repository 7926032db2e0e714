"""The project's documentation as pages: the Markdown files of docs/, rendered without changes, and
what they lead to at the top of the checkout.

A checkout holds these where they are written; the wheel carries them as `complaints/project/`.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, send_from_directory
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from complaints.base.errors import not_found
from complaints.words import ENGLISH
from complaints.words import message as _

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

PACKAGE = Path(__file__).resolve().parent.parent
CARRIED = PACKAGE / "project"
ROOT = CARRIED if CARRIED.is_dir() else PACKAGE.parent
FOLDER = ROOT / "docs"
LONGEST = 200
SENT = (".json", ".png", ".svg", ".csv", ".pdf")
# An operator has these files, and may have written secrets into them: no page leads there,
# nor to programs that only the repository has.
ASIDE = r"(?:\.\./)+(?:deploy|examples/(?:clients|marketplace))/"
NOT_SERVED = re.compile(rf"\[([^\]]+)\]\({ASIDE}[^)]*\)")
pages = Blueprint("docs", __name__)


@pages.get("/docs/")
def index() -> str:
    """Show the documentation's own index."""
    return _render(FOLDER, "README.md")


@pages.get("/docs/<path:name>")
def show_doc(name: str) -> ResponseReturnValue:
    """Show one page, or send a schema, a table or a picture. Refuses with: not-found."""
    if not _could_be(name):
        raise not_found(_("page"))
    if name.endswith(SENT):
        return send_from_directory(FOLDER, name)
    return _render(FOLDER, name if name.endswith(".md") else f"{name.rstrip('/')}/README.md")


@pages.get("/<any('README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md'):name>")
def top(name: str) -> str:
    """Show one of the pages at the top of the project."""
    return _render(ROOT, name)


@pages.get("/LICENSE")
def licence() -> ResponseReturnValue:
    """Send the licence."""
    return send_from_directory(ROOT, "LICENSE", mimetype="text/plain")


def _could_be(name: str) -> bool:
    """Say whether a file can have this name: asking the system for others raises an error."""
    return name.isprintable() and len(name.encode("utf-8", "replace")) <= LONGEST


def _render(folder: Path, name: str) -> str:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise not_found(_("page"))
    text = path.read_text(encoding="utf-8")
    if path.name == "README.md" and path.is_relative_to(FOLDER):
        text += _others(path)
    text = NOT_SERVED.sub(r"\1", text)
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
    # Loaded where it is used: nobody reads the documentation as the service starts.
    from markdown_it import MarkdownIt

    # HTML inside Markdown is shown as text: a page can bring no script.
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.core.ruler.push("anchors", _name_headings)
    return made


def _name_headings(state: StateCore) -> None:
    """Give each heading the id by which links name it, as repositories do."""
    seen: Counter[str] = Counter()
    for opening, inline in itertools.pairwise(state.tokens):
        if opening.type == "heading_open":
            words = "".join(each.content for each in inline.children or ())
            name = re.sub(r"[^\w -]", "", words.lower()).replace(" ", "-")
            opening.attrSet("id", f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
