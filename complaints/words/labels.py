"""What the record's enumerations are called: one name for a value on every page and in any message.

    label("state", claim.state)

A value that is not known here is said as it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping

from abuse.words.message import Message
from abuse.words.message import message as _
from complaints.words.grounds import GROUNDS

LABELS: dict[str, dict[str, Message]] = {
    "state": {
        "received": _("Received"),
        "incomplete": _("Waits for the filer"),
        "removed": _("Taken down"),
        "rejected": _("Rejected"),
        "countered": _("Counter-notice"),
        "reinstated": _("Reinstated"),
        "withdrawn": _("Withdrawn"),
        "moot": _("Listing gone"),
        "closed": _("Closed"),
        "not_processed": _("Not processed"),
        "open": _("Open"),
        "under_review": _("Under review"),
        "dismissed": _("Dismissed"),
        "confirmed": _("Confirmed"),
        "filed": _("Filed"),
        "upheld": _("Upheld"),
        "overturned": _("Overturned"),
        "expired": _("Expired"),
        "proposed": _("Proposed"),
        "warned": _("Warned"),
        "answered": _("Answered"),
        "unanswered": _("Not answered"),
        "in_force": _("In force"),
        "under_appeal": _("Under appeal"),
        "heeded": _("Heeded"),
        "dropped": _("Dropped"),
        "lifted": _("Lifted"),
    },
    "merit": {
        "founded": _("Founded"),
        "unfounded": _("Unfounded"),
        "manifestly_unfounded": _("Manifestly unfounded"),
    },
    "basis": {
        "counterfeit": _("Counterfeit"),
        "trademark": _("Use of a trade mark"),
        "copyright": _("Copyright"),
        "patent": _("Patent"),
        "design": _("Design"),
        "circumvention": _("Circumvention"),
        "unauthorised_channel": _("Genuine goods outside the channel"),
        "other": _("Other"),
    },
    "right_kind": {
        "trademark": _("Trade mark"),
        "copyright": _("Copyright"),
        "patent": _("Patent"),
        "design": _("Design"),
        "other": _("Other right"),
        "": _("All rights"),
    },
    "right_status": {
        "applied": _("Applied for"),
        "registered": _("Registered"),
        "expired": _("Expired"),
        "cancelled": _("Cancelled"),
    },
    "filer_kind": {
        "rights_holder": _("Rights holder"),
        "agent": _("Agent"),
        "individual": _("Individual"),
    },
    "channel": {
        "form": _("Form"),
        "api": _("API"),
        "email": _("E-mail"),
        "other": _("Other"),
        "": _("Not known"),
    },
    "level": {
        "none": _("None"),
        "watch": _("Watch"),
        "warning": _("Warning"),
        "boycott_review": _("Boycott review"),
    },
    "family": {
        "outcomes": _("Outcomes"),
        "conduct": _("Conduct"),
        "structure": _("Structure"),
        "authority": _("Authority"),
    },
    "identity": {
        "email": _("E-mail"),
        "phone": _("Phone"),
        "address": _("Address"),
        "ip": _("IP address"),
        "ip_net": _("IP network"),
        "device": _("Device"),
        "payment": _("Payment account"),
        "website": _("Website"),
    },
    "document": {
        "registration": _("Registration"),
        "authorization": _("Authorization"),
        "identity": _("Identity document"),
        "evidence": _("Evidence"),
    },
    "use": {
        "counter_notice": _("with the counter-notice"),
        "demand_report": _("with a report of a demand"),
        "appeal": _("with an appeal"),
        "completion": _("with the completion"),
        "reply": _("with the answer to the counter-notice"),
    },
    "event": {
        "takedown": _("Listing taken down"),
        "rejection": _("Claim rejected"),
        "counter_notice": _("Counter-notice"),
        "withdrawal": _("Claim withdrawn"),
        "reinstatement": _("Listing reinstated"),
        "amendment": _("Completed by the filer"),
        "listing_gone": _("Listing gone"),
        "lapse": _("Closed without a decision"),
        "demand_report": _("Seller reports a demand"),
        "grading": _("Merit graded"),
        "appeal": _("Appeal filed"),
        "appeal_decision": _("Appeal decided"),
    },
    "ground": {name: words.label for name, words in GROUNDS.items()},
    "demanded": {
        "money": _("Money"),
        "licence_fee": _("A licence fee"),
        "price": _("A change of price"),
        "stop_selling": _("To stop selling"),
        "buy_from_us": _("To buy from them"),
        "other": _("Something else"),
    },
    "demand_channel": {
        "email": _("By e-mail"),
        "phone": _("By telephone"),
        "chat": _("By a chat application"),
        "marketplace": _("By the marketplace's messages"),
        "letter": _("By letter"),
        "in_person": _("In person"),
        "other": _("In another way"),
    },
    "by": {
        "staff": _("Staff"),
        "rule": _("Rule"),
        "filer": _("Filer"),
        "seller": _("Seller"),
        "court": _("Court"),
    },
    "place": {
        "too_few": _("Too few claims to say"),
        "below": _("Better than its peers"),
        "within": _("Within its peers' range"),
        "above": _("Above its peers' range"),
        "far_above": _("Far above its peers' range"),
    },
    "check": {
        "authority": _("Authority"),
        "burst": _("Burst"),
    },
    "actor": {
        "person": _("Staff"),
        "filer": _("Filer"),
        "partner": _("Partner"),
        "seller": _("Seller"),
        "system": _("The system"),
    },
    "subject": {
        "complaint": _("Complaint"),
        "claim": _("Claim"),
        "appeal": _("Appeal"),
        "boycott": _("Boycott"),
        "flag": _("Flag"),
        "filer": _("Filer"),
        "store": _("Store"),
        "account": _("Account"),
        "account_letter": _("Letter to an account"),
        "alarm": _("Alarm"),
        "api_key": _("API key"),
        "authorization": _("Authorization"),
        "counter_notice": _("Counter-notice"),
        "document": _("Document"),
        "histories": _("Histories"),
        "identities": _("Identity attributes"),
        "letter": _("Letter"),
        "link": _("Link"),
        "listings": _("Listings"),
        "partner": _("Partner"),
        "person": _("Person"),
        "policy_draft": _("Draft of the policy"),
        "right": _("Right"),
        "sample": _("Sample"),
        "scan": _("Scan"),
    },
    "step": {
        "ask": _("ask the filer"),
        "complete": _("complete"),
        "lapse": _("close for want of an answer"),
        "take_down": _("take down"),
        "reject": _("reject"),
        "gone": _("note that the listing is gone"),
        "counter": _("answer with a counter-notice"),
        "stand": _("let the takedown stand"),
        "reinstate": _("reinstate"),
        "withdraw": _("withdraw"),
        "take_up": _("take up"),
        "discard": _("discard"),
        "overturn": _("overturn"),
        "uphold": _("uphold"),
        "take": _("take under review"),
        "dismiss": _("dismiss"),
        "confirm": _("confirm"),
        "warn": _("warn"),
        "answer": _("answer the warning"),
        "impose": _("impose"),
        "heed": _("note that the warning is heeded"),
        "drop": _("drop"),
        "appeal": _("appeal"),
        "lift": _("lift"),
        "expire": _("let expire"),
    },
    "noun": {
        "complaint": _("complaint"),
        "claim": _("claim"),
        "appeal": _("appeal"),
        "boycott": _("boycott"),
        "flag": _("flag"),
        "filer": _("filer"),
        "store": _("store"),
        "person": _("person"),
        "partner": _("partner"),
    },
    "role": {
        "system": _("the system"),
        "filer": _("the filer"),
        "seller": _("the seller"),
        "reviewer": _("a reviewer"),
        "supervisor": _("a supervisor"),
        "administrator": _("an administrator"),
        "staff": _("staff"),
        "partner": _("a partner"),
        "clock": _("the clock"),
    },
    "right_date": {
        "priority_on": _("The day of priority"),
        "applied_on": _("The day of application"),
        "registered_on": _("The day of registration"),
        "first_published_on": _("The day of first publication"),
    },
}


# The ledger keeps the steps of the machines, and what else was done.
LABELS["verb"] = LABELS["step"] | {
    "accepted": _("accepted"),
    "added": _("added"),
    "added_findings": _("added findings"),
    "answered": _("answered"),
    "confirmed": _("confirmed the address"),
    "drafted": _("drafted"),
    "drew": _("drew"),
    "entered_answer": _("entered the answer"),
    "entered_appeal": _("entered the appeal"),
    "exported": _("exported"),
    "filed": _("filed"),
    "grade": _("graded the merit"),
    "held": _("took in hand"),
    "imported": _("imported"),
    "issued": _("issued"),
    "judged": _("judged"),
    "kept": _("kept, not processed"),
    "noted": _("wrote a note"),
    "offered": _("offered"),
    "opened": _("opened"),
    "propose": _("propose"),
    "put": _("put before the case"),
    "read": _("read"),
    "read_identities": _("read identity attributes"),
    "read_seller": _("read the seller's contact"),
    "registered": _("registered"),
    "removed": _("ended the access"),
    "reply": _("answer the counter-notice"),
    "report_demand": _("reported a demand"),
    "reset_second_factor": _("took off the second factor"),
    "restored": _("gave the access back"),
    "revoked": _("revoked"),
    "scanned": _("scanned"),
    "sent": _("sent"),
    "uploaded": _("sent a document"),
    "verify_authority": _("verified the authority"),
}


def label(kind: str, value: str | None) -> Message:
    """Return what a value of an enumeration is called; “–” for none."""
    if value is None:
        return Message("–")
    return LABELS[kind].get(value) or verbatim(value)


def labels_of(kind: str) -> Mapping[str, Message]:
    """Return what the values of an enumeration are called, in the enumeration's order."""
    return LABELS[kind]


def verbatim(text: str) -> Message:
    """Return what is the same in every language as a message: a name, an id, a person's words."""
    return Message("%(text)s", {"text": text})
