"""A draft of the policy beside the one in force: the record's months replayed under both.

Reads in a snapshot and sweeps with nothing open, as a scan does.
"""

from __future__ import annotations

from dataclasses import replace as changed
from datetime import datetime
from typing import Any

from abuse.backtest import replay as replaying
from abuse.backtest import text
from abuse.backtest.months import BacktestError, Month
from abuse.history import History
from abuse.policy import Policy
from complaints.context import Context
from complaints.models import PolicyDraft
from complaints.policy import in_force
from complaints.queries import claim_table
from complaints.rules import policies
from complaints.rules.policies import Policies

_SHOWN = 20


def replay(context: Context, draft: PolicyDraft, *, now: datetime) -> dict[str, Any]:
    """Return the draft's new state, result and text; one that cannot be replayed has failed."""
    with context.database.reading() as session:
        held = in_force(session)
    compared = {
        "in force": _whole(held),
        "draft": _whole(policies.parse(draft.text)),
    }
    with context.database.snapshot() as connection:
        history = History(claim_table.rows(connection, as_of=now))
    try:
        done = replaying.backtest(history, Month.of(draft.first), Month.of(draft.last), compared)
    except BacktestError as error:
        return {
            "state": "failed", "result": None, "said": str(error), "policy_number": held.number,
        }  # fmt: skip
    told = done.as_json()
    for each in told["replays"]:
        # Whom it would have met is in the text, the first of them; the figures are kept whole.
        del each["filers"]
    return {
        "state": "done", "result": told, "said": text.as_table(done, limit=_SHOWN),
        "policy_number": held.number,
    }  # fmt: skip


def _whole(both: Policies) -> Policy:
    """The scan's policy with the ladder's days, as `cleanhands backtest` takes it."""
    return changed(
        both.scan,
        backtest_warning_days=both.boycott.answer_days,
        backtest_term_days=both.boycott.max_term,
    )
