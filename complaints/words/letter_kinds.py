"""What the letters of the outbox are called on pages, by their kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from complaints.words import Message
from complaints.words import message as _

KINDS: Final[Mapping[str, Message]] = {
    "complaint_received": _("Complaint received"),
    "authority_asked": _("Proof of authority asked"),
    "authority_verified": _("Authority verified"),
    "authority_dropped": _("Authority asked no more"),
    "authorization_offered": _("Permission to be confirmed"),
    "authorization_ended": _("Permission ended"),
    "somebody_files": _("Somebody files on the holder's right"),
    "party_checked": _("Who files is looked at"),
    "party_check_over": _("Look at who files is over"),
    "proof_asked": _("Proof of a right asked"),
    "denial_settled": _("Denial settled"),
    "claim_asked": _("Something is missing"),
    "claim_noticed": _("Complaint about the seller"),
    "claim_decided": _("Decision of a claim"),
    "claim_countered": _("Answer of the seller"),
    "claim_replied": _("Reply of the filer"),
    "claim_withdrawn": _("Complaint withdrawn"),
    "appeal_decided": _("Appeal decided"),
    "clock_reminder": _("A day is near"),
    "listing_restored": _("Listing comes back"),
    "proceeding_noted": _("A suit or the like was notified"),
    "proceeding_ended": _("A suit or the like has ended"),
    "link_renewed": _("New link"),
    "seller_receipt": _("Receipt of what a seller sent"),
    "boycott_warning": _("Warning"),
    "boycott_imposed": _("Boycott imposed"),
    "boycott_dropped": _("Warning closed"),
    "boycott_heeded": _("Warning heeded"),
    "boycott_upheld": _("Appeal: boycott stays"),
    "boycott_lifted": _("Boycott lifted"),
    "boycott_expired": _("Boycott over"),
    "account_joined": _("Account counted together with another"),
    "joining_upheld": _("Accounts stay counted together"),
    "account_parted": _("Accounts parted"),
    "party_warned": _("Warning, to another account"),
    "party_bound": _("Boycott imposed, to another account"),
    "party_freed": _("Case over, to another account"),
}
