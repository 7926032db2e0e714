"""The filings: immigrants by each filer's rate, offspring by what has happened before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.filers import Filer, Manner
from lab.makers.cascades.goods import Listing, Operator
from lab.makers.cascades.hunting import Hunt
from lab.makers.cascades.record import Claim, Complaint, Stream
from lab.makers.cascades.rights import Right, digest
from lab.makers.cascades.statements import statement
from lab.makers.cascades.worlds import RATES, World

CALIBRATED: Final = 1.1  # the branching is less than it seems: filers stop, copies run out
DETERRED: Final = 0.04  # after a refusal, of filers that file for themselves


@dataclass(frozen=True, slots=True)
class Order:
    """Why a filing happens and where it must aim. Immigrants have none."""

    right: Right | None = None
    near: Operator | None = None
    listing: Listing | None = None
    aim: str | None = None
    depth: int = 0


class Filings:
    """Complaints in the making. `looked` is called for each when the platform looks at it."""

    def __init__(self, draws: Draws, world: World, stream: Stream, hunt: Hunt) -> None:
        self.draws, self.world, self.stream, self.hunt = draws, world, stream, hunt
        self.complaints: list[Complaint] = []
        self.looked: Callable[[float, Complaint], None] | None = None

    def immigrate(self, filers: list[Filer]) -> None:
        """Draw each filer's immigrants: at least one, so that each filer files."""
        draws = self.draws
        for filer in filers:
            tempo, days = filer.tempo, list(filer.tempo.times)
            if not days:
                born = CALIBRATED * (tempo.mean - 1) * (1 - self.branching(filer))
                count = 1 + draws.poisson(max(0.0, born))
                days = self.world.clock.times(draws, count, tempo.start, tempo.end, tempo.bent)
            for day in days:
                self.stream.put(day, self.file, filer, Order())

    def returns(self, filer: Filer) -> float:
        """The share of relistings that a filer comes back to; who files of many cannot to all."""
        return min(self.world.again, 0.3 / ((1 + filer.manner.batch) * self.world.relisted))

    def branching(self, filer: Filer) -> float:
        """About how many filings of its own a filing brings about: below one."""
        copies = filer.manner.mix.get("copies", 0.0) / sum(filer.manner.mix.values())
        hit = (1 + filer.manner.batch) * 0.7 * self.world.relisted * self.returns(filer) * copies
        others = filer.tempo.alarm * len(filer.allies) * 0.6 + (filer.echo if filer.gang else 0.0)
        own = filer.tempo.sweep + filer.manner.copied + filer.manner.stubborn / 2
        return min(0.85, hit + others + own)

    def file(self, day: float, filer: Filer, order: Order) -> None:
        """A filing: its marks are drawn, it is put on record, and what it excites is scheduled."""
        draws = self.draws
        spent = filer.most is not None and filer.filed >= filer.most
        if filer.deaf or spent or day > filer.tempo.end + 45:
            return
        manner = filer.manner_at(day)
        aim = order.aim or draws.among(manner.mix)
        right = order.right or self._right(filer, aim)
        if order.listing is not None:
            found = [order.listing] if order.listing.live() else []
        else:
            found = self.hunt.targets(filer, right, aim, day, order.near)
        if not found:
            return
        complaint = self._record(day, filer, manner, right, aim, found)
        hours = self.world.look_hours * (2.5 if right.kind == "patent" else 1.0)
        if self.looked is not None:
            self.stream.put(day + draws.around(hours / 24, 0.9), self.looked, complaint)
        self._excite(day, filer, manner, complaint, order)

    def _right(self, filer: Filer, aim: str) -> Right:
        """One of the docket; against copies rather one that is sound."""
        good = [r for r in filer.docket if r.standing in {"sound", "young", "weak"}]
        docket = good if good and aim == "copies" else filer.docket
        return self.draws.choices(docket, [filer.weights[right.key] for right in docket])[0]

    def _record(
        self, day: float, filer: Filer, manner: Manner, right: Right, aim: str, found: list[Listing]
    ) -> Complaint:
        draws = self.draws
        dead = right.standing in {"dead", "forged"}
        claims = []
        for listing in found:
            truth = listing.facts.get(right.key, "none")
            if dead and truth in {"clear", "hard", "grey"}:
                truth = "none"
            blatant = dead or listing.niche not in right.holder.niches
            claims.append(Claim(listing, truth, blatant, was_gone=not listing.live()))
        basis = manner.grey_as if aim == "grey" else right.kind
        if basis == "trademark" and draws.chance(0.6):
            basis = "counterfeit"
        channel = draws.among(RATES["filer"][filer.kind])
        shown = filer.badge_at(day).shown(draws, channel)
        text = statement(draws, filer, right, basis, claims[0].listing.title)
        papers = self._papers(day, filer, manner, right)
        complaint = Complaint(
            day, filer, right, aim, basis, channel, shown, claims, text, papers, manner.care
        )
        filer.filed += 1
        self.complaints.append(complaint)
        return complaint

    def _papers(
        self, day: float, filer: Filer, manner: Manner, right: Right
    ) -> list[tuple[str, str]]:
        chance = self.draws.chance
        papers = [("registration", right.paper)] if right.number and chance(manner.papers) else []
        if filer.kind == "agent" and chance(manner.papers):
            leave = digest("leave", filer.reference, right.holder.reference)
            papers.append(("authorization", leave))
        if chance(0.15):
            papers.append(("evidence", digest("shot", filer.reference, day)))
        if filer.filed == 0 and chance(0.4):
            papers.append(("identity", digest("identity", filer.reference)))
        return papers

    def _excite(
        self, day: float, filer: Filer, manner: Manner, complaint: Complaint, order: Order
    ) -> None:
        """Own sweeps, the gang that follows an order, followers, and the same again by mistake."""
        draws, tempo = self.draws, filer.tempo
        seller = complaint.claims[0].listing.store.operator
        for _ in range(draws.poisson(tempo.sweep) if not tempo.times else 0):
            near = seller if draws.chance(0.4) and complaint.aim != "spray" else None
            right = complaint.right if draws.chance(0.7) else None
            more = Order(right, near, None, complaint.aim if near else None, order.depth + 1)
            self.stream.put(day + draws.wait(1.2), self.file, filer, more)
        if draws.chance(manner.copied):
            same = Order(complaint.right, None, complaint.claims[0].listing, complaint.aim, 9)
            self.stream.put(day + draws.wait(0.7), self.file, filer, same)
        ordered = order.depth == 0 and complaint.aim in {"victims", "rivals"}
        for other in filer.gang if ordered else []:
            if draws.chance(filer.echo / len(filer.gang)):
                after = Order(None, seller, None, complaint.aim, 1)
                self.stream.put(day + draws.wait(filer.echo_days), self.file, other, after)
        for other in filer.followers:
            if draws.chance(0.5):
                after = Order(None, seller, None, draws.among(other.manner_at(day).mix), 1)
                self.stream.put(day + draws.wait(2.5), self.file, other, after)

    def deter(self, filer: Filer) -> None:
        """A refusal stops some that file for themselves."""
        if filer.kind != "agent" and not filer.tempo.times and self.draws.chance(DETERRED):
            filer.deaf = True
