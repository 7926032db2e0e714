"""What the values of the API's enumerations mean, for its description."""

from __future__ import annotations

from collections.abc import Iterable

from complaints.rules.decisions.reasons import BY_CODE
from complaints.words import ENGLISH, Message, say
from complaints.words.labels import LABELS

# By the name of an enumeration, the kind of label that its values have on pages.
LABELLED = {
    "ActorKind": "actor", "AppealState": "state", "Basis": "basis",
    "BoycottGround": "boycott_ground", "BoycottState": "state", "Channel": "channel",
    "BuyerNoticeState": "buyer_notice_state",
    "CheckKind": "check", "ClaimState": "state", "ClockKind": "clock", "ComplaintState": "state",
    "CounterGround": "ground", "CounterLack": "lack", "Cover": "cover",
    "DeliveredBy": "delivered_by", "DemandChannel": "demand_channel", "Demanded": "demanded",
    "DocumentKind": "document", "EventBy": "by", "EventKind": "event", "FactKind": "fact",
    "Family": "family", "FilerKind": "filer_kind", "FlagState": "state", "Forum": "forum",
    "GrantKind": "grant", "HandKind": "hand", "IdentityKind": "identity", "InboxKind": "reach",
    "InboxSource": "inbox_source", "JoiningState": "state", "LetterReach": "reach",
    "Level": "level", "Likeness": "likeness", "MailFailure": "failure", "Measure": "measure",
    "Merit": "merit", "NamedBy": "named_by", "OfficialEffect": "official_effect",
    "OfficialOrderKind": "official_order_kind", "OfficialOrderState": "official_order_state",
    "OrderAct": "order_act", "OrderState": "state",
    "Origin": "origin", "OtherToday": "other_today", "OutsideGround": "outside_ground",
    "PeerPlace": "place", "PersonRole": "role", "ProceedingDone": "proceeding_done",
    "ProceedingResult": "proceeding_result", "Proof": "proof", "ProofLack": "proof_lack",
    "Reach": "reach", "RegimeCode": "regime", "Reported": "letter_report",
    "RightKind": "right_kind", "RightStatus": "right_status", "Scope": "scope",
    "SeenBy": "seen_by", "Side": "by", "Sign": "sign", "StatementDecision": "decision",
    "SuspensionState": "state", "TextPlace": "found_in", "TraderLack": "trader_lack",
    "TraderMember": "trader_member", "Treatment": "treatment",
    "WebhookFailure": "webhook_failure",
}  # fmt: skip


def meanings(name: str, values: Iterable[str]) -> str | None:
    """Return a list of what each value of the enumeration means; None where no words are kept."""
    if name == "DecisionReason":
        words: dict[str, Message] = {code: reason.words for code, reason in BY_CODE.items()}
    elif name in LABELLED:
        words = LABELS[LABELLED[name]]
    else:
        return None
    return "\n".join(f"- `{value}`: {say(words[value], ENGLISH)}" for value in values)
