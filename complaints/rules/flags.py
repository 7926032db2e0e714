"""The state machine of a flag (a filer put before staff), and when another may follow a closed
one."""

from __future__ import annotations

from complaints.rules.actors import Role
from complaints.rules.kinds import Level
from complaints.rules.machines import Machine, Step

STAFF = (Role.REVIEWER, Role.SUPERVISOR)

FLAG = Machine(
    noun="flag",
    first=("open",),
    steps=(
        Step("take", ("open",), "under_review", STAFF),
        Step("dismiss", ("under_review",), "dismissed", STAFF),
        Step("confirm", ("under_review",), "confirmed", STAFF),
    ),
    closed=frozenset({"dismissed", "confirmed"}),
)

UNFINISHED = ("open", "under_review")


def is_worth_a_flag(level: Level) -> bool:
    """Say whether a finding of this level is put before staff (watch is kept in the scan only)."""
    return level.rank >= Level.WARNING.rank


def has_new_facts(closed_level: Level, level_now: Level, level_of_later_facts: Level) -> bool:
    """Say whether a new flag may follow a closed one.

    It may when claims or adverse outcomes dated after the closure alone reach *warning*, or when
    the level is higher than the closed flag's.
    """
    if not is_worth_a_flag(level_now):
        return False
    return is_worth_a_flag(level_of_later_facts) or level_now.rank > closed_level.rank
