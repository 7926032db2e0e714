"""What of a file was not filed, as a file to download: it is mended and sent again as it is.

Of a table it is a table (CSV) with the columns that were sent, of JSON Lines it is JSON Lines; each
row begins with its line in the file and with what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from complaints.http import tables
from complaints.models import ComplaintImport, ImportRow
from complaints.queries.filing import imports
from complaints.rules.upkeep.sealed import import_row
from complaints.schemas.filing import complaint_rows
from complaints.storage.context import Context

AT_ONCE = 500


def answer_rejects(session: Session, context: Context, sent: ComplaintImport) -> Response:
    """Answer with the rows of an import that were not filed, in the order of its file."""
    rows = _rows(session, context, sent.id)
    if sent.columns is None:
        return tables.file_of(
            f"import-{sent.id}-rejects.jsonl", "application/jsonl",
            lambda file: _write_lines(file, rows),
        )  # fmt: skip
    columns = [name for name in sent.columns if name not in complaint_rows.OF_REFUSED]
    lines = (
        [row.number, _sentence(row), *(cells.get(name, "") for name in columns)]
        for row, complaint in rows
        for cells in complaint_rows.table_rows_of(complaint if isinstance(complaint, dict) else {})
    )
    heading = [*complaint_rows.OF_REFUSED, *columns]
    return tables.csv_file(f"import-{sent.id}-rejects.csv", heading, lines)


def _rows(session: Session, context: Context, import_id: int) -> Iterator[tuple[ImportRow, Any]]:
    """Yield the rows, each with its complaint: as JSON, or as text where it is none."""
    after = 0
    while rows := imports.refused_rows(session, import_id, after=after, limit=AT_ONCE):
        for row in rows:
            about = import_row(row.import_id, row.number)
            text = context.vault.unseal(row.sealed or b"", row.key_id, about=about)
            complaint: Any = text
            with suppress(ValueError):
                complaint = json.loads(text or "null")
            yield row, complaint
        after = rows[-1].number
        session.expunge_all()


def _sentence(row: ImportRow) -> str:
    """Return what is wrong with a row, as one text."""
    problem = row.problem or {}
    errors = [f"{each['pointer']}: {each['detail']}" for each in problem.get("errors", ())]
    return " ".join(errors or [str(problem.get("detail", ""))])


def _write_lines(file: tables.Spooled, rows: Iterator[tuple[ImportRow, Any]]) -> None:
    for row, complaint in rows:
        line = {"line": row.number, "problem": row.problem, "complaint": complaint}
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
