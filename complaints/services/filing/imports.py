"""Imports: a file's complaints are stored sealed, then filed one by one by the job `import`.

A row is claimed, filed and settled in one transaction, so that each is filed once, whatever is
killed in between. Filing is the door's (`jobs/importing.py`): this knows no intake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from complaints.models import ComplaintImport, ImportRow, Job
from complaints.queries.filing import imports
from complaints.rules.filing.imports import Format
from complaints.rules.upkeep.jobs import IMPORT
from complaints.rules.upkeep.sealed import import_row
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
from complaints.work import UnitOfWork

# What counts a row, by the status that it came to.
COUNTERS: Mapping[int, str] = {201: "filed", 200: "known", 403: "kept"}


def begin_import(
    work: UnitOfWork,
    *,
    format: Format,
    filename: str | None,
    sha256: str,
    language: str,
    sets_aside: bool,
    columns: Sequence[str] | None,
) -> ComplaintImport:
    """Store that the actor sends a file of complaints; its rows come after it."""
    row = ComplaintImport(
        owner_kind=str(work.actor.kind), owner_id=work.actor.id, key_id=work.actor.key_id,
        account_id=work.actor.hand.id if work.actor.hand and not work.actor.key_id else None,
        format=str(format), filename=filename, sha256=sha256, language=language,
        sets_aside=sets_aside, columns=list(columns) if columns else None, created_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    ledger.record(work, "sent_file", "import", row.id, format=str(format))
    return row


def add_rows(
    work: UnitOfWork, import_id: int, rows: Sequence[tuple[int, str]], *, vault: Vault
) -> None:
    """Store complaints of the file, each as JSON with the number of its line."""
    values = [
        {
            "import_id": import_id,
            "number": number,
            "sealed": vault.seal(text, about=import_row(import_id, number)),
            "key_id": vault.key_id,
        }
        for number, text in rows
    ]
    work.session.execute(insert(ImportRow), values)


def start_import(work: UnitOfWork, import_id: int) -> ComplaintImport:
    """Let the job begin: all rows are there."""
    count = select(func.count()).where(ImportRow.import_id == import_id)
    row = work.session.get_one(ComplaintImport, import_id)
    row.rows, row.read_at = work.session.scalar(count) or 0, work.now
    work.session.add(
        Job(kind=IMPORT, unique_key=f"{IMPORT}:{import_id}", payload={"import": import_id},
            run_at=work.now)
    )  # fmt: skip
    work.session.flush()
    return row


def cancel_import(work: UnitOfWork, import_id: int) -> ComplaintImport:
    """Let no more rows of the import be filed. What was filed stays. One that has ended, or was
    cancelled before, is left as it is. Refuses with: not-found."""
    row = imports.get_import(work, import_id)
    if row.ended_at is None:
        now = {"cancelled_at": work.now, "ended_at": work.now}
        work.session.execute(_unended(import_id).values(now))
        work.session.refresh(row)
        ledger.record(work, "cancelled", "import", import_id)
    return row


def is_row_claimed(work: UnitOfWork, row: ImportRow) -> bool:
    """Take a row that waits, and say whether it is taken: it is not where its import has ended, or
    another worker was faster. Its transaction settles it."""
    goes_on = select(ComplaintImport.id).where(
        ComplaintImport.id == row.import_id, ComplaintImport.ended_at.is_(None)
    )
    taken = (
        update(ImportRow)
        .where(ImportRow.id == row.id, ImportRow.status.is_(None), goes_on.exists())
        .values(status=0)
        .returning(ImportRow.id)
    )
    return work.session.execute(taken).scalar() is not None


def settle_row(
    work: UnitOfWork,
    row: ImportRow,
    status: int,
    *,
    complaint_id: int | None = None,
    problem: Mapping[str, Any] | None = None,
) -> None:
    """Store what became of a row; one that is filed needs its words no more."""
    values: dict[str, Any] = {"status": status, "complaint_id": complaint_id, "problem": problem}
    if problem is None or complaint_id is not None:
        values |= {"sealed": None, "key_id": ""}
    work.session.execute(update(ImportRow).where(ImportRow.id == row.id).values(values))
    counter = getattr(ComplaintImport, COUNTERS.get(status, "refused"))
    counted = update(ComplaintImport).where(ComplaintImport.id == row.import_id)
    work.session.execute(counted.values({counter: counter + 1}))


def end_import(work: UnitOfWork, import_id: int, *, stopped: str | None = None) -> None:
    """Store that the import has come to its end; `stopped` says why rows were left."""
    work.session.execute(_unended(import_id).values({"ended_at": work.now, "stopped": stopped}))


def _unended(import_id: int) -> Any:
    mine: ColumnElement[bool] = ComplaintImport.id == import_id
    return update(ComplaintImport).where(mine, ComplaintImport.ended_at.is_(None))
