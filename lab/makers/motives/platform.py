"""The platform's staff: little time, papers and pages to look at, and a memory for who errs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lab.makers.motives import sellers
from lab.makers.motives.draws import DAY, shifted
from lab.makers.motives.goods import BASELESS, FOUNDED, MISTAKEN, Listing
from lab.makers.motives.parameters import FOUNDED as FELL
from lab.makers.motives.parameters import MISTAKEN as FELL_IN_ERROR

if TYPE_CHECKING:
    from lab.makers.motives.cases import Case
    from lab.makers.motives.world import World


def receive(world: World, case: Case) -> None:
    """Put a complaint into the staff's queue: more wait when all file, less for proven accounts."""
    account = case.account
    quick = 0.5 if account.filed > 30 and account.distrust < 0.05 else 1.0
    hours = world.chance.spread(world.p.hours * quick * world.season**0.7, 0.8)
    world.later((case.minute - world.now) / DAY + hours / 24, decide, world, case)


def convinces(world: World, case: Case, listing: Listing) -> float:
    """How likely a reviewer with the usual time takes the listing down."""
    kind, worth = case.right.kind, case.merits[listing]
    logits = world.p.leniency - world.p.distrust * case.account.distrust * 1.6
    if case.basis == "unauthorised_channel":
        # Genuine goods: usually no case of intellectual property at all.
        return shifted(0.15, logits)
    if worth != BASELESS:
        return shifted((FELL if worth == FOUNDED else FELL_IN_ERROR)[kind], logits)
    if case.right.genuine:
        # The mark is nowhere on the page.
        return shifted(0.28, logits)
    # Nothing on the page speaks for it: what remains is how good the papers look.
    return shifted(max(0.06, 0.62 * case.right.looks - 0.02), logits + world.p.gullible)


def decide(world: World, case: Case) -> None:
    """Look at each claim of a complaint once."""
    chance, account, now = world.chance, case.account, world.now
    if chance.happens(0.008 + 0.03 * (1 - case.right.looks)):
        case.event(world, now + 6 * DAY, "lapse", list(case.merits), by="rule", reason="no answer")
        case.state = dict.fromkeys(case.merits, "lapsed")
        return
    lots: dict[str, list[Listing]] = {"down": [], "refused": [], "gone": [], "fled": []}
    for listing in [each for each in case.merits if case.state[each] == "open"]:
        if not listing.live:
            outcome = "gone" if chance.happens(0.6) else "refused"
        elif listing.store.operator.kind == "copier" and chance.happens(0.04):
            # Its seller heard of it first and takes it off.
            outcome, listing.live = "fled", False
        else:
            outcome = "down" if chance.happens(convinces(world, case, listing)) else "refused"
        lots[outcome].append(listing)
        case.state[listing] = outcome
    by = "rule" if account.filed > 30 and chance.happens(0.3) else "staff"
    case.event(world, now, "takedown", lots["down"], by=by)
    case.event(world, now, "listing_gone", lots["gone"], by="rule")
    case.event(world, now, "listing_gone", lots["fled"], by="seller")
    refuse(world, case, lots["refused"])
    for listing in lots["down"]:
        listing.live = False
        account.actor.told(case, listing, "takedown")
        sellers.hit(world, case, listing)
    if chance.happens(world.p.audited):
        world.later(chance.uniform(15, 70), grade, world, case)


def refuse(world: World, case: Case, refused: list[Listing]) -> None:
    """Refuse claims, by what the reviewer holds of each."""
    groups: dict[str | None, list[Listing]] = {}
    for listing in refused:
        groups.setdefault(judged(world, case, listing), []).append(listing)
        case.account.actor.told(case, listing, "rejection")
    for said, listings in groups.items():
        reason = "no right" if said == "manifestly_unfounded" else "no infringement shown"
        case.event(world, world.now, "rejection", listings, by="staff", reason=reason, merit=said)
    if "manifestly_unfounded" in groups:
        consider(world, case)


def judged(world: World, case: Case, listing: Listing, graded: float | None = None) -> str | None:
    """The grade that staff give a lost claim, if any: the truth, seen through papers and pages."""
    worth, looks = case.merits[listing], case.right.looks
    graded = world.p.graded if graded is None else graded
    if not world.chance.happens(graded * (0.25 if worth == FOUNDED else 1)):
        return None
    plain = {BASELESS: 0.85 - 0.55 * looks, MISTAKEN: 0.05, FOUNDED: 0}[worth]
    if world.chance.happens(plain):
        case.account.baseless += 1
        return "manifestly_unfounded"
    return "unfounded"


def grade(world: World, case: Case) -> None:
    """Staff look back at closed claims of a complaint and grade their merit."""
    groups: dict[str | None, list[Listing]] = {}
    for listing in case.merits:
        if case.state[listing] in ("down", "refused", "withdrawn", "restored"):
            stands = {FOUNDED: 0.95, MISTAKEN: 0.12, BASELESS: 0.06}[case.merits[listing]]
            lost = None if world.chance.happens(stands) else judged(world, case, listing, 1.0)
            groups.setdefault(lost or "founded", []).append(listing)
    for said, listings in groups.items():
        case.event(world, world.now, "grading", listings, by="staff", merit=said)
    consider(world, case)


def countered(world: World, case: Case, listing: Listing) -> None:
    """A seller answered: ask the filer, then settle."""
    choice, days = case.account.actor.answered(case, listing)
    days = 15.0 if choice == "silent" else days * world.chance.spread(1, 0.4)
    world.later(days, settle, world, case, listing, choice)


def settle(world: World, case: Case, listing: Listing, choice: str) -> None:
    """End a claim that was answered: withdrawn, restored by the clock, or judged on both papers."""
    worth = case.merits[listing]
    if case.state[listing] != "down":
        return
    if choice == "withdraw":
        withdraw(world, case, listing, 0.6)
        return
    if choice == "silent":
        restore(world, case, listing, by="rule", reason="no answer in time")
        return
    lost = {FOUNDED: 0.10, MISTAKEN: 0.80, BASELESS: 0.93 - 0.4 * case.right.looks}[worth]
    if worth == FOUNDED:
        lost += 0.35 * listing.store.operator.forger + 0.2 * (case.right.kind == "patent")
    if not world.chance.happens(shifted(lost, world.p.distrust * case.account.distrust * 2)):
        case.state[listing] = "kept down"
        return
    by = "court" if world.chance.happens(0.02) else "staff"
    days, harm = round((world.now - case.minute) / DAY, 1), None
    if world.record.happens(0.3):
        cost = round(listing.worth * days / 30, 2)
        harm = {"days_offline": days, "sales_lost": cost, "currency": world.p.currency}
    restore(world, case, listing, by=by, merit=judged(world, case, listing), harm=harm)
    case.account.actor.told(case, listing, "reinstatement")
    consider(world, case)


def withdraw(world: World, case: Case, listing: Listing, graded: float) -> None:
    """Let the filer take a claim back, if it is still open or the listing down."""
    was = case.state[listing]
    if was in ("open", "down"):
        case.state[listing], listing.live = "withdrawn", True
        said = judged(world, case, listing, graded) if was == "down" else None
        case.event(world, world.now, "withdrawal", [listing], by="filer", merit=said)


def restore(world: World, case: Case, listing: Listing, **said: Any) -> None:
    case.state[listing], listing.live = "restored", True
    case.event(world, world.now, "reinstatement", [listing], **said)


def consider(world: World, case: Case) -> None:
    """Whether to warn an account, or to hear it no longer; few platforms do this, and late."""
    account = case.account
    acts = account.baseless + 2 * account.demands
    if account.closed or acts < 3 or account.distrust < 0.25:
        return
    if not world.chance.happens(world.p.suspends):
        return
    if not account.warned:
        account.warned = True
        account.actor.told(case, next(iter(case.merits)), "warned")
    elif acts >= 5 and account.distrust >= 0.35:
        account.closed = True
        account.actor.told(case, next(iter(case.merits)), "closed")
