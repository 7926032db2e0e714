"""Puts a policy into force: the next number, from the next transaction on.

Policies are only added: a decision keeps the number of the policy that it rests on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.errors import ConfigurationError, Refusal, invalid
from complaints.models import Policy
from complaints.policy import forget
from complaints.queries import policies as policy_queries
from complaints.rules import policies
from complaints.rules.actors import SYSTEM, Role
from complaints.services import ledger
from complaints.words import message as _
from complaints.work import Work

_FIRST = 1
SEEDED = "The policy at the first start."
OTHER_DEFAULTS = "This version has other built-in thresholds."


def put(work: Work, *, text: str, why: str) -> Policy:
    """Put a text into force under the next number; putting the same text again changes nothing.

    Refuses with: forbidden, when the actor is neither supervisor nor administrator;
    invalid-request, without a reason or where the text is not valid: the old policy stays in
    force.
    """
    if work.actor.role is not Role.SUPERVISOR:
        raise Refusal("forbidden", _("A policy is put by a supervisor or an administrator."))
    why = why.strip()
    if not why:
        raise invalid("/why", _("Say why; the reason is kept in the record."))
    try:
        digest = policies.parse(text).digest
    except ConfigurationError as error:
        raise invalid("/text", error.message) from error
    _take_turns(work.session)
    current = policy_queries.newest(work.session)
    if current is not None and current.text == text:
        return current
    return _add(work, text=text, digest=digest, why=why)


def seed(session: Session, text: str, *, now: datetime) -> Policy:
    """Store the first policy. Raises ConfigurationError where the text does not hold."""
    digest = policies.parse(text).digest
    row = Policy(number=_FIRST, text=text, digest=digest, since=now, why=SEEDED)
    session.add(row)
    forget(session)
    return row


def renew(work: Work, text: str, *, digest: str) -> Policy:
    """Number the policy in force anew where a release changed the defaults that it leaves out."""
    _take_turns(work.session)
    current = policy_queries.newest(work.session)
    if current is not None and current.digest == digest:
        return current
    return _add(work.by(SYSTEM), text=text, digest=digest, why=OTHER_DEFAULTS)


def _take_turns(session: Session) -> None:
    session.execute(select(Policy.number).where(Policy.number == _FIRST).with_for_update())


def _add(work: Work, *, text: str, digest: str, why: str) -> Policy:
    number = (work.session.scalar(select(func.max(Policy.number))) or 0) + 1
    row = Policy(
        number=number,
        text=text,
        digest=digest,
        since=work.now,
        person_id=work.actor.person_id,
        why=why,
    )
    work.session.add(row)
    ledger.record(work, "put", "policy", number, why=why, digest=digest)
    forget(work.session)
    return row
