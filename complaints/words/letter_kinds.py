"""What the letters of the outbox are called on pages, by their kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from complaints.words import Message
from complaints.words import message as _

KINDS: Final[Mapping[str, Message]] = {
    "complaint_received": _("Complaint received"),
    "authority_asked": _("Proof that you may act for the rights holder"),
    "authority_verified": _("Authority verified"),
    "authority_dropped": _("Proof of authority no longer needed"),
    "territories_corrected": _("Where a right applies, corrected"),
    "complaint_amended": _("The complaint was added to or corrected"),
    "authorization_offered": _("Authorization to be confirmed"),
    "authorization_ended": _("Authorization ended"),
    "somebody_files": _("Somebody files complaints about your right"),
    "party_checked": _("Check of who files"),
    "party_check_over": _("Check of who files is over"),
    "proof_asked": _("Proof of a right asked"),
    "denial_settled": _("Your answer about another account was decided"),
    "claim_asked": _("Something is missing"),
    "claim_noticed": _("Complaint about the seller"),
    "claim_decided": _("Decision about a listing"),
    "claim_countered": _("Answer of the seller"),
    "claim_replied": _("Reply of the filer"),
    "answer_incomplete": _("Your answer is not complete"),
    "answer_copied": _("Copy of the seller's answer"),
    "copy_announced": _("A copy of your answer goes to the complainant"),
    "claim_withdrawn": _("Complaint withdrawn"),
    "appeal_decided": _("Appeal decided"),
    "clock_reminder": _("A deadline is near"),
    "listing_restored": _("Listing comes back"),
    "proceeding_noted": _("We were told about a court case or a similar step"),
    "proceeding_ended": _("A court case or a similar step has ended"),
    "official_order_told": _("An authority gave us an order"),
    "link_renewed": _("New link"),
    "seller_receipt": _("Receipt of what a seller sent"),
    "flag_dismissed": _("Answer read, matter closed"),
    "boycott_warning": _("Warning"),
    "boycott_imposed": _("We stopped processing complaints"),
    "boycott_dropped": _("Warning closed"),
    "boycott_heeded": _("Warning closed: nothing new happened"),
    "appeal_ground": _("Appeal: say why the decision is wrong"),
    "agent_stopped": _("Your agent's complaints are not processed for a time"),
    "agent_back": _("Your agent's complaints are processed again"),
    "boycott_upheld": _("Appeal: the decision stands"),
    "boycott_lifted": _("We process complaints again"),
    "boycott_expired": _("The boycott has ended"),
    "account_joined": _("Account counted together with another"),
    "joining_upheld": _("Accounts stay counted together"),
    "account_parted": _("Accounts separated"),
    "party_warned": _("Warning (letter to another account)"),
    "party_bound": _("We stopped processing complaints (letter to another account)"),
    "party_freed": _("Case closed (letter to another account)"),
    "suspension_warning": _("Warning about a store"),
    "suspension_imposed": _("A store is suspended or closed"),
    "suspension_upheld": _("Appeal of a store: the decision stands"),
    "suspension_over": _("A case about a store is over"),
}
