"""What follows a filing: looks, removals, refusals, appeals, relistings, allies and revenge."""

from __future__ import annotations

from typing import Final

from lab.makers.cascades import verdicts
from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer
from lab.makers.cascades.filings import Filings, Order
from lab.makers.cascades.goods import Operator
from lab.makers.cascades.hearings import Hearings, grouped
from lab.makers.cascades.names import WORDS
from lab.makers.cascades.record import Claim, Complaint, Stream
from lab.makers.cascades.worlds import World

FALSE_REPORT: Final = 0.0015  # of removed copies: a seller invents a demand
CLOSING: Final = 0.012  # a copier's store closes, for each removal that it has had, up to five
PAID: Final = 0.4  # of demands: the seller pays, and the complaint is withdrawn
REMORSE: Final = 0.1  # of wrong claims, times readiness to yield: withdrawn before any answer
PLAYED: Final = 0.85  # of a mob's sellers: does its part while the budget lasts


class Aftermath:
    """The reactions to filings, each an act of the same stream."""

    def __init__(self, draws: Draws, world: World, stream: Stream, filings: Filings) -> None:
        self.draws, self.world, self.stream, self.filings = draws, world, stream, filings
        self.hearings = Hearings(draws, world, stream, filings)
        self.avengers: dict[str, list[Filer]] = {}
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
        heard = [c for c in down if c.listing.store.place.hears_first]
        heard = [c for c in heard if verdicts.answered(draws, self.world, c)]
        down = [c for c in down if c not in heard]
        refused = [c for c in left if c not in down and c not in heard]
        if refused:
            self._refuse(day, complaint, refused, formal)
        for group in grouped(heard, lambda c: (c.listing.store.operator.name, c.truth)):
            self.stream.put(day + draws.uniform(0.1, 3.5), self.hearings.answer, complaint, group)
        if down:
            by = "rule" if complaint.channel == "api" and draws.chance(0.7) else "staff"
            complaint.note(day, "takedown", down, by=by)
            complaint.move(day, "down", down)
            self.filings.hunt.gone.append(down[0].listing)
            self._removed(day, complaint, down)
        if draws.chance(self.world.audited):
            self.stream.put(day + 20 + draws.wait(25), self.hearings.audit, complaint)

    def _refuse(self, day: float, complaint: Complaint, claims: list[Claim], formal: bool) -> None:
        draws, filer = self.draws, complaint.filer
        manner, grade = filer.manner_at(day), None
        if draws.chance(self.world.graded * (0.4 if formal else 1.0)):
            grade = self.hearings.merit(claims, again=manner.stubborn > 0.2)
            grade = "unfounded" if formal or grade == "founded" else grade
        words = WORDS["formal_reasons" if formal else "reasons_of_refusal"]
        why = draws.choice(words) if draws.chance(0.7) else None
        complaint.note(day, "rejection", claims, by="staff", merit=grade, reason=why)
        complaint.move(day, "refused", claims)
        if draws.chance(manner.appeals):
            self.stream.put(day + 1 + draws.wait(8), self.appeal, complaint, claims)
        self.hearings.again(day, complaint, claims[0])
        self.filings.deter(filer)

    def appeal(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        """The filer asks for a second look; its answer comes within days."""
        complaint.note(day, "appeal", claims, by="filer")
        self.stream.put(day + 1 + self.draws.wait(5), self.appeal_decision, complaint, claims)

    def appeal_decision(self, day: float, complaint: Complaint, claims: list[Claim]) -> None:
        complaint.note(day, "appeal_decision", claims, by="staff")
        merited = [c for c in claims if c.truth in {"clear", "hard"} and c.listing.live()]
        won = [c for c in merited if self.draws.chance(0.6)]
        if won:
            complaint.note(day + 0.01, "takedown", won, by="staff")
            complaint.move(day, "down", won)

    def _removed(self, day: float, complaint: Complaint, down: list[Claim]) -> None:
        """A removal excites answers, demands, remorse, relistings, allies and revenge."""
        draws, filer = self.draws, complaint.filer
        for group in grouped(down, lambda c: (c.listing.store.operator.name, c.truth)):
            self._excite_seller(day, complaint, group)
            seller = group[0].listing.store.operator
            if group[0].truth in {"clear", "hard"} and seller.kind in {"copier", "hall"}:
                self._relist(day, complaint, group, seller)
            victim = complaint.right.holder.runs
            for avenger in self.avengers.get(seller.name, []) if victim else []:
                if victim and draws.chance(0.6):
                    avenger.victims = victim.stores
                    order = Order(aim="victims", depth=1)
                    self.stream.put(day + draws.wait(6), self.filings.file, avenger, order)
        seller = down[0].listing.store.operator
        for ally in filer.allies if seller.kind in {"copier", "hall"} else []:
            if draws.chance(filer.tempo.alarm):
                order = Order(None, seller, None, "copies", 1)
                self.stream.put(day + draws.wait(5), self.filings.file, ally, order)

    def _excite_seller(self, day: float, complaint: Complaint, group: list[Claim]) -> None:
        """What a seller and the filer do about a removal, before anybody answers."""
        draws, filer, hearings = self.draws, complaint.filer, self.hearings
        manner, put = filer.manner_at(day), self.stream.put
        played = filer.mob_left > 0 and draws.chance(PLAYED)
        if played:
            filer.mob_left -= 1
        demanded = draws.chance(manner.asks)
        told = played and filer.mob == "reports"
        if told or draws.chance(0.35 if demanded else FALSE_REPORT):
            put(day + draws.wait(4), hearings.report, complaint, group)
        wrong = group[0].truth in {"grey", "seeming", "none"}
        spoken = group[0].listing.store.place.hears_first
        answers = any(verdicts.answered(draws, self.world, claim) for claim in group[:3])
        if demanded and draws.chance(PAID):
            put(day + 1 + draws.wait(4), hearings.withdraw, complaint, group)
        elif draws.chance(manner.settles + (REMORSE * manner.yields if wrong else 0)):
            put(day + 0.5 + draws.wait(5), hearings.withdraw, complaint, group)
        elif (answers and not spoken) or (played and filer.mob == "answers"):
            put(day + draws.around(2.2, 0.9), hearings.answer, complaint, group)

    def _relist(
        self, day: float, complaint: Complaint, group: list[Claim], seller: Operator
    ) -> None:
        """Copiers put it up again, perhaps in another store; the holder comes back to that."""
        draws, store, filer = self.draws, group[0].listing.store, complaint.filer
        seller.strikes += 1
        if store.closed is None and draws.chance(CLOSING * min(5, seller.strikes)):
            store.closed = day
        share = self.filings.returns(filer)
        for _ in range(draws.poisson(self.world.relisted * min(5, len(group)) * share)):
            order = Order(complaint.right, seller, None, "copies", 1)
            self.stream.put(day + 1 + draws.wait(12), self.filings.file, filer, order)
