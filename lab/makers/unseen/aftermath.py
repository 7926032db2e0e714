"""What becomes of a complaint at first: refused unread, taken back, decided, or heard."""

from __future__ import annotations

from lab.makers.unseen.answers import answers, proof
from lab.makers.unseen.judgement import Case, after, yielding
from lab.makers.unseen.merit import BELIEF, chance, first, true
from lab.makers.unseen.terrain import Listing

REASONS = ("evidence insufficient", "right not valid for these goods", "listing not related",
           "comparison missing")  # fmt: skip


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
        share = 0.45 if draft.right.kind == "patent" else 0.93
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
