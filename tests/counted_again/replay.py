"""Replays the ledger, and the timelines that histories brought."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, Event, EventClaim, LedgerEntry

DECIDED: Final = {"removed", "rejected", "reinstated"}
_TOLD: Final = {
    "takedown": "removed", "rejection": "rejected", "reinstatement": "reinstated",
    "withdrawal": "withdrawn", "listing_gone": "moot",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """A step of a claim: when, where it led, whether a program alone took it, the words of its
    reason, and whether an appeal brought it about."""

    at: datetime
    to: str
    alone: bool
    why: str | None = None
    on_appeal: bool = False


@dataclass(slots=True)
class Asked:
    """An appeal or a dispute: when it came, whose, about what, and how it ended and when."""

    at: datetime
    side: str | None
    about: Mapping[str, Any]
    ended: str | None = None
    ended_at: datetime | None = None
    carried_out: bool = False


@dataclass(slots=True)
class Told:
    """What the ledger tells, in its order."""

    filed: dict[int, datetime] = field(default_factory=dict)
    unread: dict[int, datetime] = field(default_factory=dict)
    flagged: set[int] = field(default_factory=set)
    acts: dict[int, list[Act]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    answered: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    appeals: dict[int, Asked] = field(default_factory=dict)
    disputes: dict[int, Asked] = field(default_factory=dict)
    suspensions: dict[int, datetime] = field(default_factory=dict)
    rests_on: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    boycotts: dict[int, datetime] = field(default_factory=dict)
    grounds: dict[int, str] = field(default_factory=dict)
    stops: dict[int, bool] = field(default_factory=dict)


class Record:
    """What the ledger does not say: of claims their complaint and whether they are under the Act,
    of complaints who filed them, on which basis and, of a history's, when."""

    def __init__(self, session: Session) -> None:
        self.complaint: dict[int, int] = {}
        self.under: set[int] = set()
        for row in session.scalars(select(Claim)):
            self.complaint[row.id] = row.complaint_id
            if row.regime == "dsa" or "dsa" in (row.adding or ()):
                self.under.add(row.id)
        self.filer: dict[int, int] = {}
        self.basis: dict[int, str] = {}
        self.filed: dict[int, datetime] = {}
        for each in session.scalars(select(Complaint)):
            self.filer[each.id], self.basis[each.id] = each.filer_id, each.basis
            self.filed[each.id] = each.filed_at

    def items(self) -> Counter[int]:
        """Return how many listings each complaint names under the Act."""
        return Counter(self.complaint[claim] for claim in self.under)


def read_ledger(session: Session, record: Record, until: datetime) -> Told:
    """Replay the ledger up to a moment, and the timelines that histories brought."""
    told, reviewing = Told(), dict[int, bool]()
    status = dict[int, tuple[int, list[str], str]]()
    corrected = set[int]()
    flagged = dict[int, int]()
    for each in session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)):
        number, facts = each.subject_id, each.facts
        match each.subject, each.verb:
            case "api_key", "issued":
                reviewing[number] = "review" in _list(facts["scopes"])
            case "trusted_flagger", "entered_status":
                status[number] = (_number(facts["filer"]), _list(facts["field"]), "waiting")
            case "trusted_flagger", ("approved" | "noted_status") as verb:
                filer, bases, _before = status[number]
                after = "approved" if verb == "approved" else str(facts["change"])
                status[number] = (filer, bases, after.replace("restored", "approved"))
                corrected |= {number} if after == "corrected" else set()
            case _ if each.at >= until and each.subject != "proceeding":
                continue
            case "complaint", "filed" | "kept":
                told.filed[number] = each.at
                if facts["boycott"] and (each.verb == "kept" or "kept" in facts):
                    told.unread[number] = each.at
                for flagger, (filer, bases, now) in status.items():
                    theirs = record.filer.get(number) == filer and now == "approved"
                    if theirs and record.basis[number] in bases:
                        flagged[number] = flagger
            case "claim", verb if "to" in facts and verb != "grade":
                alone = each.actor_kind == "system" or (
                    each.hand_kind == "key" and not reviewing.get(each.hand_id or 0, True)
                )
                act = Act(each.at, str(facts["to"]), alone, each.why, verb == "overturn")
                told.acts[number].append(act)
            case "appeal", "filed":
                side = facts.get("side")
                told.appeals[number] = Asked(each.at, str(side) if side else None, facts)
            case "appeal", "uphold" | "overturn" as verb:
                told.appeals[number].ended, told.appeals[number].ended_at = verb, each.at
            case "proceeding", _:
                _follow_proceeding(told, each)
            case "suspension", "warn" | "impose" as verb:
                told.rests_on[number] |= set(_list(facts["claims"]))
                if verb == "impose":
                    told.suspensions[number] = each.at
            case "boycott", "propose":
                told.grounds[number] = str(facts["ground"])
            case "boycott", "impose":
                told.boycotts[number] = each.at
                assert isinstance(facts["treatments"], dict)
                told.stops[number] = facts["treatments"].get("dsa") == "not_processed"
    told.flagged = {complaint for complaint, by in flagged.items() if by not in corrected}
    _walk_histories(session, told, until)
    return told


def _follow_proceeding(told: Told, entry: LedgerEntry) -> None:
    facts = entry.facts
    if entry.verb == "notified" and facts["forum"] == "dispute_body":
        told.disputes[entry.subject_id] = Asked(entry.at, str(facts["of"]), facts)
    dispute = told.disputes.get(entry.subject_id)
    if dispute is not None and entry.verb in ("said_result", "confirmed_result"):
        dispute.ended, dispute.ended_at = str(facts["result"]), entry.at
    if dispute is not None and entry.verb == "carried_out":
        dispute.carried_out = True


def _walk_histories(session: Session, told: Told, until: datetime) -> None:
    """Add what histories tell of claims; no policy of ours was in force for it."""
    rows = select(EventClaim.claim_id, Event, EventClaim.applied).join(Event)
    for claim, event, applied in session.execute(rows.where(Event.policy_number.is_(None))):
        if not applied or event.at >= until:
            continue
        if event.kind in _TOLD:
            told.acts[claim].append(Act(event.at, _TOLD[event.kind], event.by == "rule"))
        if event.kind == "appeal":
            told.asked[claim].append(event.at)
        if event.kind == "appeal_decision":
            told.answered[claim].append(event.at)
    for acts in told.acts.values():
        acts.sort(key=lambda act: act.at)
    for claim, moments in told.asked.items():
        for number, at in enumerate(sorted(moments)):
            _follow_history(told, claim, at, -claim * 100 - number)


def _follow_history(told: Told, claim: int, at: datetime, number: int) -> None:
    """Add an appeal of a history, under a number that no appeal of ours has: it was won where the
    listing turned from it to its decision. One about nothing decided is left out."""
    acts = told.acts[claim]
    before = [act.to for act in acts if act.at <= at and act.to in DECIDED]
    if not before:
        return
    was_down = before[-1] == "removed"
    about = {"claim": claim}
    appeal = told.appeals[number] = Asked(at, "seller" if was_down else "filer", about)
    appeal.ended_at = min((each for each in told.answered[claim] if each >= at), default=None)
    if appeal.ended_at is None:
        return
    appeal.ended = "uphold"
    for place, act in enumerate(acts):
        turns = act.to in DECIDED and (act.to == "removed") != was_down
        if at < act.at <= appeal.ended_at and turns:
            appeal.ended = "overturn"
            acts[place] = replace(act, on_appeal=True)


def _list(value: object) -> list[Any]:
    assert isinstance(value, list)
    return value


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
