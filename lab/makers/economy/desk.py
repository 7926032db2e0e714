"""The desk: reviewers who decide claims, differ, err, and now and then write down a merit."""

from __future__ import annotations

from lab.makers.economy import params, sellers
from lab.makers.economy.dice import Dice, logistic, logit
from lab.makers.economy.things import Claim, Complaint, Event, Filer
from lab.makers.economy.trade import Trade

REASONS = (
    "insufficient evidence",
    "no infringement seen",
    "wrong type of right",
    "right not valid",
)


class Desk:
    """Decides complaints as they come and lets sellers and filers answer."""

    def __init__(self, dice: Dice, trade: Trade) -> None:
        """Hire reviewers; strictness in logits, no source for its spread."""
        self.dice = dice
        self.trade = trade
        self.reviewers = [dice.normal(0.0, 0.45) for _ in range(9)]

    def decide(self, complaint: Complaint) -> None:
        """Let one reviewer decide all claims of a complaint at one time."""
        dice = self.dice
        slow = 5.0 if complaint.basis == "patent" else 1.0
        at = complaint.at + 0.04 + dice.spread(params.DECISION_DAYS * slow, 0.9)
        strict = dice.pick(self.reviewers)
        mood = complaint.filer.polish - strict + dice.normal(0.0, 0.35)
        robot = dice.chance(0.12)
        for claim in complaint.claims:
            self._claim(complaint, claim, at, mood, "rule" if robot else "staff")
        complaint.events.sort(key=lambda event: event.at)

    def _claim(self, complaint: Complaint, claim: Claim, at: float, mood: float, by: str) -> None:
        """Decide one claim and follow it."""
        dice, filer = self.dice, complaint.filer
        ident = claim.listing.listing_id
        if claim.gone:
            kind = "rejection" if dice.chance(0.6) else "listing_gone"
            reason = "listing not found" if kind == "rejection" else None
            complaint.events.append(Event(at, kind, ident, by, reason=reason))
            return
        if self._early(complaint, claim, at):
            return
        founded, unfounded = params.ACCEPTED[complaint.basis]
        plain = 0.0 if claim.founded else 2.2 * claim.plain - 0.3
        chance = logistic(logit(founded if claim.founded else unfounded) + mood - plain)
        if complaint.basis in ("patent", "unauthorised_channel") and dice.chance(0.3):
            chance = self._asked_first(complaint, claim, at, chance)
            at += 3.0
        if not dice.chance(chance):
            filer.refused += 1
            merit = self.merit(claim, "rejection") if by == "staff" else None
            complaint.events.append(
                Event(at, "rejection", ident, by, merit=merit, reason=dice.pick(REASONS))
            )
            self._audit(complaint, claim, at, merit)
            return
        filer.accepted += 1
        claim.listing.down = True
        complaint.events.append(Event(at, "takedown", ident, by))
        sellers.react(self, complaint, claim, at)

    def _early(self, complaint: Complaint, claim: Claim, at: float) -> bool:
        """Was the claim over before a decision: listing taken off, or taken back by its filer?"""
        dice, ident = self.dice, claim.listing.listing_id
        if claim.founded and dice.chance(0.03):
            complaint.events.append(
                Event(at * 0.3 + complaint.at * 0.7, "listing_gone", ident, "seller")
            )
            return True
        if not claim.founded and dice.chance(0.04 if complaint.filer.pattern is None else 0.015):
            complaint.events.append(
                Event(at * 0.4 + complaint.at * 0.6, "withdrawal", ident, "filer")
            )
            return True
        return False

    def _asked_first(self, complaint: Complaint, claim: Claim, at: float, chance: float) -> float:
        """Where the seller is asked before, an answer moves the reviewer."""
        if not sellers.answers(self, complaint.filer, claim):
            return min(0.95, chance * 1.15)
        when = at + self.dice.between(0.2, 2.8)
        complaint.events.append(Event(when, "counter_notice", claim.listing.listing_id, "seller"))
        return chance * (0.75 if claim.founded else 0.4)

    def merit(self, claim: Claim, when: str) -> str | None:
        """A reviewer's grade of a claim, for a part of them, wrong now and then."""
        dice = self.dice
        if not dice.chance(params.GRADED[when]):
            return None
        right = "founded" if claim.founded else "unfounded"
        if not claim.founded and dice.chance(claim.plain):
            right = "manifestly_unfounded"
        if dice.chance(params.MISGRADED):
            return "unfounded" if right != "unfounded" else dice.pick(("founded", "unfounded"))
        return right

    def _audit(self, complaint: Complaint, claim: Claim, at: float, merit: str | None) -> None:
        """Grade a closed claim later, in a sample."""
        if merit is None and (grade := self.merit(claim, "audit")):
            when = at + self.dice.between(10, 60)
            event = Event(when, "grading", claim.listing.listing_id, "staff", merit=grade)
            complaint.events.append(event)

    def close(self, complaint: Complaint, claim: Claim, at: float) -> None:
        """Audit what has ended."""
        self._audit(complaint, claim, at, None)

    def reinstates(self, filer: Filer, claim: Claim, forged: bool) -> bool:
        """Does the desk believe the seller? Forged papers deceive it at times (A17)."""
        chance = 0.16 if forged else 0.10 if claim.founded else 0.70 + 0.2 * claim.plain
        return self.dice.chance(logistic(logit(min(0.95, chance)) - 0.5 * filer.polish))
