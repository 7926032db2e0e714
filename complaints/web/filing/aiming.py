"""Where it is: addresses pasted or dropped, recognised line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import g, render_template, request
from werkzeug.datastructures import MultiDict

from complaints.base.codes import Code
from complaints.base.errors import invalid
from complaints.http.parsing import require_storable_text
from complaints.kit.forms import Sent
from complaints.kit.pages import FILERS, Answer, PageCall, page
from complaints.models import Draft
from complaints.papers import tables
from complaints.rules.filing.target_lines import MOST_LINES
from complaints.rules.sellers.marketplaces import ALL, BY_SLUG
from complaints.schemas.filing.recognition import LONGEST_TEXT, read_targets
from complaints.services.filing import drafts, intake
from complaints.services.filing.intake import Seen
from complaints.web.filing import sequence
from complaints.web.filing.sequence import pages
from complaints.words import message as _

NOTHING = _("Paste at least one address or item number.")
LINES_WRONG = _("We cannot use some of the lines. Correct them, or continue without them.")
TOO_LONG = _("This is too much for one complaint. File a second complaint for the rest.")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The table of the listings that a text names: a row a line, and what was not read."""

    rows: Sequence[Seen]
    unknown: Sequence[str]
    left_over: int

    @property
    def good(self) -> list[Seen]:
        return [row for row in self.rows if not row.errors and row.same_as is None]

    @property
    def bad(self) -> list[Seen]:
        return [row for row in self.rows if row.errors]


@page(pages, "GET", "/<id:draft_id>/where", who=FILERS)
def where(call: PageCall, draft_id: int) -> Answer:
    """Show the field of addresses, and the table of the listings that they name."""
    draft = sequence.get_own_draft(call, draft_id)
    typed = _with_file_lines(sequence.typed(call, draft, "where"))
    stored = draft.data.get("where", {}).get("text", "")
    text = typed.values.get("text", stored)
    marketplace = draft.data.get("where", {}).get("marketplace", "")
    on = _known(typed.values.get("marketplace", marketplace))
    recognised = _recognise(call, draft, text, on) if text.strip() else None
    return sequence.render(
        call,
        "where",
        draft,
        text=stored,
        recognised=recognised,
        typed=typed,
        marketplace=marketplace,
        marketplaces=_choices(),
    )


def _known(slug: str) -> str | None:
    """Return the marketplace that was chosen for item numbers, None for none."""
    return slug if slug in BY_SLUG else None


def _choices() -> list[tuple[str, str]]:
    """Return the marketplaces that have item numbers, by their names."""
    return sorted(((each.slug, each.name) for each in ALL if each.slug != "github"), key=_name)


def _name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


@page(pages, "POST", "/<id:draft_id>/where/table", who=FILERS)
def table(call: PageCall, draft_id: int) -> Answer:
    """Show the table alone, for a script that asks while somebody types; keep what was typed."""
    draft = sequence.get_own_draft(call, draft_id)
    text = _sent_text()
    chosen = request.form.get("marketplace", "")
    typed = {"text": [text], "marketplace": [chosen]}
    drafts.keep_typed(call.work, draft_id, step="where", typed=typed)
    recognised = _recognise(call, draft, text, _known(chosen)) if text.strip() else None
    return render_template("web/filing/table.html", recognised=recognised)


@page(pages, "POST", "/<id:draft_id>/where", who=FILERS, again=where)
def aim(call: PageCall, draft_id: int) -> Answer:
    """Store the addresses: to look at them (check), to go on (next), or to go on without the bad
    lines (drop)."""
    draft = sequence.get_own_draft(call, draft_id)
    text, action = _sent_text(), request.form.get("do", "next")
    chosen = _known(request.form.get("marketplace", ""))
    recognised = _recognise(call, draft, text, chosen)
    if action == "drop" and recognised.bad:
        text = _without(text, {row.line.number for row in recognised.bad})
        recognised = _recognise(call, draft, text, chosen)
    targets = [row.line.target for row in recognised.good if row.line.target is not None]
    step = {"text": text, "marketplace": chosen or "", "targets": [one.plain() for one in targets]}
    if action != "check":
        _require_good_lines(recognised)
    sequence.save_page(call, draft_id, "where", step)
    if action == "check":
        return call.redirect("filing.where", draft_id=draft_id, _anchor="found")
    return call.redirect(sequence.after("where"), draft_id=draft_id)


def _require_good_lines(recognised: Recognised) -> None:
    if recognised.left_over:
        raise invalid("/text", Code.TOO_MANY, TOO_LONG, max=MOST_LINES)
    if recognised.bad:
        raise invalid("/text", Code.STANDS_IN_THE_WAY, LINES_WRONG)
    if not recognised.good:
        raise invalid("/text", Code.REQUIRED, NOTHING)


def _sent_text() -> str:
    """Return the text of the field, with the text of the chosen file below it."""
    require_storable_text(request.form.to_dict(flat=False))
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    file = request.files.get("file")
    if file is not None and file.filename:
        more = tables.table_text(file.stream.read(LONGEST_TEXT + 1), most_rows=MOST_LINES).strip()
        text = f"{text}\n{more}" if text and more else text or more
        g.sent_text = text
    if len(text) > LONGEST_TEXT:
        raise invalid("/text", Code.TOO_LONG, TOO_LONG, max=LONGEST_TEXT)
    return text


def _with_file_lines(typed: Sent) -> Sent:
    """Return what the form shows again, with the file's lines in its field: a browser does not keep
    a file whose form was refused."""
    text = g.get("sent_text")
    return (
        typed if text is None else replace(typed, values=MultiDict({**typed.values, "text": text}))
    )


def _without(text: str, numbers: set[int]) -> str:
    lines = text.split("\n")
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in numbers)


def _recognise(call: PageCall, draft: Draft, text: str, marketplace: str | None) -> Recognised:
    reading = read_targets(text, marketplace=marketplace)
    right_id = draft.data.get("right", {}).get("right_id")
    rows = intake.recognise_targets(call.work, reading.lines, right_id=right_id)
    return Recognised(rows, reading.unknown, reading.left_over)
