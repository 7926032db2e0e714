"""Drafts of an account. Nobody else sees them, not even staff: nothing was filed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal, not_found
from complaints.models import Draft
from complaints.rules.actors import Actor
from complaints.words import message as _
from complaints.work import UnitOfWork


def require_owner(actor: Actor) -> int:
    """Return the id of the account whose drafts the actor may read and change.

    Refuses with: forbidden, when the actor is not a filer.
    """
    if actor.filer_id is None:
        raise Refusal("forbidden", _("Drafts belong to an account that files."))
    return actor.filer_id


def get_draft(work: UnitOfWork, draft_id: int) -> Draft:
    """Return one draft. Refuses with: not-found."""
    mine = select(Draft).where(Draft.id == draft_id, Draft.filer_id == require_owner(work.actor))
    draft = work.session.scalar(mine)
    if draft is None:
        raise not_found(_("draft"))
    return draft


def find_drafts(work: UnitOfWork, *, after: int | None, limit: int) -> Sequence[Draft]:
    """Return up to limit + 1 drafts, the newest first; `after` is the last id of the page
    before."""
    mine = select(Draft).where(Draft.filer_id == require_owner(work.actor))
    if after is not None:
        mine = mine.where(Draft.id < after)
    return work.session.scalars(mine.order_by(Draft.id.desc()).limit(limit + 1)).all()


def count_drafts(session: Session, filer_id: int) -> int:
    """Return how many drafts an account has."""
    mine = select(func.count()).select_from(Draft).where(Draft.filer_id == filer_id)
    return session.scalar(mine) or 0
