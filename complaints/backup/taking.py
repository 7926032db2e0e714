"""Takes a backup: one state of the database, then the documents that this state names.

A document's file is written before its row, so that each one named is there. The state is read in
one transaction that writes nothing; who writes meanwhile waits for nobody.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

import sqlalchemy
from sqlalchemy import Connection, select

from complaints import migration
from complaints.backup import keys, rows, writing
from complaints.backup.checking import PAPER_COLUMNS, StoredDocument, papers
from complaints.backup.copies import Copy
from complaints.backup.errors import BackupError
from complaints.backup.folders import Folder
from complaints.backup.manifest import FORMAT, Documents, Ledger, Manifest, Table
from complaints.backup.parts import BackupPart, document_name, packed
from complaints.backup.reading import Source
from complaints.backup.writing import Sink
from complaints.models import Document, DocumentContent
from complaints.queries.filing import documents
from complaints.queries.upkeep import ledger_chain as chain
from complaints.queries.upkeep import ledger_verdict
from complaints.rules.actors import SYSTEM, HandKind
from complaints.rules.upkeep.ledger_chain import written
from complaints.services.upkeep import installations
from complaints.storage.context import Context
from complaints.storage.vault import CHUNK
from complaints.work import begin_work


def take_backup(context: Context, place: Path, *, now: datetime) -> Manifest:
    """Take a backup at `place` and return its manifest.

    Raises BackupError where it cannot be taken; then nothing of it is left there.
    """
    at, head = migration.current(context.database), migration.head_revision()
    if at != head:
        raise BackupError(
            f"The database is at revision {at}, this version of Clean Hands is of {head}: take the "
            "backup with the version of the database, which knows all of its tables."
        )
    with writing.open_backup(place) as sink:
        taking = _Taking(context, sink, now)
        manifest = taking.all_of_it(head)
        sink.finish(manifest.written(context.vault))
        if isinstance(sink, Folder):
            _prune(sink, manifest, taking.run)
    return manifest


def note_backup(context: Context, manifest: Manifest, *, now: datetime) -> None:
    """Note in the database that it was backed up. It may take no writing: the backup is whole."""
    with begin_work(context, SYSTEM.by(HandKind.COMMAND), now=now) as work:
        installations.backed_up(
            work, position=manifest.ledger.head.position, holds=not manifest.ledger.wrong
        )


class _Taking:
    """One backup that is being taken."""

    def __init__(self, context: Context, sink: Sink, now: datetime) -> None:
        self._context, self._sink, self._now = context, sink, now
        # A clock may show a time twice: the rows of an earlier backup are never written over.
        self.run = f"rows-{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        self._rows: list[BackupPart] = []
        self._papers: list[BackupPart] = []
        self._lost: list[str] = []
        self._size = self._count = 0

    def all_of_it(self, revision: str) -> Manifest:
        """Write rows and documents; return the manifest that names them."""
        with tempfile.TemporaryFile() as named:
            with self._context.database.snapshot(as_stored=True) as connection:
                # The first question fixes the state that all others see.
                ledger = _ledger(connection, self._now)
                fingerprints = keys.fingerprints(connection, self._context)
                tables = {table.name: self._table(connection, table) for table in rows.tables()}
                _note_documents(connection, named)
            self._documents(named)
        return Manifest(
            format=FORMAT,
            made_at=written(self._now),
            code=_code(),
            revision=revision,
            database=ledger.head.database,
            demo=self._context.demo,
            keys=fingerprints,
            ledger=ledger,
            tables=tables,
            documents=Documents(self._count, self._size, self._lost),
            rows=self._rows,
            papers=self._papers,
        )

    def _table(self, connection: Connection, table: sqlalchemy.Table) -> Table:
        columns = [column.name for column in table.columns]
        with closing(rows.read_rows(connection, table)) as stored:
            parts = self._put(table.name, packed(columns, stored))
        self._rows += parts
        total = sum(part.rows for part in parts)
        return Table(total, rows.last_number(connection, table))

    def _put(self, name: str, packs: Iterable[tuple[bytes, int]]) -> list[BackupPart]:
        parts = []
        for number, (data, count) in enumerate(packs, 1):
            of = f"{self.run}/{name}.{number:05}.jsonl.gz"
            self._sink.put(of, len(data), [data])
            parts.append(BackupPart(of, len(data), hashlib.sha256(data).hexdigest(), count))
        return parts

    def _documents(self, named: IO[bytes]) -> None:
        named.seek(0)
        papers = (self._document(line.decode().strip()) for line in named)
        listed = ((each.sha256, each.key, each.size, each.digest) for each in papers)
        self._papers += self._put("documents", packed(PAPER_COLUMNS, listed))

    def _document(self, sha256: str) -> StoredDocument:
        """Copy a document as it is stored, and look whether it opens; it is kept either way."""
        try:
            key = self._context.archive.key_of(sha256) or ""
            paper = self._kept(sha256, key) or self._copied(sha256, key)
        except FileNotFoundError:
            paper = StoredDocument(sha256, "", None, "")
            # One that ended while the backup was taken, and was swept, is no loss.
            if self._is_named_yet(sha256):
                self._lost.append(sha256)
        self._count += 1
        self._size += paper.size or 0
        return paper

    def _is_named_yet(self, sha256: str) -> bool:
        with self._context.database.reading() as session:
            return sha256 in documents.stored(session, [sha256])

    def _kept(self, sha256: str, key: str) -> StoredDocument | None:
        """Return a document that an earlier backup stored here and that still opens, else None."""
        path = self._sink.kept(document_name(sha256, key))
        if path is None:
            return None
        with path.open("rb") as file:
            copy = Copy(iter(lambda: file.read(CHUNK), b""))
            for _ in copy.opened(self._context.vault, sha256):
                pass
        if not copy.opens:
            return None
        return StoredDocument(sha256, key, copy.size, copy.digest.hexdigest())

    def _copied(self, sha256: str, key: str) -> StoredDocument:
        size, blocks = self._context.archive.sealed(sha256)
        copy = Copy(blocks)
        self._sink.put(document_name(sha256, key), size, copy.opened(self._context.vault, sha256))
        if not copy.opens:
            self._lost.append(sha256)
        return StoredDocument(sha256, key, copy.size, copy.digest.hexdigest())


def _ledger(connection: Connection, now: datetime) -> Ledger:
    head = chain.head_of_chain(connection, now=now)
    return Ledger.of(ledger_verdict.check_ledger(connection), head)


def _note_documents(connection: Connection, named: IO[bytes]) -> None:
    """Note which documents the rows name: a file, as there may be more than memory holds."""
    stored = (
        select(Document.sha256)
        .join(DocumentContent, DocumentContent.document_id == Document.id)
        .order_by(Document.sha256)
        .execution_options(yield_per=rows.AT_ONCE)
    )
    for sha256 in connection.execute(stored).scalars():
        named.write(f"{sha256}\n".encode())


def _prune(folder: Folder, manifest: Manifest, run: str) -> None:
    """Take out of the folder what an earlier backup left there and this one does not name."""
    names = {paper.name for paper in papers(Source(folder.place), manifest)}
    folder.prune(run, names)


def _code() -> str:
    try:
        return version("clean-hands")
    except PackageNotFoundError:
        return "unknown"
