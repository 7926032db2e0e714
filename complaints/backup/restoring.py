"""Puts a backup back into an empty place: whole, or not at all.

Everything is looked at before anything is written. The rows go in by one transaction: on PostgreSQL
into an empty database, on SQLite into a file that gets its name at the end. The documents' place
says that it is unfinished until then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from complaints import migration
from complaints.backup import checking, keys, loading, targets
from complaints.backup.checking import papers
from complaints.backup.errors import BackupError
from complaints.backup.manifest import Ledger, Manifest
from complaints.backup.reading import Source
from complaints.base.errors import Refusal
from complaints.queries.mailing import deliveries as waiting
from complaints.queries.upkeep import ledger_verdict
from complaints.queries.upkeep.installations import names_test
from complaints.queries.upkeep.ledger_verdict import Fate
from complaints.rules.actors import SYSTEM, HandKind
from complaints.services.logins import sessions
from complaints.services.mailing import deliveries
from complaints.services.upkeep import installations
from complaints.storage.context import Context
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `held` letters wait for a word; `migrated`: the tables are newer now."""

    manifest: Manifest
    held: int
    migrated: bool


def check_backup(source: Source, *, context: Context | None) -> Manifest:
    """Return the manifest of a backup that is whole; write nothing.

    With the service's configuration its keys are compared too. Raises BackupError, with a sentence
    for each thing that is wrong.
    """
    manifest = _manifest(source, context)
    _require_whole(source, manifest)
    return manifest


def _manifest(source: Source, context: Context | None) -> Manifest:
    """Return the manifest of a backup that this version knows, under the keys that are given."""
    manifest = checking.read_manifest(source)
    if not migration.knows(manifest.revision):
        raise BackupError(
            f"The backup is of revision {manifest.revision}, which this version of Clean Hands "
            f"does not know: restore it with version {manifest.code} or a newer one."
        )
    if context is not None:
        _require_keys(manifest, context)
    return manifest


def _require_whole(source: Source, manifest: Manifest) -> None:
    wrong = checking.problems(source, manifest)
    if wrong:
        raise BackupError(*wrong)


def restore(
    context: Context, source: Source, *, now: datetime, lost_keys: bool = False, go_on: bool = False
) -> Restored:
    """Put a backup back into the empty place that the configuration names.

    `lost_keys`: the keys are not compared, as they are gone for good. `go_on`: letters that waited
    go out and sessions stay, as the service that was backed up is stopped for good.
    Raises BackupError. Whatever stops it, nothing of it is left, but what a store that does not
    answer keeps: that says that it is unfinished, and the next restore writes it over.
    """
    manifest = _manifest(source, None if lost_keys else context)
    _require_kind(manifest, context)
    targets.require_no_strangers(context)
    before = targets.find_files(context)
    with targets.alone(context), _without_files(context, before):
        targets.require_empty(context, manifest.database)
        with _without_documents(context):
            _require_whole(source, manifest)
            with targets.open_target(context) as connection:
                migrated = loading.load_rows(connection, source, manifest)
                require_ledger(connection, manifest)
                held = _settle(context, connection, manifest, now=now, go_on=go_on)
                _documents(context, source, manifest)
        context.archive.end_restore()
    return Restored(manifest, held, migrated)


@contextmanager
def _without_files(context: Context, before: set[Path]) -> Iterator[None]:
    """Take the files that were not there before out of the empty place again where the restore
    does not come to its end: to look into a database that is not there makes one."""
    try:
        yield
    except BaseException:
        targets.remove_new_files(context, before)
        raise


@contextmanager
def _without_documents(context: Context) -> Iterator[None]:
    """Take the documents out again where the restore does not come to its end."""
    try:
        yield
    except BaseException:
        # A store that is away keeps what says that it is unfinished.
        with suppress(Refusal):
            context.archive.undo_restore()
        raise


def _require_kind(manifest: Manifest, context: Context) -> None:
    """Raise BackupError where a test instance's backup would go to a live one, or the reverse."""
    if names_test(manifest.database) is context.config.test:
        return
    if context.config.test:
        raise BackupError(
            "The backup is a live service's, and a test instance takes none of it: what is in it "
            "is real. Unset CLEANHANDS_TEST to put it back."
        )
    raise BackupError(
        "The backup is a test instance's, and nothing in it is real: set CLEANHANDS_TEST=1 to put "
        "it back."
    )


def _require_keys(manifest: Manifest, context: Context) -> None:
    refused = keys.refusals(manifest.keys, context)
    if refused:
        raise BackupError(*refused)
    if not manifest.is_proven(context.vault):
        raise BackupError(
            "The manifest (manifest.json) was changed since the backup was taken. Take another "
            "copy."
        )


def require_ledger(connection: Connection, manifest: Manifest) -> None:
    """Raise BackupError where the chain is not the one of the backup, to the last hash."""
    was = manifest.ledger
    verdict = ledger_verdict.check_ledger(connection, [was.head])
    assert verdict.kept is not None
    if verdict.kept.fate is not Fate.HOLDS:
        raise BackupError(
            f"The ledger in the backup is not the one of its head, position {was.head.position} "
            f"({verdict.kept.fate}). Take another backup."
        )
    now = Ledger.of(verdict, was.head)
    if now != was:
        raise BackupError(
            f"The ledger does not hold as it did when the backup was taken. Then: {was.in_words}; "
            f"now: {now.in_words}. Take another backup."
        )


def _settle(
    context: Context, connection: Connection, manifest: Manifest, *, now: datetime, go_on: bool
) -> int:
    """Note the restore, and hold what may have been done since the backup; return the letters."""
    held = 0
    with Session(connection, expire_on_commit=False) as session:
        work = UnitOfWork(session, SYSTEM.by(HandKind.COMMAND), now, context.links)
        if not go_on:
            sessions.end_everybodys(session, now=now)
            held = 0 if manifest.demo else _hold_letters(context, work)
        installations.restored(
            work, made_at=manifest.made_at, position=manifest.ledger.head.position, held=held
        )
        session.flush()
    return held


def _hold_letters(context: Context, work: UnitOfWork) -> int:
    """Hold every letter that would go by mail by itself: it may have gone since the backup."""
    config = context.config
    domain = config.mail_domain or urlsplit(config.base_url).hostname or "localhost"
    held = deliveries.hold_letters(work)
    limit = loading.AT_ONCE
    while True:
        going = waiting.going_by_mail(work.session, context.vault, now=work.now, limit=limit)
        to_log_ins = waiting.account_letters_to_go(
            work.session, context.vault, now=work.now, limit=limit
        )
        if not going and not to_log_ins:
            return held
        deliveries.enrol(work, letters=going, account_letters=to_log_ins, domain=domain)
        held += deliveries.hold_letters(work)


def _documents(context: Context, source: Source, manifest: Manifest) -> None:
    """Store the documents. The place says that it is unfinished, until the rows are there too."""
    context.archive.begin_restore()
    for paper in papers(source, manifest):
        if paper.size is not None:
            context.archive.put_sealed(paper.sha256, source.stream(paper.name))
    context.archive.mark(manifest.database)
