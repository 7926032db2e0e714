"""Imports: those of the one who asks, how far they are, and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import ComplaintImport, ImportRow
from complaints.queries.logins import api_keys
from complaints.rules.actors import Actor
from complaints.words import message as _
from complaints.work import UnitOfWork


def get_import(work: UnitOfWork, import_id: int) -> ComplaintImport:
    """Return one import of the actor's. Refuses with: not-found."""
    row = work.session.scalar(
        select(ComplaintImport).where(ComplaintImport.id == import_id, _mine(work.actor))
    )
    if row is None:
        raise not_found(_("import"))
    return row


def find_imports(work: UnitOfWork, *, before: int | None, limit: int) -> Sequence[ComplaintImport]:
    """Return up to limit + 1 imports of the actor's, the newest first."""
    mine = select(ComplaintImport).where(_mine(work.actor))
    if before is not None:
        mine = mine.where(ComplaintImport.id < before)
    return work.session.scalars(mine.order_by(ComplaintImport.id.desc()).limit(limit + 1)).all()


def find_same(work: UnitOfWork, sha256: str, *, sets_aside: bool) -> ComplaintImport | None:
    """Return the actor's import of the same file that has not ended, if there is one."""
    return work.session.scalar(
        select(ComplaintImport)
        .where(
            _mine(work.actor),
            ComplaintImport.sha256 == sha256,
            ComplaintImport.sets_aside == sets_aside,
            ComplaintImport.read_at.is_not(None),
            ComplaintImport.ended_at.is_(None),
        )
        .order_by(ComplaintImport.id)
        .limit(1)
    )


def waiting_rows(session: Session, import_id: int, *, limit: int) -> Sequence[ImportRow]:
    """Return the first rows that wait to be filed, in the order of the file."""
    rows = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.status.is_(None))
    return session.scalars(rows.order_by(ImportRow.number).limit(limit)).all()


def refused_rows(
    session: Session, import_id: int, *, after: int, limit: int
) -> Sequence[ImportRow]:
    """Return rows that were not filed, in the order of the file, after this line."""
    rows = select(ImportRow).where(
        ImportRow.import_id == import_id,
        ImportRow.status >= 400,
        ImportRow.complaint_id.is_(None),
        ImportRow.number > after,
    )
    return session.scalars(rows.order_by(ImportRow.number).limit(limit)).all()


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Whose an import is: its owner's, and of a key that is cut to named filers, that key's."""
    mine: list[Any] = [
        ComplaintImport.owner_kind == str(actor.kind),
        ComplaintImport.owner_id == actor.id,
    ]
    if actor.only_filers is not None:
        mine.append(api_keys.are_no_wider(actor, ComplaintImport.key_id))
    return and_(*mine)
