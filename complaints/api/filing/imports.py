"""Files of many complaints: sent, followed, cancelled, and what of them was not filed."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from complaints.http import importing, paging, rejects, tables
from complaints.http.cursors import after_id
from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.http.importing import SentFile
from complaints.http.languages import pick
from complaints.queries.filing import imports as import_queries
from complaints.rules.actors import Scope
from complaints.rules.filing.targets import WhereWrong
from complaints.rules.staff.door_bars import FILERS_OWN
from complaints.schemas.filing import complaint_rows
from complaints.schemas.filing.imports import ImportOut, ImportQuery, ImportsOut, ImportsQuery
from complaints.services.filing import imports

blp = Blueprint("imports", __name__, description="Files of many complaints, filed one by one")
FILES = (Scope.FILE, Scope.FILE_ON_BEHALF)
TABLE = "text/csv"


@endpoint(blp, "POST", "/imports", scopes=FILES, query=ImportQuery, answer=ImportOut, status=201,
          upload=importing.receive, many=True, refuses=["unavailable"],
          bars=FILERS_OWN)  # fmt: skip
def send_file(call: Call, sent: SentFile, query: dict[str, Any]) -> Any:
    """Send up to 20,000 complaints as one file, in the part “file”: JSON Lines, each line as `POST
    /complaints` takes it; or a table, CSV or XLSX, whose first row names the members.

    The rows are filed one by one by a job, each as if it came alone. A file that is sent again
    while it is under way is not begun twice. A column of a table is called as its member, as
    `right.number`: see `GET /imports/template.csv`.
    """
    stored = importing.store_file(
        call.context, call.actor, sent, language=pick(request),
        sets_aside=query["wrong_targets"] == WhereWrong.SET_ASIDE,
    )  # fmt: skip
    return stored, 201, {"Location": f"/api/v1/imports/{stored.id}"}


@endpoint(blp, "GET", "/imports", scopes=FILES, query=ImportsQuery, answer=ImportsOut)
def list_imports(call: Call, query: dict[str, Any]) -> dict[str, object]:
    """List your imports, the newest first. They are kept for 30 days after their end."""
    limit, before = query["limit"], after_id(query.get("cursor"))
    rows = import_queries.find_imports(call.work, before=before, limit=limit)
    return paging.page(rows, limit, lambda row: (row.id,))


@endpoint(blp, "GET", "/imports/template.csv", scopes=FILES, media=[TABLE])
def read_template(call: Call) -> Response:
    """Download an empty table with the columns that most complaints need."""
    return tables.csv_file("complaints-template.csv", complaint_rows.USUAL, ())


@endpoint(blp, "GET", "/imports/<id:import_id>", scopes=FILES, answer=ImportOut)
def read_import(call: Call, import_id: int) -> Any:
    """Read how far an import is."""
    return import_queries.get_import(call.work, import_id)


@endpoint(blp, "POST", "/imports/<id:import_id>/cancel", scopes=FILES, answer=ImportOut,
          bars=FILERS_OWN)  # fmt: skip
def cancel_import(call: Call, import_id: int) -> Any:
    """File no more of an import's rows. What was filed stays; one that has ended stays as it is."""
    return imports.cancel_import(call.work, import_id)


@endpoint(blp, "GET", "/imports/<id:import_id>/rejects", scopes=FILES,
          media=[TABLE, "application/jsonl"])  # fmt: skip
def read_rejects(call: Call, import_id: int) -> Response:
    """Download the rows that were not filed, each with its line and what is wrong: as CSV where a
    table was sent, which can be mended and sent again as it is; else as JSON Lines."""
    sent = import_queries.get_import(call.work, import_id)
    return rejects.answer_rejects(call.session, call.context, sent)
