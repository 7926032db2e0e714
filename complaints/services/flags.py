"""Verbs of a flag: take it, dismiss it, confirm it. People decide; a scan only opens flags."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.errors import invalid, not_found
from complaints.models import Flag
from complaints.rules.actors import Actor
from complaints.services.move import locked, move
from complaints.words import message as _


def take(
    session: Session, actor: Actor, flag_id: int, *, now: datetime, expected: int | None = None
) -> Flag:
    """Put an open flag under the actor's review. Refuses with: wrong-state; forbidden; stale."""
    flag = _locked(session, actor, flag_id, expected)
    flag.taken_by = actor.person_id
    flag.updated_at = now
    move(session, actor, flag, "take", now=now)
    return flag


def dismiss(
    session: Session,
    actor: Actor,
    flag_id: int,
    *,
    why: str,
    now: datetime,
    expected: int | None = None,
) -> Flag:
    """Close a flag without consequence: its facts alone never raise it again.

    Refuses with: invalid-request, without a reason; wrong-state; stale.
    """
    return _close(session, actor, flag_id, "dismiss", why, now, expected)


def confirm(
    session: Session,
    actor: Actor,
    flag_id: int,
    *,
    why: str,
    now: datetime,
    expected: int | None = None,
) -> Flag:
    """Confirm that the filer abuses the system; a boycott can then be proposed.

    Refuses with: invalid-request, without a reason; wrong-state; stale.
    """
    return _close(session, actor, flag_id, "confirm", why, now, expected)


def _close(
    session: Session,
    actor: Actor,
    flag_id: int,
    event: str,
    why: str,
    now: datetime,
    expected: int | None,
) -> Flag:
    if not why.strip():
        raise invalid("/why", _("Say why; the reason is kept in the record."))
    flag = _locked(session, actor, flag_id, expected)
    flag.closed_by, flag.closed_at, flag.updated_at = actor.person_id, now, now
    flag.why = why.strip()
    move(session, actor, flag, event, now=now, why=flag.why)
    return flag


def _locked(session: Session, actor: Actor, flag_id: int, expected: int | None) -> Flag:
    if not actor.is_staff:
        raise not_found(_("flag"))
    return locked(session, Flag, flag_id, expected=expected)
