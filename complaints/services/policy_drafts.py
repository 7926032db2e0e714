"""Drafts of the policy: checked, stored, replayed beside the policy in force by a job.

Must not change the policy in force: services/policies.py does.
"""

from __future__ import annotations

from typing import Any

from complaints.errors import ConfigurationError, invalid
from complaints.models import Job, PolicyDraft
from complaints.queries import policy_drafts
from complaints.rules import policies
from complaints.services import ledger
from complaints.words import message as _
from complaints.work import Work

# Months that one replay spans at most.
MOST_MONTHS = 24


def draft(work: Work, *, text: str, first: str, last: str) -> PolicyDraft:
    """Store a draft and queue its replay of the months from `first` to `last` (as 2026-01).

    Refuses with: forbidden, when the actor is not a supervisor; invalid-request, where the draft
    does not hold or the months are out of order.
    """
    policy_drafts.require_supervisor(work.actor)
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
    person_id = work.actor.person_id
    assert person_id is not None
    row = PolicyDraft(
        person_id=person_id, text=text, first=first, last=last, state="waiting", made_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    work.session.add(
        Job(
            kind="backtest", payload={"draft": row.id}, run_at=work.now, attempts=0, unique_key=None
        )
    )
    ledger.record(work, "drafted", "policy_draft", row.id)
    return row


def finish(
    work: Work,
    draft_id: int,
    *,
    state: str,
    result: dict[str, Any] | None,
    policy_number: int | None,
) -> None:
    """Store the result of the replay, and the number of the policy that it was compared with."""
    row = work.session.get_one(PolicyDraft, draft_id)
    row.policy_number = policy_number
    row.state, row.result, row.done_at = state, result, work.now


def _months(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)
