"""Drafts of the policy: checked, kept, replayed beside the policy in force by a job.

A draft changes nothing: a policy is put into force by services/policies.py.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from complaints.errors import ConfigurationError, invalid
from complaints.models import Job, PolicyDraft
from complaints.queries import policy_drafts
from complaints.rules import policies
from complaints.rules.actors import Actor
from complaints.services import ledger
from complaints.words import message as _

# Months that one replay spans at most.
MOST_MONTHS = 24


def draft(
    session: Session, actor: Actor, *, text: str, first: str, last: str, now: datetime
) -> PolicyDraft:
    """Keep a draft and put its replay of the months from `first` to `last` before the worker.

    Refuses with: forbidden, for who is no supervisor; invalid-request, where the draft does not
    hold or the months are out of order.
    """
    policy_drafts.needs_supervisor(actor)
    try:
        policies.parse(text)
    except ConfigurationError as error:
        raise invalid("/text", error.message) from error
    span = _months(last) - _months(first)
    if not 0 <= span < MOST_MONTHS:
        raise invalid(
            "/last",
            _("Choose at most %(most)s months, the first one first.", most=MOST_MONTHS),
        )
    person_id = actor.person_id
    assert person_id is not None
    row = PolicyDraft(
        person_id=person_id, text=text, first=first, last=last, state="waiting", made_at=now
    )
    session.add(row)
    session.flush()
    session.add(
        Job(kind="backtest", payload={"draft": row.id}, run_at=now, attempts=0, unique_key=None)
    )
    ledger.record(session, actor, "drafted", "policy_draft", row.id, now=now)
    session.flush()
    return row


def finish(
    session: Session,
    draft_id: int,
    *,
    state: str,
    result: dict[str, Any] | None,
    said: str,
    policy_number: int | None,
    now: datetime,
) -> None:
    """Keep what the replay says, beside the policy of this number."""
    row = session.get_one(PolicyDraft, draft_id)
    row.policy_number = policy_number
    row.state, row.result, row.said, row.done_at = state, result, said, now


def _months(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)
