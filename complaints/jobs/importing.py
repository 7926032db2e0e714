"""The job `import`: files the complaints of a sent file, one transaction each, as their sender.

Whatever is killed, each row is filed once: the transaction that files it also settles it. An import
gives way to others after some seconds, and whoever files by hand never waits for more than one row.
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, trail
from complaints.http import filing
from complaints.http.problems import PROBLEMS
from complaints.models import ComplaintImport, ImportRow
from complaints.queries.filing import imports as import_queries
from complaints.queries.logins import accounts, people
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.filing.imports import TURN
from complaints.rules.upkeep.sealed import import_row
from complaints.services.filing import imports, intake
from complaints.services.filing.intake import Duplicate, Notice, NotProcessed
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.words import message as _
from complaints.words import say
from complaints.work import UnitOfWork, begin_work

AT_ONCE = 50
LOST = _("This row cannot be read any more: the key that protected it is lost. Send it again.")
log = logging.getLogger(__name__)


def file_rows(context: Context, import_id: int, now: datetime) -> bool:
    """File rows of an import until its turn is over; return whether it has come to its end."""
    until = time.monotonic() + TURN.total_seconds()
    while True:
        try:
            with context.database.reading() as session:
                sender, sent = find_sender(session, import_id, now)
                rows = import_queries.waiting_rows(session, import_id, limit=AT_ONCE)
        except Refusal as refusal:
            return _ended(context, import_id, now, stopped=refusal.slug)
        if sent.ended_at is not None:
            return True
        if not rows:
            return _ended(context, import_id, now)
        for row in rows:
            file_row(context, sender, sent, row)
            if time.monotonic() > until or context.stopping.is_set():
                return False


def find_sender(session: Session, import_id: int, now: datetime) -> tuple[Actor, ComplaintImport]:
    """Return an import and its sender, as it may act now. Refuses with: unauthorised, where its
    key or its log-in is good no more."""
    sent = session.get_one(ComplaintImport, import_id)
    if sent.key_id is not None:
        return people.actor_of_key_id(session, sent.key_id, now=now), sent
    return accounts.filer_signing_in(session, sent.account_id), sent


def _ended(context: Context, import_id: int, now: datetime, stopped: str | None = None) -> bool:
    with begin_work(context, SYSTEM, now=now) as work:
        imports.end_import(work, import_id, stopped=stopped)
    return True


def file_row(context: Context, sender: Actor, sent: ComplaintImport, row: ImportRow) -> None:
    """File one row, unless its import was cancelled or another worker was faster; what is wrong
    with it is stored with it. Raises what the database says where that is in trouble."""
    try:
        with begin_work(context, sender) as work:
            if imports.is_row_claimed(work, row):
                _file(context, work, sent, row)
        return
    except Refusal as refused:
        refusal = refused
    except Exception as error:  # a row that we cannot file must not keep the others waiting
        if db_errors.refusal_of(error) is not None:
            raise
        log.error("import %s, line %s: %s", sent.id, row.number, trail(error)[0]["error"])
        refusal = Refusal("internal", PROBLEMS["internal"].todo)
    with begin_work(context, sender) as work:
        if imports.is_row_claimed(work, row):
            status = PROBLEMS[refusal.slug].status
            imports.settle_row(work, row, status, problem=_problem(refusal, sent.language))


def _file(context: Context, work: UnitOfWork, sent: ComplaintImport, row: ImportRow) -> None:
    text = context.vault.unseal(
        row.sealed or b"", row.key_id, about=import_row(row.import_id, row.number)
    )
    if text is None:
        raise Refusal("unreadable", LOST)
    chosen = {"wrong_targets": "set_aside"} if sent.sets_aside else {}
    members = filing.read_complaint(text.encode(), chosen)
    members.pop("dry_run", None)
    notice = intake.set_aside(work, replace(Notice.of(members), unanswered=True))
    if sent.key_id is None:
        notice = replace(notice, channel="form")
    filed = filing.file_notice(work, notice, context=context)
    if isinstance(filed, Duplicate):
        imports.settle_row(work, row, 200, complaint_id=filed.complaint.id)
        return
    status = 403 if isinstance(filed, NotProcessed) else 201
    imports.settle_row(work, row, status, complaint_id=filed.complaint.id)


def _problem(refusal: Refusal, language: str) -> dict[str, Any]:
    """Return why a row was not filed, in the sender's language."""
    return {
        "code": refusal.slug,
        "detail": say(refusal.message, language),
        "errors": [each.document(lambda text: say(text, language)) for each in refusal.fields],
        **refusal.facts,
    }
