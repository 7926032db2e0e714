"""Which letters wait for the mail that their reader chose, for each kind by itself."""

from __future__ import annotations

import pytest

from complaints.rules.kinds import LetterKind
from complaints.rules.mailing.letter_kinds import AS_CHOSEN

# In the words of the rule: reasons, warnings, deadlines, appeals, and what stops complaints.
EXPECTED = {
    "complaint_received": None, "claim_withdrawn": None, "authority_verified": None,
    "authority_dropped": None, "authorization_offered": None, "authorization_ended": None,
    "somebody_files": None, "party_check_over": None,
    "claim_decided": "reasons", "listing_restored": "reasons", "proceeding_ended": "reasons",
    "official_order_told": "reasons",
    "denial_settled": "reasons", "territories_corrected": "reasons",
    "flag_dismissed": "reasons",
    "boycott_warning": "warning", "party_warned": "warning",
    "authority_asked": "deadline", "proof_asked": "deadline", "party_checked": "deadline",
    "claim_asked": "deadline", "claim_countered": "deadline", "claim_replied": "deadline",
    "complaint_amended": "deadline",
    "claim_noticed": "deadline", "clock_reminder": "deadline", "proceeding_noted": "deadline",
    "answer_incomplete": "deadline", "answer_copied": "deadline", "copy_announced": "deadline",
    "link_renewed": "deadline", "seller_receipt": "deadline",
    "appeal_decided": "appeal", "appeal_ground": "deadline", "boycott_upheld": "appeal",
    "agent_stopped": "stop", "agent_back": "stop",
    "joining_upheld": "appeal", "suspension_upheld": "appeal",
    "suspension_warning": "warning", "suspension_imposed": "reasons", "suspension_over": "stop",
    "boycott_imposed": "stop", "boycott_dropped": "stop", "boycott_heeded": "stop",
    "boycott_lifted": "stop", "boycott_expired": "stop", "account_joined": "stop",
    "account_parted": "stop", "party_bound": "stop", "party_freed": "stop",
}  # fmt: skip


@pytest.mark.parametrize("kind", LetterKind)
def test_a_kind_waits_where_nothing_says_why_it_goes_at_once(kind: LetterKind) -> None:
    assert (kind in AS_CHOSEN) is (EXPECTED[kind] is None)
