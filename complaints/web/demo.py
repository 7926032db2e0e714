"""The demo marketplace's flags, open to everybody: every name in it is made up.

It is served in the demo alone.
"""

from __future__ import annotations

from flask import Blueprint, render_template

from complaints.http.endpoint import context
from complaints.http.languages import current
from complaints.queries.cases import flag_words, flags, rings
from complaints.queries.cases.flag_words import FlagText
from complaints.queries.cases.flags import FlagOfFiler

SOURCE = "demo"

Entry = tuple[FlagOfFiler, FlagText]

pages = Blueprint("demo", __name__)


@pages.get("/demo")
def demo() -> str:
    """Show the demo marketplace's flags: rings first, each once."""
    with context().database.reading() as session:
        rows = flags.list_with_signals(session, source=SOURCE)
        entries = [(row, flag_words.text_of(row, current())) for row in rows]
        in_rings = rings.of_filers(session, [row.filer.id for row in rows])
        groups: dict[int, list[Entry]] = {}
        for entry in entries:
            if entry[0].filer.id in in_rings:
                groups.setdefault(in_rings[entry[0].filer.id], []).append(entry)
        alone = [entry for entry in entries if entry[0].filer.id not in in_rings]
        return render_template("demo.html", rings=groups, alone=alone)
