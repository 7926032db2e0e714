"""The policy in force, read once a transaction from its row.

A policy that is put (services/policy/policies.py) holds from the next transaction on, in every
server and worker; no file is read here. A text is parsed once a process.
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import ConfigurationError
from complaints.models import Policy
from complaints.rules.policy import policies
from complaints.rules.policy.policies import Policies
from complaints.words import message as _

_KEPT = "policy in force"
_NEWEST = select(Policy.number, Policy.text).order_by(Policy.number.desc()).limit(1)


def in_force(session: Session) -> Policies:
    """Return the policy in force, the same for as long as the session lives.

    Before the first start there is none: then the built-in thresholds hold. Raises
    ConfigurationError where this version of the service cannot read it.
    """
    policy: Policies | None = session.info.get(_KEPT)
    if policy is None:
        row = session.execute(_NEWEST).tuples().one_or_none()
        policy = session.info[_KEPT] = parsed(*row) if row else Policies()
    return policy


def forget_policy(session: Session) -> None:
    """Have the session read the policy anew, after it put one."""
    session.info.pop(_KEPT, None)


@lru_cache(maxsize=64)
def parsed(number: int, text: str) -> Policies:
    """Return what a stored policy states. Raises ConfigurationError, see `in_force`."""
    try:
        return policies.parse_policies(text, number=number, stored=True)
    except ConfigurationError as error:
        raise ConfigurationError(
            _(
                "Policy %(number)s does not hold in this version: %(error)s Put one that does: "
                "cleanhands policy put FILE",
                number=str(number),
                error=error.message,
            )
        ) from error
