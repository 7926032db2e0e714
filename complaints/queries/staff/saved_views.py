"""The queue's saved views: whose the reader sees, and which it opens with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from complaints.base.errors import not_found
from complaints.models import DefaultView, Person, SavedView
from complaints.queries.staff import teamwork
from complaints.rules.actors import require_staff
from complaints.rules.staff.teamwork import may_change_view, sees_view
from complaints.words import message as _
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ViewOfQueue:
    """A saved view with whose it is; `yours` where the reader may change it, `default` where its
    queue opens with it."""

    row: SavedView
    by: str
    mine: bool
    yours: bool
    default: bool


def seen(work: UnitOfWork) -> list[ViewOfQueue]:
    """Return the views that the actor sees, its own first, by name. Refuses with: not-found, unless
    the actor is staff."""
    require_staff(work.actor)
    me = teamwork.reader(work)
    views = _seen(work, SavedView.person_id == me.person_id)
    return views + _seen(work, SavedView.person_id != me.person_id, SavedView.shared != "own")


def get_saved_view(work: UnitOfWork, view_id: int) -> ViewOfQueue:
    """Return one view. Refuses with: not-found, where the actor does not see it."""
    require_staff(work.actor)
    views = _seen(work, SavedView.id == view_id)
    if not views:
        raise not_found(_("view"))
    return views[0]


def default(work: UnitOfWork) -> ViewOfQueue | None:
    """Return the view that the actor's queue opens with, while it sees it."""
    mine = DefaultView.person_id == work.actor.person_id
    view_id = work.session.scalar(select(DefaultView.view_id).where(mine))
    views = _seen(work, SavedView.id == view_id) if view_id is not None else []
    return views[0] if views else None


def _seen(work: UnitOfWork, *conditions: ColumnElement[bool]) -> list[ViewOfQueue]:
    me = teamwork.reader(work)
    chosen = work.session.scalar(
        select(DefaultView.view_id).where(DefaultView.person_id == me.person_id)
    )
    rows = work.session.execute(
        select(SavedView, Person)
        .join(Person, Person.id == SavedView.person_id)
        .where(*conditions)
        .order_by(SavedView.name, SavedView.id)
    ).tuples()
    return [
        ViewOfQueue(
            row,
            owner.name,
            row.person_id == me.person_id,
            may_change_view(me, row.person_id, row.shared),
            row.id == chosen,
        )
        for row, owner in rows
        if sees_view(me, owner_id=row.person_id, owners_team=owner.team, shared=row.shared)
    ]
