"""A draft of the policy beside the one in force: the record's months replayed under both.

Reads in a snapshot and sweeps with nothing open, as a scan does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from abuse.backtest import replay as replaying
from abuse.backtest.months import BacktestError, Month
from abuse.policy import Policy
from abuse.record.history import History
from complaints.context import Context
from complaints.models import PolicyDraft
from complaints.policy import in_force
from complaints.queries import claim_table
from complaints.rules import policies
from complaints.rules.policies import Policies

# How many filers a policy are kept, the first ones.
_SHOWN = 20


def replay(context: Context, draft: PolicyDraft, *, now: datetime) -> dict[str, Any]:
    """Return the draft's new state and result: why, where the replay failed."""
    with context.database.reading() as session:
        current = in_force(session)
    by_name = {
        "in force": _scan_policy(current),
        "draft": _scan_policy(policies.parse(draft.text)),
    }
    with context.database.snapshot() as connection:
        history = History(claim_table.rows(connection, as_of=now))
    try:
        done = replaying.backtest(history, Month.of(draft.first), Month.of(draft.last), by_name)
    except BacktestError as error:
        why = {"text": error.message.text, "facts": dict(error.message.facts)}
        return {"state": "failed", "result": {"why": why}, "policy_number": current.number}
    document = done.as_json()
    for replayed in document["replays"]:
        replayed["filers"] = replayed["filers"][:_SHOWN]
    return {"state": "done", "result": document, "policy_number": current.number}


def _scan_policy(both: Policies) -> Policy:
    """Return the scan's policy with the ladder's days, as `cleanhands backtest` does."""
    return replace(
        both.scan,
        backtest_warning_days=both.boycott.answer_days,
        backtest_term_days=both.boycott.max_term,
    )
