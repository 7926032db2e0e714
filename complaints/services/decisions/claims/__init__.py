"""The verbs of a claim, by who takes them: staff's decisions, both sides' answers, withdrawals.

Each takes the claim's id, checks that the actor may change it, locks the row, moves it, and
writes the timeline, the ledger and the letters to those concerned, in one transaction.
"""

from complaints.services.decisions.claims.bulk import decide_complaint, lock_unchanged
from complaints.services.decisions.claims.completing import accept_answer, complete_answer
from complaints.services.decisions.claims.copies import (
    announce_due,
    can_take_back,
    give_due,
    note_told,
    take_answer_back,
)
from complaints.services.decisions.claims.decisions import (
    ask_filer,
    decide,
    discard,
    end_with_listings,
    gone,
    grade,
    take_up,
)
from complaints.services.decisions.claims.papers import await_papers, papers_came, run_on_due
from complaints.services.decisions.claims.pausing import carry_out_end, leave, pause, resume
from complaints.services.decisions.claims.replies import counter, read_seller, report_demand
from complaints.services.decisions.claims.restoring import put_right
from complaints.services.decisions.claims.ringing import move_announced, remind_due, ring_due
from complaints.services.decisions.claims.rounds import complete, rejoin, reply
from complaints.services.decisions.claims.together import (
    decide_together,
    staying_back,
    unopened_groups,
)
from complaints.services.decisions.claims.traders import report_trader
from complaints.services.decisions.claims.withdrawals import withdraw, withdraw_complaint
