"""The demo marketplace's flags, open to everybody: every name in it is made up.

It is served in the demo alone.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from complaints.http.endpoint import context
from complaints.http.languages import current
from complaints.queries import flag_words, flags

SOURCE = "demo"

pages = Blueprint("demo", __name__)


@pages.get("/demo")
def demo() -> str:
    """Show the demo marketplace's flags."""
    with context().database.reading() as session:
        rows = flags.list_with_signals(session, source=SOURCE)
        entries = [(row, flag_words.text_of(row, current())) for row in rows]
        return render_template("demo.html", entries=entries)
