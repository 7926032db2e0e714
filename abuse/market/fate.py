"""What becomes of one claim: the platform decides, the seller answers, the filer stands or drops.

Only the claim's truth and its filer's conduct go in; nobody here sees which pattern it serves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abuse.market import calendar
from abuse.market.draw import Draw
from abuse.market.stores import Listing
from abuse.market.traits import Traits

Event = tuple[float, dict[str, Any]]


@dataclass(frozen=True)
class Conduct:
    """How a filer behaves once it has filed; all are chances.

    malicious : a false claim of it is graded manifestly unfounded (else an honest error)
    regret : it withdraws a false claim of its own accord
    drop : it withdraws a false claim once the seller has answered
    drop_true : the same of a well-founded claim
    paid : it withdraws soon after the takedown, unanswered
    demand : the seller reports that money was asked for, true or not
    polish : its false claims are taken down this many times as often as others'
    """

    malicious: float = 0.03
    regret: float = 0.12
    drop: float = 0.25
    drop_true: float = 0.06
    paid: float = 0.0
    demand: float = 0.006
    polish: float = 1.0


HONEST = Conduct()


@dataclass(frozen=True)
class Claim:
    """One listing accused, and whether rightly; `gone` if there was nothing left to see."""

    listing: Listing
    valid: bool
    gone: bool = False


def follow(
    draw: Draw,
    traits: Traits,
    claim: Claim,
    kind: str,
    conduct: Conduct,
    filed: float,
    decided: float,
) -> list[Event]:
    """The events of one claim in time order, without those after the market's end."""
    events = _fate(draw, traits, claim, kind, conduct, filed, decided)
    events.sort(key=lambda event: event[0])
    return [event for event in events if calendar.moment(event[0]) <= calendar.LAST]


def _fate(
    draw: Draw,
    traits: Traits,
    claim: Claim,
    kind: str,
    conduct: Conduct,
    filed: float,
    decided: float,
) -> list[Event]:
    if draw.chance(traits.missing):
        return []
    if claim.gone:
        if draw.chance(0.6):
            return [(decided, {"kind": "listing_gone", "by": "rule"})]
        return [(decided, {"kind": "rejection", "by": "rule", "reason": "listing not found"})]
    if not claim.valid and draw.chance(conduct.regret):
        return _withdrawal(draw, traits, claim, conduct, filed + draw.delay(2.5))
    passes = traits.takedown[kind]
    if not claim.valid:
        passes *= min(conduct.polish * traits.false_takedown / traits.takedown["trademark"], 1.0)
    if not draw.chance(passes):
        reason = draw.pick(("no infringement seen", "documents do not match", "scope unclear"))
        refused = {"kind": "rejection", "by": "staff", "reason": reason}
        return [(decided, refused | _merit(draw, traits, claim, conduct))]
    down: list[Event] = [(decided, {"kind": "takedown", "by": "staff"})]
    if draw.chance(conduct.demand):
        note = draw.pick(("asked for money to withdraw", "a 'licence fee' was demanded by chat"))
        at = decided + draw.delay(2.0)
        down.append((at, {"kind": "demand_report", "by": "seller", "note": note}))
    if draw.chance(conduct.paid):
        return down + _withdrawal(draw, traits, claim, conduct, decided + draw.delay(3.5))
    return down + _answer(draw, traits, claim, conduct, decided)


def _answer(
    draw: Draw, traits: Traits, claim: Claim, conduct: Conduct, decided: float
) -> list[Event]:
    """What follows if the seller answers the takedown."""
    rate = traits.answer_true if claim.valid else traits.answer_false
    if not draw.chance(min(0.95, rate * (0.5 + claim.listing.store.diligence))):
        return []
    at = decided + draw.delay(4.0)
    events: list[Event] = [(at, {"kind": "counter_notice", "by": "seller"})]
    if draw.chance(conduct.drop_true if claim.valid else conduct.drop):
        return events + _withdrawal(draw, traits, claim, conduct, at + draw.delay(3.0))
    if draw.chance(traits.missing / 2):
        return events
    at += draw.delay(6.0)
    # Sellers forge papers too, so a few well-founded claims are lost.
    if draw.chance(traits.wrong if not claim.valid else 0.85):
        return [*events, (at, {"kind": "takedown", "by": "staff"})]
    back = {"kind": "reinstatement", "by": "staff"} | _merit(draw, traits, claim, conduct)
    if draw.chance(0.3):
        back["harm"] = _harm(claim.listing, at - decided)
    return [*events, (at, back)]


def _harm(listing: Listing, days: float) -> dict[str, Any]:
    lost = round(days / 30 * listing.sales * listing.price, 2)
    return {
        "days_offline": round(days, 1),
        "sales_lost": lost,
        "currency": listing.store.place.currency,
    }


def _withdrawal(
    draw: Draw, traits: Traits, claim: Claim, conduct: Conduct, at: float
) -> list[Event]:
    events: list[Event] = [(at, {"kind": "withdrawal", "by": "filer"})]
    if merit := _merit(draw, traits, claim, conduct):
        events.append((at + draw.delay(15.0), {"kind": "grading", "by": "staff", **merit}))
    return events


def _merit(draw: Draw, traits: Traits, claim: Claim, conduct: Conduct) -> dict[str, Any]:
    """A person's grade, where one took the time; one in twelve is mistaken."""
    if not draw.chance(traits.graded):
        return {}
    valid = claim.valid != draw.chance(1 / 12)
    if valid:
        return {"merit": draw.pick(("founded", "unfounded", "unfounded"))}
    return {"merit": "manifestly_unfounded" if draw.chance(conduct.malicious) else "unfounded"}
