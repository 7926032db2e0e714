"""The verbs of a claim, by who takes them: staff's decisions, both sides' answers, withdrawals.

Each takes the claim's id, checks that the actor may change it, locks the row, moves it, and
writes the timeline, the ledger and the letters to those concerned, in one transaction.
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
