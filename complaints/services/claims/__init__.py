"""The verbs of a claim, by whose they are: staff's decisions, answers to them, withdrawals.

Each takes the claim's id, sees that it is the actor's to touch, holds the row, moves it, and
writes the timeline, the ledger and the letters of the people who must hear, in one transaction.
"""

from complaints.services.claims.answers import complete, reply
from complaints.services.claims.bulk import decide_complaint
from complaints.services.claims.decisions import (
    ask,
    decide,
    discard,
    gone,
    grade,
    lapse_overdue,
    take_up,
)
from complaints.services.claims.replies import counter, read_seller, report_demand
from complaints.services.claims.withdrawals import withdraw, withdraw_complaint

__all__ = [
    "ask",
    "complete",
    "counter",
    "decide",
    "decide_complaint",
    "discard",
    "gone",
    "grade",
    "lapse_overdue",
    "read_seller",
    "reply",
    "report_demand",
    "take_up",
    "withdraw",
    "withdraw_complaint",
]
