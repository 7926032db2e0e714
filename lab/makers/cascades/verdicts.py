"""What staff make of a claim: from the listing, the right and the papers, never from who is who."""

from __future__ import annotations

from typing import Final

from lab.makers.cascades.draws import Draws
from lab.makers.cascades.record import Claim, Complaint
from lab.makers.cascades.worlds import RATES, World

SHOWN_FALSE: Final = 0.25  # a dead or forged right is noticed at the first look


def refused_for_form(draws: Draws, world: World, complaint: Complaint) -> bool:
    return draws.chance(min(0.7, world.formal / complaint.care))


def removed(draws: Draws, world: World, complaint: Complaint, claim: Claim) -> bool:
    """The first look: by what can be seen in minutes."""
    if complaint.right.standing in {"dead", "forged"} and draws.chance(SHOWN_FALSE):
        return False
    share = RATES["removed"][complaint.right.kind][claim.truth] + world.lenience
    if claim.blatant and complaint.right.standing not in {"dead", "forged"}:
        share *= 0.5
    return draws.chance(share)


def answered(draws: Draws, world: World, claim: Claim) -> bool:
    """Whether the seller answers: by what it knows, what is at stake, and its own voice."""
    listing = claim.listing
    stake = min(1.5, 0.6 + listing.sales / 40)
    share = (
        RATES["seller"]["answered"][claim.truth]
        * world.voice
        * listing.store.operator.voice
        * stake
    )
    return draws.chance(min(0.95, share))


def restored(draws: Draws, claim: Claim, forgers: bool = False) -> bool:
    """The second look, with both sides' papers; sellers in league bring better forgeries."""
    share = RATES["seller"]["restored"][claim.truth]
    return draws.chance(max(share, 0.5) if forgers else share)


def merit(draws: Draws, claim: Claim, *, again: bool = False) -> str:
    """A grade. What is false on its face is manifestly unfounded, more so the second time."""
    if claim.truth == "clear":
        return "founded" if draws.chance(0.97) else "unfounded"
    if claim.truth == "hard":
        return "founded" if draws.chance(0.5) else "unfounded"
    if claim.truth == "grey":
        return "unfounded" if draws.chance(0.93) else "founded"
    share = 0.65 if claim.blatant else 0.12 if claim.truth == "seeming" else 0.2
    return "manifestly_unfounded" if draws.chance(min(0.9, share + 0.25 * again)) else "unfounded"


def worst(merits: list[str]) -> str:
    """The grade that most of the claims have; of a tie the milder."""
    order = ["founded", "unfounded", "manifestly_unfounded"]
    return max(order, key=lambda name: (merits.count(name), -order.index(name)))
