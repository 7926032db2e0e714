"""What becomes of one claim: the platform decides, the seller answers, the filer stands or drops.

Only the claim's truth and its filer's conduct go in; nobody here sees which pattern it serves.
"""

from __future__ import annotations

from typing import Any

from abuse.market import calendar
from abuse.market.conduct import Claim, Conduct
from abuse.market.draw import Draw
from abuse.market.stores import Listing
from abuse.market.traits import FALSE_TAKEDOWN_MOST, Traits

Event = tuple[float, dict[str, Any]]


def follow(
    draw: Draw,
    traits: Traits,
    claim: Claim,
    basis: str,
    conduct: Conduct,
    filed: float,
    decided: float,
) -> list[Event]:
    """The events of one claim in time order, without those after the market's end."""
    events = _fate(draw, traits, claim, basis, conduct, filed, decided)
    if events and not claim.gone and draw.chance(conduct.demand):
        events.append(_demand(draw, filed))
    events.sort(key=lambda event: event[0])
    return [event for event in events if calendar.moment(event[0]) <= calendar.LAST]


def _fate(
    draw: Draw,
    traits: Traits,
    claim: Claim,
    basis: str,
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
    if draw.chance(traits.heard_first) and _answers(draw, traits, claim):
        return _hearing(draw, traits, claim, conduct, filed, decided)
    if not draw.chance(_passes(traits, claim, basis, conduct)):
        return [(decided, _refusal(draw, traits, claim, conduct))]
    down: list[Event] = [(decided, {"kind": "takedown", "by": "staff"})]
    if draw.chance(conduct.paid):
        return down + _withdrawal(draw, traits, claim, conduct, decided + draw.delay(3.5))
    return down + _answer(draw, traits, claim, conduct, decided)


def _answer(
    draw: Draw, traits: Traits, claim: Claim, conduct: Conduct, decided: float
) -> list[Event]:
    """What follows if the seller answers the takedown."""
    if not _answers(draw, traits, claim):
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


def _passes(traits: Traits, claim: Claim, basis: str, conduct: Conduct) -> float:
    """The chance that a claim that nobody answers leads to a takedown."""
    rate = traits.takedown[basis]
    if claim.valid:
        return rate
    rate *= min(conduct.polish * traits.false_takedown / traits.takedown["trademark"], 1.0)
    return min(rate, FALSE_TAKEDOWN_MOST)


def _answers(draw: Draw, traits: Traits, claim: Claim) -> bool:
    rate = traits.answer_true if claim.valid else traits.answer_false
    return draw.chance(min(0.95, rate * (0.5 + claim.listing.store.diligence)))


def _hearing(
    draw: Draw, traits: Traits, claim: Claim, conduct: Conduct, filed: float, decided: float
) -> list[Event]:
    """The seller answers while its goods are still up, and only then it is decided."""
    at = filed + draw.delay(2.5)
    events: list[Event] = [(at, {"kind": "counter_notice", "by": "seller"})]
    if draw.chance(conduct.drop_true if claim.valid else conduct.drop):
        return events + _withdrawal(draw, traits, claim, conduct, at + draw.delay(3.0))
    decided = max(decided, at + draw.delay(2.0))
    if draw.chance(traits.wrong if not claim.valid else 0.85):
        return [*events, (decided, {"kind": "takedown", "by": "staff"})]
    return [*events, (decided, _refusal(draw, traits, claim, conduct))]


def _refusal(draw: Draw, traits: Traits, claim: Claim, conduct: Conduct) -> dict[str, Any]:
    reason = draw.pick(("no infringement seen", "documents do not match", "scope unclear"))
    refused = {"kind": "rejection", "by": "staff", "reason": reason}
    return refused | _merit(draw, traits, claim, conduct)


def _demand(draw: Draw, filed: float) -> Event:
    """The seller says that money was asked for, whatever the platform decides."""
    note = draw.pick(("asked for money to withdraw", "a 'licence fee' was demanded by chat"))
    return filed + draw.delay(4.0), {"kind": "demand_report", "by": "seller", "note": note}


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
    """A person's grade, where one took the time; some are mistaken."""
    if not draw.chance(traits.graded):
        return {}
    valid = claim.valid != draw.chance(traits.mistaken)
    if valid:
        return {"merit": draw.pick(("founded", "unfounded", "unfounded"))}
    manifest = traits.sure if conduct.bad_faith and not claim.valid else traits.harsh
    return {"merit": "manifestly_unfounded" if draw.chance(manifest) else "unfounded"}
