"""What follows a filing: looks, removals, answers, withdrawals, restorations, grades, relistings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from lab.makers.cascades import verdicts
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer
from lab.makers.cascades.filings import Filings, Order
from lab.makers.cascades.goods import Bazaar, Operator
from lab.makers.cascades.record import Claim, Complaint, Stream
from lab.makers.cascades.worlds import World

FALSE_REPORT: Final = 0.0015  # of removed copies: a seller invents a demand
CLOSING: Final = 0.012  # a copier's store closes, for each removal that it has had, up to five
PAID: Final = 0.4  # of demands: the seller pays, and the complaint is withdrawn
PLAYED: Final = 0.85  # of a mob's sellers: does its part while the budget lasts


def grouped(claims: Iterable[Claim], key: Callable[[Claim], object]) -> list[list[Claim]]:
    groups: dict[object, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(key(claim), []).append(claim)
    return list(groups.values())


class Aftermath:
    """The reactions to filings, each an act of the same stream."""

    def __init__(
        self, draws: Draws, world: World, stream: Stream, bazaar: Bazaar, filings: Filings
    ) -> None:
        self.draws, self.world, self.stream = draws, world, stream
        self.bazaar, self.filings = bazaar, filings
        self.avengers: dict[str, list[Filer]] = {}
        self.mob_acts: dict[str, int] = {}
        filings.looked = self.look

    def look(self, day: float, complaint: Complaint) -> None:
        """The platform's first look at all listings of a complaint."""
        draws = self.draws
        gone = [c for c in complaint.claims if c.state == "open" and not c.listing.live()]
        if gone:
            complaint.note(day, "listing_gone", gone, by="rule")
            complaint.move(day, "gone", gone)
        left = [c for c in complaint.claims if c.state == "open"]
        if not left:
            return
        formal = verdicts.refused_for_form(draws, self.world, complaint)
        down = [c for c in left if not formal and verdicts.removed(draws, self.world, complaint, c)]
        heard = [c for c in down if c.listing.store.place.hears_first and verdicts.answered(draws, self.world, c)]  # fmt: skip
        down = [c for c in down if c not in heard]
        refused = [c for c in left if c not in down and c not in heard]
        if refused:
            self._refuse(day, complaint, refused, formal)
        for group in grouped(heard, lambda c: (c.listing.store.operator.name, c.truth)):
            self.answer(day + draws.uniform(0.1, 3.5), complaint, group)
        if down:
            by = "rule" if complaint.channel == "api" and draws.chance(0.7) else "staff"
            complaint.note(day, "takedown", down, by=by)
            complaint.move(day, "down", down)
            self._removed(day, complaint, down)
        if draws.chance(self.world.audited):
            self.stream.put(day + 20 + draws.wait(25), self.audit, complaint)

    def _refuse(self, day: float, complaint: Complaint, claims: list[Claim], formal: bool) -> None:
        draws, filer = self.draws, complaint.filer
        graded = draws.chance(self.world.graded * (0.4 if formal else 1.0))
        grade = None
        if graded:
            grade = "unfounded" if formal and draws.chance(0.8) else self._merit(claims, filer.manner.stubborn > 0.2)  # fmt: skip
            if grade == "founded":
                grade = None
        reasons = verdicts.FORMAL_REASONS if formal else verdicts.REASONS
        why = draws.choice(reasons) if draws.chance(0.7) else None
        complaint.note(day, "rejection", claims, by="staff", merit=grade, reason=why)
        complaint.move(day, "refused", claims)
        self.filings.hunt.gone.extend(c.listing for c in claims[:1] if draws.chance(0.1))
        manner = filer.manner_at(day)
        if draws.chance(manner.appeals):
            self.stream.put(day + 1 + draws.wait(8), self.appeal, complaint, claims)
        self._again(day, complaint, claims[0])
        self.filings.deter(filer)

    def _again(self, day: float, complaint: Complaint, claim: Claim) -> None:
        """The stubborn file the same again after a defeat."""
        filer = complaint.filer
        for _ in range(self.draws.poisson(filer.manner_at(day).stubborn)):
            order = Order(complaint.right, None, claim.listing, complaint.aim, 2)
            self.stream.put(day + 1 + self.draws.wait(9), self.filings.file, filer, order)

    def appeal(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        """The filer asks for a second look; its answer comes within days."""
        complaint.note(day, "appeal", claims, by="filer")
        self.stream.put(day + 1 + self.draws.wait(5), self.appeal_decision, complaint, claims)

    def appeal_decision(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        complaint.note(day, "appeal_decision", claims, by="staff")
        won = [c for c in claims if c.truth in {"clear", "hard"} and self.draws.chance(0.6) and c.listing.live()]  # fmt: skip
        if won:
            complaint.note(day + 0.01, "takedown", won, by="staff")
            complaint.move(day, "down", won)

    def _removed(self, day: float, complaint: Complaint, down: list[Claim]) -> None:
        """A removal excites answers, demands, remorse, relistings, allies and revenge."""
        draws, put, filer = self.draws, self.stream.put, complaint.filer
        manner = filer.manner_at(day)
        for group in grouped(down, lambda c: (c.listing.store.operator.name, c.truth)):
            seller = group[0].listing.store.operator
            played = filer.mob_left > 0 and draws.chance(PLAYED)
            if played:
                filer.mob_left -= 1
                self.mob_acts[filer.reference] = self.mob_acts.get(filer.reference, 0) + 1
            demanded = draws.chance(manner.asks)
            if (played and filer.mob == "reports") or draws.chance(FALSE_REPORT):
                put(day + draws.wait(4), self.report, complaint, group)
            if demanded and draws.chance(0.35):
                put(day + draws.wait(3), self.report, complaint, group)
            if demanded and draws.chance(PAID):
                put(day + 1 + draws.wait(4), self.withdraw, complaint, group)
            elif draws.chance(manner.settles):
                put(day + 0.5 + draws.wait(5), self.withdraw, complaint, group)
            elif (played and filer.mob == "answers") or any(verdicts.answered(draws, self.world, c) for c in group[:3]):  # fmt: skip
                put(day + draws.around(2.2, 0.9), self.answer, complaint, group)
            self._relist(day, complaint, group, seller)
            for avenger in self.avengers.get(seller.name, []):
                victim = complaint.right.holder.runs
                if victim is not None and draws.chance(0.6):
                    avenger.victims = victim.stores
                    put(day + draws.wait(6), self.filings.file, avenger, Order(None, None, None, "victims", 1))  # fmt: skip
        alarm = filer.tempo.alarm if filer.tempo.alarm is not None else self.world.alarm
        seller = down[0].listing.store.operator
        for ally in filer.allies:
            if seller.kind in {"copier", "hall"} and draws.chance(alarm):
                put(day + draws.wait(5), self.filings.file, ally, Order(None, seller, None, "copies", 1))  # fmt: skip

    def _relist(self, day: float, complaint: Complaint, group: list[Claim], seller: Operator) -> None:
        """Copiers put it up again, perhaps in another store; the holder comes back to that."""
        draws = self.draws
        if group[0].truth not in {"clear", "hard"} or seller.kind not in {"copier", "hall"}:
            return
        seller.strikes += 1
        store = group[0].listing.store
        if store.closed is None and draws.chance(CLOSING * min(5, seller.strikes)):
            store.closed = day
        tempo = complaint.filer.tempo
        again = self.world.again if tempo.again is None else tempo.again
        for _ in group[:5]:
            for _ in range(draws.poisson(self.world.relisted)):
                if draws.chance(again):
                    order = Order(complaint.right, seller, None, "copies", 1)
                    self.stream.put(day + 1 + draws.wait(12), self.filings.file, complaint.filer, order)  # fmt: skip

    def report(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        complaint.note(day, "demand_report", claims, by="seller")

    def withdraw(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        claims = [c for c in claims if c.state in {"open", "down"}]
        if claims:
            grade = self._merit(claims) if self.draws.chance(self.world.graded * 0.25) else None
            complaint.note(day, "withdrawal", claims, by="filer", merit=grade)
            complaint.move(day, "withdrawn", claims)

    def answer(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        """The seller answers; the filer gives in, digs in, or lets the term pass."""
        claims = [c for c in claims if c.state in {"open", "down"}]
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
        back = [c for c in claims if c.state in {"open", "down"} and verdicts.restored(self.draws, c, league)]  # fmt: skip
        held = [c for c in claims if c.state == "open" and c not in back]
        if held:
            complaint.note(day, "takedown", held, by="staff")
            complaint.move(day, "down", held)
        for group in grouped(back, lambda c: c.state):
            grade = self._merit(group) if self.draws.chance(self.world.graded) else None
            if group[0].state == "open":
                complaint.note(day, "rejection", group, by="staff", merit=grade)
                complaint.move(day, "refused", group)
            else:
                by = "court" if self.draws.chance(0.01) else "staff"
                self._restore(day, complaint, group, by, None if grade == "founded" else grade)
            self._again(day, complaint, group[0])

    def lapse(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        """The term passed without a word: the rule closes it, and what was down is back."""
        claims = [c for c in claims if c.state in {"open", "down"}]
        for group in grouped(claims, lambda c: c.state):
            if group[0].state == "open":
                complaint.note(day, "lapse", group, by="rule")
                complaint.move(day, "lapsed", group)
            else:
                self._restore(day, complaint, group, "rule", None)

    def _restore(
        self, day: float, complaint: Complaint, claims: list[Claim], by: str, grade: str | None
    ) -> None:
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
            complaint.note(day, "grading", group, by="staff", merit=self._merit(group))

    def _merit(self, claims: list[Claim], again: bool = False) -> str:
        return verdicts.worst([verdicts.merit(self.draws, c, again=again) for c in claims[:20]])
