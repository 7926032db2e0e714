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
from lab.makers.cascades.worlds import World

CHANNELS: Final = {
    "agent": {"form": 0.55, "api": 0.3, "email": 0.15},
    "rights_holder": {"form": 0.8, "api": 0.05, "email": 0.13, "other": 0.02},
    "individual": {"form": 0.85, "email": 0.14, "other": 0.01},
}
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
        self.draws = draws
        self.world = world
        self.stream = stream
        self.hunt = hunt
        self.complaints: list[Complaint] = []
        self.looked: Callable[[float, Complaint], None] | None = None

    def immigrate(self, filers: list[Filer]) -> None:
        """Draw each filer's immigrants: at least one, so that each filer files."""
        for filer in filers:
            tempo = filer.tempo
            if tempo.times is not None:
                days = list(tempo.times)
            else:
                born = tempo.mean * (1 - self.branching(filer))
                count = max(1, self.draws.poisson(born))
                days = self.world.clock.times(self.draws, count, tempo.start, tempo.end, tempo.bent)
            for day in days:
                self.stream.put(day, self.file, filer, Order())

    def branching(self, filer: Filer) -> float:
        """About how many filings of its own a filing brings about: below one."""
        sweep = self.world.sweep if filer.tempo.sweep is None else filer.tempo.sweep
        again = self.world.again if filer.tempo.again is None else filer.tempo.again
        copies = filer.manner.mix.get("copies", 0.0) / sum(filer.manner.mix.values())
        hit = (1 + filer.manner.batch) * 0.8 * self.world.relisted * again * copies
        alarm = filer.tempo.alarm if filer.tempo.alarm is not None else self.world.alarm
        allies = alarm * len(filer.allies) * 0.6
        echo = min(0.8, filer.echo) if filer.gang else 0.0
        return min(0.85, sweep + hit + allies + echo + filer.manner.copied + filer.manner.stubborn / 2)

    def file(self, day: float, filer: Filer, order: Order) -> None:
        """A filing: its marks are drawn, it is put on record, and what it excites is scheduled."""
        draws = self.draws
        if filer.deaf or day > filer.tempo.end + 45:
            return
        manner = filer.manner_at(day)
        right = order.right or draws.choices(filer.docket, filer.weights)[0]
        aim = order.aim or draws.among(manner.mix)
        if order.listing is not None:
            found = [order.listing] if order.listing.live() else []
        else:
            found = self.hunt.targets(filer, manner, right, aim, day, order.near)
        if not found:
            return
        complaint = self._record(day, filer, manner, right, aim, found)
        hours = self.world.look_hours * (2.5 if right.kind == "patent" else 1.0)
        if self.looked is not None:
            self.stream.put(day + draws.around(hours / 24, 0.9), self.looked, complaint)
        self._excite(day, filer, manner, complaint, order)

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
        channel = draws.among(CHANNELS[filer.kind])
        basis = right.kind
        if aim == "grey":
            basis = manner.grey_as
        elif right.kind == "trademark" and draws.chance(0.6):
            basis = "counterfeit"
        papers: list[tuple[str, str]] = []
        if right.number and draws.chance(manner.papers):
            papers.append(("registration", right.paper))
        if filer.kind == "agent" and draws.chance(manner.papers):
            papers.append(("authorization", digest("leave", filer.reference, right.holder.reference)))  # fmt: skip
        if draws.chance(0.15):
            papers.append(("evidence", digest("shot", filer.reference, day)))
        if filer.filed == 0 and draws.chance(0.4):
            papers.append(("identity", digest("identity", filer.reference)))
        complaint = Complaint(
            day, filer, right, aim, basis, channel,
            filer.badge_at(day).shown(draws, channel), claims,
            statement(draws, filer, manner, right, basis, claims[0].listing.title), papers,
            manner.care,
        )  # fmt: skip
        filer.filed += 1
        self.complaints.append(complaint)
        return complaint

    def _excite(
        self, day: float, filer: Filer, manner: Manner, complaint: Complaint, order: Order
    ) -> None:
        """Own sweeps, the gang that follows an order, followers, and the same again by mistake."""
        draws, tempo, put = self.draws, filer.tempo, self.stream.put
        seller = complaint.claims[0].listing.store.operator
        sweep = self.world.sweep if tempo.sweep is None else tempo.sweep
        if tempo.times is None:
            for _ in range(draws.poisson(sweep)):
                near = seller if draws.chance(0.4) and complaint.aim != "spray" else None
                right = complaint.right if draws.chance(0.7) else None
                more = Order(right, near, None, complaint.aim if near else None, order.depth + 1)
                put(day + draws.wait(tempo.sweep_days), self.file, filer, more)
        if draws.chance(manner.copied):
            same = Order(complaint.right, None, complaint.claims[0].listing, complaint.aim, 9)
            put(day + draws.wait(0.7), self.file, filer, same)
        if filer.gang and order.depth == 0 and complaint.aim in {"victims", "rivals"}:
            share = filer.echo / len(filer.gang)
            for other in filer.gang:
                if draws.chance(share):
                    after = Order(None, seller, None, complaint.aim, 1)
                    put(day + draws.wait(filer.echo_days), self.file, other, after)
        for other in filer.followers:
            if draws.chance(0.5):
                aim = draws.among(other.manner_at(day).mix)
                after = Order(None, seller, None, aim, 1)
                put(day + draws.wait(2.5), self.file, other, after)

    def deter(self, filer: Filer) -> None:
        """A refusal stops some that file for themselves."""
        if filer.kind != "agent" and filer.tempo.times is None and self.draws.chance(DETERRED):
            filer.deaf = True
