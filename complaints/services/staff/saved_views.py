"""Keeps filters of the queue under a name, shares them, and sets what a queue opens with. No case
hangs on it, so the ledger keeps none of it."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import delete, func, select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid
from complaints.models import DefaultView, SavedView
from complaints.queries.staff import saved_views
from complaints.queries.staff.saved_views import ViewOfQueue
from complaints.rules.staff.teamwork import MOST_VIEWS
from complaints.storage.db import insertion
from complaints.words import message as _
from complaints.work import UnitOfWork


def save(work: UnitOfWork, *, name: str, shared: str, filters: dict[str, Any]) -> SavedView:
    """Keep filters under a name of the actor's own.

    Refuses with: invalid-request, for an empty name, or one view too many; taken, for a name that
    the actor uses.
    """
    person_id = work.actor.person_id
    assert person_id is not None
    mine = select(func.count()).where(SavedView.person_id == person_id)
    if (work.session.scalar(mine) or 0) >= MOST_VIEWS:
        raise invalid(
            "/name", Code.LIMIT_REACHED, _("You have 50 views. Delete one first."), max=MOST_VIEWS
        )
    kept = _free_name(work, name, person_id, None)
    row = SavedView(
        person_id=person_id, name=kept, shared=shared, filters=filters, made_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    return row


def change(
    work: UnitOfWork,
    view_id: int,
    *,
    name: str,
    shared: str,
    filters: dict[str, Any] | None = None,
) -> SavedView:
    """Give a view another name, other readers, and other filters where they are given.

    Refuses with: not-found; forbidden; invalid-request; taken.
    """
    row = _changeable(work, view_id).row
    row.name, row.shared = _free_name(work, name, row.person_id, row.id), shared
    if filters is not None:
        row.filters = filters
    work.session.flush()
    return row


def remove(work: UnitOfWork, view_id: int) -> None:
    """Delete a view, also for those whose queue opens with it. Refuses with: not-found;
    forbidden."""
    row = _changeable(work, view_id).row
    work.session.execute(delete(DefaultView).where(DefaultView.view_id == row.id))
    work.session.delete(row)
    work.session.flush()


def open_with(work: UnitOfWork, view_id: int | None) -> None:
    """Let the actor's queue open with a view, or, with None, with all that waits. Refuses with:
    not-found."""
    mine = DefaultView.person_id == work.actor.person_id
    if view_id is None:
        work.session.execute(delete(DefaultView).where(mine))
        return
    saved_views.get_saved_view(work, view_id)
    work.session.execute(
        insertion(work.session, DefaultView)
        .values(person_id=work.actor.person_id, view_id=view_id)
        .on_conflict_do_update(index_elements=[DefaultView.person_id], set_={"view_id": view_id})
    )


def _changeable(work: UnitOfWork, view_id: int) -> ViewOfQueue:
    view = saved_views.get_saved_view(work, view_id)
    if not view.yours:
        raise Refusal(
            "forbidden", _("Only the person who made this view, or a supervisor, can change it.")
        )
    return view


def _free_name(work: UnitOfWork, name: str, person_id: int, but: int | None) -> str:
    """Return the name as it is kept, without signs that nobody sees."""
    seen = "".join(
        " " if each.isspace() else each
        for each in unicodedata.normalize("NFC", name)
        if each.isspace() or unicodedata.category(each)[0] != "C"
    )
    kept = " ".join(seen.split())
    if not kept:
        raise invalid("/name", Code.REQUIRED, _("Enter a name for the view."))
    others = select(SavedView.name).where(SavedView.person_id == person_id, SavedView.id != but)
    if but is None:
        others = select(SavedView.name).where(SavedView.person_id == person_id)
    if kept.casefold() in {each.casefold() for each in work.session.scalars(others)}:
        text = _("“%(name)s” is taken. Choose another.", name=kept)
        raise Refusal("taken", text, fields=[FieldError("/name", Code.DUPLICATE, text)])
    return kept
