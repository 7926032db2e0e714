"""Filers: which an actor may see, one account, and its identity attributes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from complaints.base.errors import not_found
from complaints.models import Complaint, Filer, FilerIdentity, Flag
from complaints.rules.actors import Actor
from complaints.rules.logins.visibility import sight_of
from complaints.words import message as _
from complaints.work import UnitOfWork


def filers_in_sight(
    actor: Actor,
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | None = None,
) -> ColumnElement[bool]:
    """Return the condition that keeps `column` (a filer's id) to the filers in sight."""
    of_filer = Filer.id if column is None else column
    sight = sight_of(actor)
    if sight.everything:
        return true()
    if sight.filer_id is not None:
        return of_filer == sight.filer_id
    if sight.source is None:
        return false()
    seen = Filer.source == sight.source
    if sight.references is not None:
        seen = and_(seen, Filer.reference.in_(sight.references))
    return seen if column is None else column.in_(select(Filer.id).where(seen))


def get_filer(work: UnitOfWork, filer_id: int) -> Filer:
    """Return one account. Refuses with: not-found."""
    row = work.session.scalar(
        select(Filer).where(Filer.id == filer_id, filers_in_sight(work.actor))
    )
    if row is None:
        raise not_found(_("filer"))
    return row


def find_filers(
    work: UnitOfWork,
    *,
    name: str | None,
    reference: str | None = None,
    after: int | None,
    limit: int,
) -> Sequence[Filer]:
    """Return up to limit + 1 accounts by id; `name` is a part of the name, in any case, `reference`
    all of what whoever keeps the account calls it."""
    statement = select(Filer).where(filers_in_sight(work.actor))
    if name is not None:
        statement = statement.where(Filer.name.icontains(name, autoescape=True))
    if reference is not None:
        statement = statement.where(Filer.reference == reference)
    if after is not None:
        statement = statement.where(Filer.id > after)
    return work.session.scalars(statement.order_by(Filer.id).limit(limit + 1)).all()


def identities(session: Session, filer_id: int) -> Sequence[FilerIdentity]:
    """Return a filer's identity attributes, the latest first; the originals are sealed."""
    shown = select(FilerIdentity).where(FilerIdentity.filer_id == filer_id)
    order = (FilerIdentity.last_seen.desc(), FilerIdentity.id)
    return session.scalars(shown.order_by(*order)).all()


def busiest(
    session: Session, source: str, *, kind: str, flagged: bool, since: datetime
) -> int | None:
    """Return the account of this source and kind with the most complaints from `since` on, among
    those with a flag (`flagged`) or without; None where there is none."""
    has_flag = exists(select(Flag.id).where(Flag.filer_id == Filer.id))
    statement = (
        select(Filer.id)
        .join(Complaint, Complaint.filer_id == Filer.id)
        .where(Filer.source == source, Filer.kind == kind, Complaint.filed_at >= since)
        .where(has_flag if flagged else ~has_flag)
        .group_by(Filer.id)
        .order_by(func.count().desc(), Filer.id)
        .limit(1)
    )
    return session.scalar(statement)
