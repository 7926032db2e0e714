"""After a takedown: the seller answers or pays, the house judges, auditors grade a sample."""

from __future__ import annotations

from dataclasses import dataclass

from lab.makers.unseen.answers import answered_after, answers, cry, pressed, proof
from lab.makers.unseen.docket import Docket
from lab.makers.unseen.houses import Desk, House
from lab.makers.unseen.merit import grade, true
from lab.makers.unseen.stage import Draft, World
from lab.makers.unseen.terrain import Listing


@dataclass
class Case:
    """A complaint before a desk. All later complaints see what this one did to its listings."""

    world: World
    draft: Draft
    house: House
    desk: Desk
    docket: Docket

    def lose(self, at: float) -> None:
        """The filer will remember it."""
        self.draft.account.lost.append(at)

    def graded(self, listing: Listing) -> str | None:
        """A grade for a claim that fails, where the desk gives one; never that it was founded."""
        if self.world.rng.random() > self.desk.grades:
            return None
        merit = grade(self.world.rng, self.draft, listing)
        return None if merit == "founded" else merit


def yielding(case: Case, listing: Listing) -> float:
    """The chance that the filer gives in to an answer."""
    conduct = case.draft.conduct
    return conduct.yields_right if true(case.draft, listing) > 0 else conduct.yields_wrong


def after(case: Case, listing: Listing, down: float) -> None:
    """The listing is down: the filer may press, the seller may answer, the house may judge."""
    rng, draft = case.world.rng, case.draft
    cry(rng, listing, down, case.docket)
    paid = pressed(rng, draft, listing, down, case.docket)
    if paid is not None:
        case.docket.add(paid, "withdrawal", listing.lid, by="filer", merit=None)
        listing.up = paid
        return
    if not answers(rng, draft, listing, case.house):
        audit(case, listing, down, 0.03)
        return
    at = down + answered_after(rng, case.house)
    case.docket.add(at, "counter_notice", listing.lid, by="seller")
    if rng.random() < yielding(case, listing):
        back = at + float(rng.uniform(0.3, 6))
        case.docket.add(back, "withdrawal", listing.lid, by="filer")
        listing.up = back
        audit(case, listing, back, 0.12)
        return
    judge(case, listing, down, at)


def judge(case: Case, listing: Listing, down: float, at: float) -> None:
    """lotus weighs the papers; plaza asks the filer, whose silence restores; agora lets time
    run."""
    rng, draft, house = case.world.rng, case.draft, case.house
    weighed = proof(rng, draft, listing) - true(draft, listing) + float(rng.normal(0, 0.5))
    if house.name == "lotus" or (house.name == "plaza" and rng.random() < 0.25):
        restored = weighed - 0.4 * draft.conduct.craft + case.desk.lean > 0.7
        at, by = at + float(rng.uniform(1, 9)), "staff"
    elif house.name == "plaza":
        restored, at, by = rng.random() < 0.2, at + 4, "rule"
    else:
        restored = rng.random() > (0.12 if true(draft, listing) > 0 else 0.03)
        at, by = at + float(rng.uniform(14, 20)), "rule"
    if not restored:
        case.docket.add(at, "takedown", listing.lid, by="court" if house.name == "agora" else by)
        audit(case, listing, at, 0.05)
        return
    merit = case.graded(listing) if by == "staff" else None
    case.docket.add(
        at, "reinstatement", listing.lid, by=by, merit=merit, harm=harm(case, listing, down, at)
    )
    case.lose(at)
    case.desk.learn()
    listing.up = at
    if merit is None:
        audit(case, listing, at, 0.12)


def harm(case: Case, listing: Listing, down: float, up: float) -> dict[str, float | str] | None:
    """What two sellers in five put on record: days offline and sales lost (K5, N9)."""
    if case.world.rng.random() > 0.4:
        return None
    days = round(up - down, 1)
    return {"days_offline": days, "sales_lost": round(days / 30 * listing.sales * listing.price, 2),
            "currency": "EUR"}  # fmt: skip


def audit(case: Case, listing: Listing, at: float, share: float) -> None:
    """A sample of closed claims is graded weeks later by somebody who reads both sides."""
    rng = case.world.rng
    if rng.random() < share:
        merit = grade(rng, case.draft, listing)
        case.docket.add(
            at + float(rng.uniform(5, 45)), "grading", listing.lid, by="staff", merit=merit
        )
