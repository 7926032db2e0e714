"""What becomes of a complaint: decided, answered, taken back, restored, appealed, graded, or open."""

from __future__ import annotations

from dataclasses import dataclass

from abuse.market.unseen.answers import answered_after, answers, cry, pressed, proof
from abuse.market.unseen.docket import Docket
from abuse.market.unseen.houses import Desk, House
from abuse.market.unseen.merit import BELIEF, chance, first, grade, true
from abuse.market.unseen.stage import Draft, World
from abuse.market.unseen.terrain import Listing

REASONS = ("evidence insufficient", "right not valid for these goods", "listing not related",
           "comparison missing")  # fmt: skip


@dataclass
class Case:
    """A complaint before a desk. All later complaints see what this one did to its listings."""

    world: World
    draft: Draft
    house: House
    desk: Desk
    docket: Docket

    def lose(self, at: float) -> None:
        self.draft.account.lost.append(at)

    def graded(self, listing: Listing) -> str | None:
        """A grade for a claim that fails, where the desk gives one; never that it was founded."""
        if self.world.rng.random() > self.desk.grades:
            return None
        merit = grade(self.world.rng, self.draft, listing)
        return None if merit == "founded" else merit


def settle(case: Case) -> None:
    """Follow each listing of the complaint to its end, or to the end of the period."""
    world, draft, rng = case.world, case.draft, case.world.rng
    decided = case.desk.take(rng, draft.at, len(draft.listings))
    formal = rng.random() < chance(case.house.formal - draft.conduct.craft)
    for listing in draft.listings:
        if listing.gone(draft.at):
            case.docket.add(decided, "listing_gone", listing.lid, by="rule")
        elif formal:
            case.docket.add(decided, "rejection", listing.lid, by="rule", reason="incomplete")
            case.lose(decided)
        elif true(draft, listing) < 0 and rng.random() < draft.conduct.regrets:
            early = draft.at + float(rng.uniform(0.05, 4))
            case.docket.add(early, "withdrawal", listing.lid, by="filer", reason="filed in error")
        elif rng.random() < (0.05 if listing.nature == "copy" else 0.01):
            case.docket.add(decided, "listing_gone", listing.lid, by="seller")
            listing.down, listing.up = decided, float(world.calendar.days)
        elif case.house.name == "agora" and draft.basis == "patent":
            hear(case, listing)
        else:
            look(case, listing, decided)


def look(case: Case, listing: Listing, decided: float) -> None:
    """The first decision. plaza pauses nearly whatever is complete, without a
    look; the others look at it."""
    draft, rng = case.draft, case.world.rng
    if case.house.name == "plaza":
        share = 0.55 if draft.right.kind == "patent" else 0.93
        taken, decided, by = rng.random() < share, draft.at + 0.02, "rule"
    else:
        odds = (
            2.0 * first(draft, listing) + BELIEF.get(draft.basis, 0.0) + 0.6 * draft.conduct.craft
        )
        taken, by = rng.random() < chance(odds - case.desk.lean), "staff"
    if taken:
        case.docket.add(decided, "takedown", listing.lid, by=by)
        draft.account.won.append(decided)
        listing.down, listing.up = decided, float(case.world.calendar.days)
        listing.store.operator.scares += 1
        after(case, listing, decided)
    else:
        refuse(case, listing, decided)


def hear(case: Case, listing: Listing) -> None:
    """Patents in agora: the seller has three weeks to answer; silence takes the listing down."""
    draft, rng = case.draft, case.world.rng
    if not answers(rng, draft, listing, case.house):
        at = draft.at + 21
        case.docket.add(at, "takedown", listing.lid, by="rule")
        draft.account.won.append(at)
        listing.down, listing.up = at, float(case.world.calendar.days)
        return
    at = draft.at + float(rng.uniform(1, 20))
    case.docket.add(at, "counter_notice", listing.lid, by="seller")
    if rng.random() < yielding(case, listing):
        case.docket.add(at + float(rng.uniform(0.5, 9)), "withdrawal", listing.lid, by="filer")
    elif proof(rng, draft, listing) - true(draft, listing) + float(rng.normal(0, 1)) > 0.3:
        refuse(case, listing, at + 25)
    else:
        case.docket.add(at + 25, "takedown", listing.lid, by="staff")
        draft.account.won.append(at + 25)


def refuse(case: Case, listing: Listing, at: float) -> None:
    """A rejection, with a reason; one in fourteen is appealed, and some appeals are right."""
    rng, draft = case.world.rng, case.draft
    reason = REASONS[int(rng.random() * len(REASONS))]
    case.docket.add(
        at, "rejection", listing.lid, by="staff", reason=reason, merit=case.graded(listing)
    )
    case.lose(at)
    if rng.random() < 0.07:
        case.docket.add(at + 3, "appeal", listing.lid, by="filer")
        won = true(draft, listing) + float(rng.normal(0, 0.7)) > 0.6
        case.docket.add(
            at + 11,
            "appeal_decision",
            listing.lid,
            by="staff",
            reason="overturned" if won else "upheld",
        )
        if won:
            case.docket.add(at + 11.01, "takedown", listing.lid, by="staff")


def yielding(case: Case, listing: Listing) -> float:
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
    """lotus weighs the papers; plaza asks the filer, whose silence restores; agora lets time run."""
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
