"""Which complaints stand before others in the queue, why, and by how much.

A head start in days and no place of its own: a complaint that is due sooner than that stays first,
so that nobody's waits for ever behind those with one. It orders, and decides nothing.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from complaints.rules.policy.law_policy import LawPolicy


class Priority(StrEnum):
    """Why a complaint has a head start: DSA Art. 22(1), or a record of its filer's own."""

    TRUSTED_FLAGGER = "trusted_flagger"
    TRUSTED_FILER = "trusted_filer"


def head_start(priority: Priority | None, policy: LawPolicy) -> timedelta:
    """Return how much earlier a complaint stands than its deadline says."""
    days = {
        Priority.TRUSTED_FLAGGER: policy.flagger_ahead,
        Priority.TRUSTED_FILER: policy.trusted_ahead,
    }
    return timedelta(days=days[priority] if priority else 0)
