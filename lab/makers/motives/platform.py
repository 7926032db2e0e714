"""The platform's staff: little time, papers and pages to look at, and a memory for who errs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lab.makers.motives import sellers
from lab.makers.motives.cases import Case
from lab.makers.motives.draws import shifted
from lab.makers.motives.goods import BASELESS, FOUNDED, MISTAKEN, Listing
from lab.makers.motives.parameters import FOUNDED as FELL
from lab.makers.motives.parameters import MISTAKEN as FELL_IN_ERROR
from lab.makers.motives.seasons import DAY

if TYPE_CHECKING:
    from lab.makers.motives.world import World


def receive(world: World, case: Case) -> None:
    """Put a complaint into the staff's queue: more wait when all file, less for proven accounts."""
    account, chance = case.account, world.chance
    quick = 0.5 if account.filed > 30 and account.distrust < 0.05 else 1.0
    hours = chance.spread(world.p.hours * quick * world.season**0.7, 0.8)
    world.at(case.minute + int(hours * 60) + 5, decide, world, case)


def looks(case: Case, listing: Listing) -> float:
    """How likely a reviewer with the usual time takes the listing down."""
    kind, worth = case.right.kind, case.merits[listing]
    if case.basis == "unauthorised_channel":
        # Genuine goods: usually no case of intellectual property at all.
        return 0.15
    if worth == FOUNDED:
        return FELL[kind]
    if worth == MISTAKEN:
        return FELL_IN_ERROR[kind]
    if case.right.genuine:
        # The mark is nowhere on the page.
        return 0.28
    # Nothing in the page speaks for it: what remains is how good the papers look.
    return max(0.06, 0.62 * case.right.looks * (1.15 if kind == "trademark" else 1.0) - 0.02)


def decide(world: World, case: Case) -> None:
    """Look at each claim of a complaint once."""
    chance, account, now = world.chance, case.account, world.now
    fallen: list[Listing] = []
    refused: list[Listing] = []
    gone: list[Listing] = []
    fled: list[Listing] = []
    if chance.happens(0.008 + 0.03 * (1 - case.right.looks)):
        case.event(
            now + 6 * DAY, "lapse", case.listings, by="rule", reason="no answer to a question"
        )
        case.state = dict.fromkeys(case.listings, "lapsed")
        return
    for listing in case.listings:
        if case.state[listing] != "open":
            continue
        if listing.live and listing.store.operator.kind == "copier" and chance.happens(0.04):
            # Its seller heard of it first and takes it off.
            listing.live = False
            fled.append(listing)
        elif not listing.live:
            (gone if chance.happens(0.6) else refused).append(listing)
        if not listing.live:
            continue
        logits = world.p.leniency - world.p.distrust * account.distrust * 1.6
        if not case.right.genuine:
            logits += world.p.gullible
        share = shifted(looks(case, listing), logits)
        (fallen if chance.happens(share) else refused).append(listing)
    for listing in fallen:
        listing.live = False
        case.state[listing] = "down"
    for listing in [*gone, *fled]:
        case.state[listing] = "gone"
    for listing in refused:
        case.state[listing] = "refused"
    by = "rule" if account.filed > 30 and chance.happens(0.3) else "staff"
    if fallen:
        case.event(now, "takedown", fallen, by=by)
    if gone:
        case.event(now, "listing_gone", gone, by="rule")
    if fled:
        case.event(now, "listing_gone", fled, by="seller")
    refuse(world, case, refused)
    for listing in fallen:
        account.actor.told(case, listing, "takedown")
        sellers.hit(world, case, listing)
    if chance.happens(world.p.audited):
        world.later(chance.between(15, 70), grade, world, case)


def refuse(world: World, case: Case, refused: list[Listing]) -> None:
    """Refuse claims, by what the reviewer holds of each."""
    groups: dict[str | None, list[Listing]] = {}
    for listing in refused:
        said = judged(world, case, listing, case.merits[listing] != FOUNDED)
        if case.merits[listing] == FOUNDED and said == "manifestly_unfounded":
            said = "unfounded"
        groups.setdefault(said, []).append(listing)
        case.account.baseless += said == "manifestly_unfounded"
    for said, listings in groups.items():
        reason = (
            "not shown that the right is infringed"
            if said != "manifestly_unfounded"
            else "no right"
        )
        case.event(world.now, "rejection", listings, by="staff", reason=reason, merit=said)
        for listing in listings:
            case.account.actor.told(case, listing, "rejection")
    if refused and world.chance.happens(0.03) and case.account.distrust < 0.3:
        at = world.now + 4 * DAY
        case.event(at, "appeal", refused, by="filer")
        case.event(at + 5 * DAY, "appeal_decision", refused, by="staff", reason="stands")


def judged(world: World, case: Case, listing: Listing, lost: bool) -> str | None:
    """The grade that staff give, if any: they see the truth through papers and pages."""
    chance, worth = world.chance, case.merits[listing]
    if not chance.happens(world.p.graded * (1.0 if lost else 0.25)):
        return None
    if worth == BASELESS:
        plain = 0.3 + 0.55 * (1 - case.right.looks)
        return "manifestly_unfounded" if chance.happens(plain) else "unfounded"
    if worth == MISTAKEN:
        return "manifestly_unfounded" if chance.happens(0.05) else "unfounded"
    return "unfounded"


def grade(world: World, case: Case) -> None:
    """Staff look back at closed claims of a complaint and grade their merit."""
    chance = world.chance
    groups: dict[str, list[Listing]] = {}
    for listing in case.listings:
        if case.state[listing] not in ("down", "refused", "withdrawn", "restored"):
            continue
        worth = case.merits[listing]
        said = (
            "founded"
            if chance.happens({FOUNDED: 0.95, MISTAKEN: 0.12, BASELESS: 0.06}[worth])
            else "unfounded"
        )
        if (
            worth == BASELESS
            and said == "unfounded"
            and chance.happens(0.8 - 0.45 * case.right.looks)
        ):
            said = "manifestly_unfounded"
            case.account.baseless += 1
        groups.setdefault(said, []).append(listing)
    for said, listings in groups.items():
        case.event(world.now, "grading", listings, by="staff", merit=said)
    consider(world, case)


def countered(world: World, case: Case, listing: Listing) -> None:
    """A seller answered: ask the filer, then settle."""
    if case.state[listing] != "down":
        return
    choice, days = case.account.actor.answered(case, listing)
    days *= world.chance.spread(1, 0.4)
    world.later(days if choice != "silent" else 15, settle, world, case, listing, choice)


def settle(world: World, case: Case, listing: Listing, choice: str) -> None:
    """End a claim that was answered: withdrawn, restored by the clock, or judged on both papers."""
    chance, worth = world.chance, case.merits[listing]
    if case.state[listing] != "down":
        return
    seller = listing.store.operator
    if choice == "withdraw":
        withdraw(world, case, listing, graded=0.6)
        return
    if choice == "silent":
        restore(world, case, listing, by="rule", reason="no answer in time")
        return
    right = {FOUNDED: 0.10, MISTAKEN: 0.80, BASELESS: 0.93 - 0.4 * case.right.looks}[worth]
    if worth == FOUNDED:
        right += 0.35 * seller.forger + 0.2 * (case.right.kind == "patent")
    if not chance.happens(shifted(right, world.p.distrust * case.account.distrust * 2)):
        case.state[listing] = "kept down"
        return
    said = judged(world, case, listing, worth != FOUNDED)
    case.account.baseless += said == "manifestly_unfounded"
    by = "court" if chance.happens(0.02) else "staff"
    restore(world, case, listing, by=by, merit=said, harm=harm(world, case, listing))
    case.account.actor.told(case, listing, "reinstatement")
    consider(world, case)


def withdraw(world: World, case: Case, listing: Listing, *, graded: float) -> None:
    """Let the filer take a claim back."""
    was, case.state[listing] = case.state[listing], "withdrawn"
    listing.live = True
    said = None
    if was == "down" and world.chance.happens(graded):
        said = judged(world, case, listing, case.merits[listing] != FOUNDED)
        case.account.baseless += said == "manifestly_unfounded"
    case.event(world.now, "withdrawal", [listing], by="filer", merit=said)


def restore(world: World, case: Case, listing: Listing, **said: Any) -> None:
    case.state[listing] = "restored"
    listing.live = True
    case.event(world.now, "reinstatement", [listing], **said)


def harm(world: World, case: Case, listing: Listing) -> dict[str, Any] | None:
    """What a wrong takedown cost, where somebody counted it."""
    if not world.record.happens(0.3):
        return None
    days = round((world.now - case.minute) / DAY, 1)
    return {
        "days_offline": days,
        "sales_lost": round(listing.worth * days / 30, 2),
        "currency": world.p.currency,
    }


def consider(world: World, case: Case) -> None:
    """Whether to hear an account any longer; few platforms do this, and late."""
    account = case.account
    acts = account.baseless + 2 * account.demands
    if account.closed or acts < 5 or account.distrust < 0.35:
        return
    if world.chance.happens(world.p.suspends):
        account.closed = True
        account.actor.told(case, case.listings[0], "closed")
