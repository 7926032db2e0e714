"""Puts a policy into force: the next number, from the next transaction on.

Policies are only added. What was decided keeps the number that it rests on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.errors import ConfigurationError, Refusal, invalid
from complaints.models import Policy
from complaints.policy import forget
from complaints.queries import policies as stored
from complaints.rules import policies
from complaints.rules.actors import SYSTEM, Actor, Role
from complaints.services import ledger
from complaints.words import message as _

_FIRST = 1
SEEDED = "The policy at the first start."
OTHER_DEFAULTS = "This version has other built-in thresholds."


def put(session: Session, actor: Actor, *, text: str, why: str, now: datetime) -> Policy:
    """Put a text into force under the next number; the same text again changes nothing.

    Refuses with: forbidden, for who is no supervisor and no administrator; invalid-request,
    without a reason or where the text does not hold: the old policy stays in force.
    """
    if not actor.is_staff or actor.role is not Role.SUPERVISOR:
        raise Refusal("forbidden", _("A policy is put by a supervisor or an administrator."))
    why = why.strip()
    if not why:
        raise invalid("/why", _("Say why; the reason is kept in the record."))
    try:
        digest = policies.parse(text).digest
    except ConfigurationError as error:
        raise invalid("/text", error.message) from error
    _take_turns(session)
    held = stored.newest(session)
    if held is not None and held.text == text:
        return held
    return _add(session, actor, text=text, digest=digest, why=why, now=now)


def seed(session: Session, text: str, *, now: datetime) -> Policy:
    """Store the first policy. Raises ConfigurationError where the text does not hold."""
    digest = policies.parse(text).digest
    row = Policy(number=_FIRST, text=text, digest=digest, since=now, why=SEEDED)
    session.add(row)
    session.flush()
    forget(session)
    return row


def renew(session: Session, text: str, *, digest: str, now: datetime) -> Policy:
    """Give the policy in force its next number where a new version made other values of it."""
    _take_turns(session)
    held = stored.newest(session)
    if held is not None and held.digest == digest:
        return held
    return _add(session, SYSTEM, text=text, digest=digest, why=OTHER_DEFAULTS, now=now)


def _take_turns(session: Session) -> None:
    session.execute(select(Policy.number).where(Policy.number == _FIRST).with_for_update())


def _add(
    session: Session, actor: Actor, *, text: str, digest: str, why: str, now: datetime
) -> Policy:
    number = (session.scalar(select(func.max(Policy.number))) or 0) + 1
    row = Policy(
        number=number, text=text, digest=digest, since=now, person_id=actor.person_id, why=why
    )
    session.add(row)
    session.flush()
    ledger.record(session, actor, "put", "policy", number, now=now, why=why, digest=digest)
    session.flush()
    forget(session)
    return row
