"""The numbers that a warning promised, which hold for its case whatever policy is put later."""

from __future__ import annotations

from complaints.base.errors import ConfigurationError
from complaints.models import Boycott, Policy
from complaints.rules.cases.boycotts import WARNED, BoycottPolicy
from complaints.rules.cases.conduct import as_promised
from complaints.work import UnitOfWork
from complaints.work.policy import parsed


def promised_policy(work: UnitOfWork, row: Boycott) -> BoycottPolicy:
    """Return the ladder's policy for a case: the one in force, but nothing less than its warning
    said that a boycott takes. A case is counted by the policy of its day as it is warned."""
    in_force = work.policy.boycott
    if row.state not in WARNED or row.policy_number in (None, work.policy.number):
        return in_force
    stored = work.session.get_one(Policy, row.policy_number)
    try:
        warned_by = parsed(stored.number, stored.text).boycott
    except ConfigurationError:
        # An earlier release put it, and its warnings named nothing: nothing is imposed on them.
        return in_force
    return as_promised(in_force, warned_by)
