"""The platform's desk and the sellers: what becomes of a claim.

Nobody here knows who is honest. A decision follows from the right, the listing, what the filer
shows and does, and from the seller. Take-down shares by right are those of Temu's report.
"""

from __future__ import annotations

from typing import Any, Final

from lab.makers.casebook.cases import Case, Filing
from lab.makers.casebook.listings import LOOKS, Listing
from lab.makers.casebook.world import Dice, World

TAKEN: Final = {"trademark": 0.80, "design": 0.79, "copyright": 0.69, "patent": 0.38}
REFUSALS: Final = (
    "right does not match the accusation",
    "evidence does not show the infringement",
    "data missing",
    "not clear what is infringed",
)


class Desk:
    def __init__(self, dice: Dice, world: World) -> None:
        self.dice, self.world = dice, world

    def grade(self, case: Case, *, papers: bool = False) -> str:
        """What a reviewer writes: mostly what is so; gross is what it takes to see that it is."""
        dice, right, listing = self.dice, case.filing.right, case.listing
        if case.true:
            return "founded" if dice.chance(0.75 if case.hard else 0.94) else "unfounded"
        nature = listing.nature_for(right.category)
        gross = {"other": 0.5, "own": 0.16, "genuine": 0.14, "grey": 0.1}.get(nature, 0.06)
        gross += 0.4 * (right.forged and dice.chance(self.world.checks))
        gross += 0.25 * (right.statement.get("status") in ("cancelled", "expired", "applied"))
        gross += 0.3 * (papers and right.since > listing.listed and not case.hard)
        gross += 0.2 * min(listing.lost, 2) * case.filing.repeated
        if dice.chance(min(gross, 0.95) * (0.35 if case.hard else 1.0)):
            return "manifestly_unfounded"
        return "unfounded" if dice.chance(0.8 if case.hard else 0.92) else "founded"

    def graded(self, case: Case, *, papers: bool = False) -> dict[str, str]:
        """The merit that staff adds to what it does, where it adds one."""
        if not self.dice.chance(self.world.graded):
            return {}
        merit = self.grade(case, papers=papers)
        return {} if merit == "founded" else {"merit": merit}

    def decide(self, filing: Filing, listing: Listing) -> Case:
        """Follow one claim to its end."""
        dice, at, right, manner = self.dice, filing.at, filing.right, filing.manner
        true = right.sound and right.key in listing.infringes
        case = Case(filing, listing, true, right.kind == "patent")
        day = at + dice.about(self.world.speed * (3.0 if case.hard else 1.0), 0.7)
        if listing.away(at):
            if dice.chance(0.5):
                case.tell(day, "listing_gone", "rule")
            else:
                case.tell(day, "rejection", "rule", reason="listing not found")
            return case.end("gone", day)
        if not true and dice.chance(manner.rues):
            case.tell(min(day, at + dice.about(0.8)), "withdrawal", "filer", reason="my error")
            return case.end("withdrawn", day)
        likely = TAKEN[right.kind] * self.world.lenient * (0.75 + 0.25 * manner.care)
        if not true:
            likely *= LOOKS.get(listing.nature_for(right.category), 0.6) * right.face
        heard = dice.chance(self.world.heard_first)
        if heard and dice.chance(self.readiness(case)):
            case.tell(at + dice.uniform(0.4, 3.0), "counter_notice", "seller")
            day = max(day, at + 3.5)
            if dice.chance(manner.settles if true else manner.yields):
                case.tell(day, "withdrawal", "filer")
                return case.end("withdrawn", day)
            likely *= 1.1 - self.weight(case)
        if filing.asks_first and dice.chance(manner.asks) and self.extort(case, at):
            return case
        if not dice.chance(min(likely, 0.97)):
            return self.refuse(case, day)
        case.tell(day, "takedown", "rule" if dice.chance(0.3) else "staff")
        listing.taken, listing.off = day, day + dice.about(240, 0.8)
        if true and dice.chance(manner.licenses):
            case.tell(day + 12, "withdrawal", "filer", reason="settled with the seller")
            return case.end("withdrawn", day + 12)
        if listing.slander:
            case.tell(day + dice.uniform(0.5, 6), "demand_report", "seller", note="asked to pay")
        if dice.chance(manner.asks) and self.extort(case, day):
            return case
        if not heard and dice.chance(self.readiness(case)):
            return self.answered(case, day)
        if dice.chance(self.world.audited):
            case.tell(day + dice.about(40, 0.5), "grading", "staff", merit=self.grade(case))
        return case.end("down", day)

    def refuse(self, case: Case, day: float) -> Case:
        """Not taken down: the seller was quicker, the filer did not answer, or it is refused."""
        dice = self.dice
        if case.true and dice.chance(0.25):
            case.tell(day, "listing_gone", "rule")
            return case.end("gone", day)
        if dice.chance(0.03):
            case.tell(day + 30, "lapse", "rule")
            return case.end("refused", day + 30)
        by = "rule" if dice.chance(0.25) else "staff"
        grade = self.graded(case) if by == "staff" else {}
        case.tell(day, "rejection", by, reason=dice.choice(REFUSALS), **grade)
        if dice.chance(0.02):
            case.tell(day + dice.uniform(1, 20), "appeal", "filer")
            case.tell(day + dice.uniform(25, 60), "appeal_decision", "staff", reason="it stands")
        return case.end("refused", day)

    def readiness(self, case: Case) -> float:
        """How likely the seller answers: who he is, what is at stake, whether he is right."""
        listing, ready = case.listing, self.world.answers
        if listing.answers is not None:
            return listing.answers
        if case.true:  # he knows it; a few answer with forged invoices
            return 0.012 * ready
        stake = 0.45 + min(1.0, listing.price * listing.sales / 4000)
        return min(0.9, listing.store.diligence * stake * ready)

    def weight(self, case: Case) -> float:
        """How much the seller's papers weigh: lawful goods have invoices, forged ones may pass."""
        if case.listing.proof is not None:
            return case.listing.proof
        return (0.25 if case.true else 0.8) * (0.75 if case.hard else 1.0)

    def extort(self, case: Case, day: float) -> bool:
        """The filer asks for money; some sellers report it, some pay and are let go."""
        if self.dice.chance(0.22):
            case.tell(day + self.dice.uniform(1, 5), "demand_report", "seller", note="money asked")
        if not self.dice.chance(case.filing.manner.paid):
            return False
        done = day + self.dice.uniform(1.5, 9)
        case.tell(done, "withdrawal", "filer")
        case.end("withdrawn", done)
        return True

    def answered(self, case: Case, day: float) -> Case:
        """After a takedown the seller answers: who yields, who weighs, who waits."""
        dice, manner = self.dice, case.filing.manner
        said = day + dice.about(2.5, 0.8)
        case.tell(said, "counter_notice", "seller")
        later = said + dice.about(6.0, 0.6)
        if dice.chance(manner.settles if case.true else manner.yields):
            grade = self.graded(case, papers=True) if dice.chance(0.25) else {}
            case.tell(later, "withdrawal", "filer", **grade)
            return case.end("withdrawn", later)
        if dice.chance(self.world.adjudicates):
            if not dice.chance(self.weight(case)):
                if dice.chance(self.world.graded * 0.3):
                    merit = self.grade(case, papers=True)
                    case.tell(later + 9, "grading", "staff", merit=merit)
                return case.end("down", day)
            by = "court" if dice.chance(0.01) else "staff"
            told = self.graded(case, papers=True) | self.harm(case, later - day)
            case.tell(later, "reinstatement", by, **told)
            return case.end("back", later)
        if case.true and dice.chance(0.3):  # the holder sues
            return case.end("down", day)
        later = said + 15.0  # E-Commerce Law, article 43: no suit came
        case.tell(later, "reinstatement", "rule", **self.harm(case, later - day))
        return case.end("back", later)

    def harm(self, case: Case, offline: float) -> dict[str, Any]:
        if not self.dice.chance(0.3):
            return {}
        lost = round(case.listing.price * case.listing.sales / 30 * offline, 2)
        said = {"days_offline": round(offline, 1), "sales_lost": lost}
        return {"harm": said | {"currency": self.world.currency}}
