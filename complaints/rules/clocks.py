"""Deadlines of staff: a clock for each state in which a claim or an appeal waits for them.

The house sets them, within the law: DSA Art. 16(6) asks for a timely decision, the E-Commerce
Law of China Art. 43 gives a declaration of non-infringement 15 days, 17 U.S.C. 512(g)(2)(C) has
material restored 10 to 14 business days after a counter-notice. A history's claims have no clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

DECIDE_WITHIN = {"received": timedelta(days=7), "countered": timedelta(days=14)}
APPEAL_WITHIN = timedelta(days=14)
# How long a lease on a case lasts without a step by its reviewer.
LEASE = timedelta(minutes=20)
# How many rows the clock moves in one transaction: a write transaction on SQLite stays short.
AT_ONCE = 100


def decide_by(state: str, now: datetime) -> datetime | None:
    """Return by when staff decide a claim that came into `state` now; None where none waits."""
    within = DECIDE_WITHIN.get(state)
    return None if within is None else now + within
