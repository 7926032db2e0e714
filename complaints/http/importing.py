"""A file of complaints, as a request brings it: read by what it is, its rows stored for the job.

It is read with no transaction open, and its rows are stored in short ones: 20,000 rows must not
hold the database's write lock.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid
from complaints.http import uploads
from complaints.http.places import Work
from complaints.models import ComplaintImport
from complaints.papers import tables
from complaints.papers.recognition import clean_name
from complaints.queries.filing import imports as import_queries
from complaints.rules.actors import Actor
from complaints.rules.filing.imports import MOST_ROWS, Format
from complaints.rules.filing.table_lines import DELIMITERS, split_lines
from complaints.schemas.filing import complaint_rows
from complaints.services.filing import imports
from complaints.storage.context import Context
from complaints.words import Listed, Message
from complaints.words import message as _
from complaints.work import begin_work

AT_ONCE = 250
NO_HEADING = _(
    "The first row of the table must name its columns, and one must be “targets.url”. Download the "
    "template."
)
NOTHING = _("The file has no complaint.")
TOO_MANY = _("The file has more than %(most)s complaints. Send it in parts.", most=MOST_ROWS)
TWICE = _("Two columns have the same name.")
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of complaints that was read: each complaint as JSON, by the number of its line.
    `columns` is the heading of a table."""

    format: Format
    sha256: str
    filename: str | None
    columns: Sequence[str] | None
    rows: Sequence[tuple[int, str]]


def receive(context: Context) -> SentFile:
    """Return the file of complaints of a request's body. Refuses with: what `read_file` does."""
    sender: Actor = request.environ["cleanhands.actor"]
    return read_file(uploads.only_file(), context, sender)


def read_file(file: FileStorage, context: Context, sender: Actor) -> SentFile:
    """Read a file of complaints by what it is, whatever it is called.

    Refuses with: invalid-request; too-large; unavailable, while too many files are looked at.
    """
    most = context.config.max_upload
    with uploads.PLACES.take_place(Work.RECOGNISE, uploads.name_of(sender)):
        with file.stream:
            data = file.stream.read(most + 1)
        if len(data) > most:
            sentence = _("The file may have at most %(most)s bytes.", most=most)
            raise Refusal("too-large", sentence, most=most)
        format, columns, rows = _read(data)
    if not rows:
        raise invalid("/file", Code.UNUSABLE_FILE, NOTHING, reason="empty")
    sha256 = hashlib.sha256(data).hexdigest()
    return SentFile(format, sha256, clean_name(file.filename), columns, rows)


def _read(data: bytes) -> tuple[Format, list[str] | None, list[tuple[int, str]]]:
    if tables.is_workbook(data):
        sheet = tables.read_sheet(data, most_rows=MOST_ROWS + 1)
        return Format.XLSX, *_complaints(sheet)
    text = tables.read_text(data)
    if text.lstrip().startswith("{"):
        lines = enumerate(text.split("\n"), 1)
        return Format.JSON_LINES, None, _few((n, line) for n, line in lines if line.strip())
    heading, _break, _rest = text.lstrip().partition("\n")
    delimiter = max(DELIMITERS, key=heading.count)
    return Format.CSV, *_complaints(split_lines(text.split("\n"), delimiter))


def _complaints(
    rows: Iterator[tuple[int, list[str] | None]],
) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the heading of a table, and its complaints. Refuses with: invalid-request."""
    _number, first = next(rows, (0, None))
    if first is None:
        raise invalid("/file", Code.UNUSABLE_FILE, NOTHING, reason="empty")
    columns = [cell.strip() for cell in first]
    while columns and not columns[-1]:
        columns.pop()
    if complaint_rows.URL not in columns:
        raise invalid("/file", Code.UNUSABLE_FILE, NO_HEADING, reason="no_heading")
    strange = complaint_rows.unknown_columns(columns)
    if strange or len({*columns}) < len(columns):
        reason, sentence = (
            ("unknown_columns", _unknown(strange)) if strange else ("columns_twice", TWICE)
        )
        raise invalid("/file", Code.UNUSABLE_FILE, sentence, reason=reason)
    complaints = complaint_rows.complaints_in(columns, rows)
    return columns, _few((n, json.dumps(each, ensure_ascii=False)) for n, each in complaints)


def _unknown(names: Sequence[str]) -> Message:
    return _(
        "These columns are not known: %(names)s. Take them out, or name them as the template does.",
        names=Listed(list(names)[:MOST_NAMED]),
    )


def _few(rows: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    few = list(itertools.islice(rows, MOST_ROWS + 1))
    if len(few) > MOST_ROWS:
        raise invalid("/file", Code.TOO_MANY, TOO_MANY, max=MOST_ROWS)
    return few


def store_file(
    context: Context, sender: Actor, sent: SentFile, *, language: str, sets_aside: bool
) -> ComplaintImport:
    """Store the rows of a file, and let the job begin; the same file that is under way already is
    not begun twice: its import is returned."""
    with begin_work(context, sender) as work:
        known = import_queries.find_same(work, sent.sha256, sets_aside=sets_aside)
        if known is not None:
            return known
        row = imports.begin_import(
            work, format=sent.format, filename=sent.filename, sha256=sent.sha256,
            language=language, sets_aside=sets_aside, columns=sent.columns,
        )  # fmt: skip
    for start in range(0, len(sent.rows), AT_ONCE):
        with begin_work(context, sender) as work:
            imports.add_rows(work, row.id, sent.rows[start : start + AT_ONCE], vault=context.vault)
    with begin_work(context, sender) as work:
        return imports.start_import(work, row.id)
