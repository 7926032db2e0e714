"""The verbs of a claim, by who takes them: staff's decisions, both sides' answers, withdrawals.

Each takes the claim's id, checks that the actor may change it, locks the row, moves it, and
writes the timeline, the ledger and the letters to those concerned, in one transaction.
"""

from complaints.services.claims.answers import complete, reply
from complaints.services.claims.bulk import decide_complaint
from complaints.services.claims.decisions import (
    ask_filer,
    decide,
    discard,
    gone,
    grade,
    take_up,
)
from complaints.services.claims.overdue import carry_out_end, leave
from complaints.services.claims.papers import await_papers, papers_came, run_on_due
from complaints.services.claims.pausing import pause, resume
from complaints.services.claims.reminding import remind_due
from complaints.services.claims.replies import counter, read_seller, report_demand
from complaints.services.claims.ringing import move_announced, ring_due
from complaints.services.claims.rounds import rejoin
from complaints.services.claims.withdrawals import withdraw, withdraw_complaint
