"""Answers of sellers and what follows them: withdrawals, hearings, lapses, restorations, grades."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from lab.makers.cascades import verdicts
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filings import Filings, Order
from lab.makers.cascades.record import Claim, Complaint, Stream
from lab.makers.cascades.worlds import World

UNDECIDED: Final = frozenset({"open", "down"})


def grouped(claims: Iterable[Claim], key: Callable[[Claim], object]) -> list[list[Claim]]:
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(key(claim), []).append(claim)
    return list(groups.values())


class Hearings:
    """The reactions once a seller speaks, each an act of the same stream."""

    def __init__(self, draws: Draws, world: World, stream: Stream, filings: Filings) -> None:
        self.draws, self.world, self.stream, self.filings = draws, world, stream, filings

    def again(self, day: float, complaint: Complaint, claim: Claim) -> None:
        """The stubborn file the same again after a defeat."""
        filer = complaint.filer
        for _ in range(self.draws.poisson(filer.manner_at(day).stubborn)):
            order = Order(complaint.right, None, claim.listing, complaint.aim, 2)
            self.stream.put(day + 1 + self.draws.wait(9), self.filings.file, filer, order)

    def report(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        complaint.note(day, "demand_report", claims, by="seller")

    def withdraw(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        claims = [c for c in claims if c.state in UNDECIDED]
        if claims:
            grade = self.merit(claims) if self.draws.chance(self.world.graded * 0.25) else None
            complaint.note(day, "withdrawal", claims, by="filer", merit=grade)
            complaint.move(day, "withdrawn", claims)

    def answer(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        """The seller answers; the filer gives in, digs in, or lets the term pass."""
        claims = [c for c in claims if c.state in UNDECIDED]
        if not claims:
            return
        draws, manner = self.draws, complaint.filer.manner_at(day)
        complaint.note(day, "counter_notice", claims, by="seller")
        wrong = claims[0].truth in {"grey", "seeming", "none"}
        yields = manner.yields * (1.0 if wrong else 0.35 if claims[0].truth == "hard" else 0.06)
        if draws.chance(yields):
            self.stream.put(day + draws.around(2.5, 0.8), self.withdraw, complaint, claims)
        elif draws.chance(manner.digs if wrong else 0.75):
            if draws.chance(0.3):
                complaint.note(day + 0.8, "amendment", claims, by="filer")
            self.stream.put(day + 1 + draws.wait(5), self.hear, complaint, claims)
        else:
            term = claims[0].listing.store.place.term
            self.stream.put(day + term + draws.uniform(0, 2), self.lapse, complaint, claims)

    def hear(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        """Staff decide with both sides' papers."""
        league = complaint.filer.mob == "answers"
        claims = [c for c in claims if c.state in UNDECIDED]
        back = [c for c in claims if verdicts.restored(self.draws, c, league)]
        held = [c for c in claims if c.state == "open" and c not in back]
        if held:
            complaint.note(day, "takedown", held, by="staff")
            complaint.move(day, "down", held)
        for group in grouped(back, lambda c: c.state):
            grade = self.merit(group) if self.draws.chance(self.world.graded) else None
            if group[0].state == "open":
                complaint.note(day, "rejection", group, by="staff", merit=grade)
                complaint.move(day, "refused", group)
            else:
                by = "court" if self.draws.chance(0.01) else "staff"
                self._restore(day, complaint, group, by, None if grade == "founded" else grade)
            self.again(day, complaint, group[0])

    def lapse(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        """The term passed without a word: the rule closes it, and what was down is back."""
        claims = [c for c in claims if c.state in UNDECIDED]
        for group in grouped(claims, lambda c: c.state):
            if group[0].state == "open":
                complaint.note(day, "lapse", group, by="rule")
                complaint.move(day, "lapsed", group)
            else:
                self._restore(day, complaint, group, "rule", None)

    def _restore(
        self, day: float, complaint: Complaint, claims: list[Claim], by: str, grade: str | None
    ) -> None:
        """Listings are back; now and then the seller has counted what it lost."""
        harm = None
        if self.draws.chance(0.4):
            days = round(day - claims[0].since, 1)
            lost = sum(c.listing.price * c.listing.sales / 30 for c in claims) * days
            currency = claims[0].listing.store.place.currency
            harm = {"days_offline": days, "sales_lost": round(lost, 2), "currency": currency}
        complaint.note(day, "reinstatement", claims, by=by, merit=grade, harm=harm)
        complaint.move(day, "back", claims)

    def audit(self, day: float, complaint: Complaint) -> None:
        """Staff grade a sample of what is closed."""
        closed = [c for c in complaint.claims if c.state not in {"open", "gone"}]
        for group in grouped(closed, lambda c: (c.state, c.truth)):
            complaint.note(day, "grading", group, by="staff", merit=self.merit(group))

    def merit(self, claims: list[Claim], again: bool = False) -> str:
        """The grade that staff give to several claims at once."""
        return verdicts.worst([verdicts.merit(self.draws, c, again=again) for c in claims[:20]])
