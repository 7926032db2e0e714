"""What the accused do: answer, pay, report a demand, or let it go, each as it pays them."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from lab.makers.economy import params
from lab.makers.economy.dice import logistic, logit
from lab.makers.economy.things import Claim, Complaint, Event, Filer

if TYPE_CHECKING:
    from lab.makers.economy.desk import Desk


def answers(desk: Desk, filer: Filer, claim: Claim) -> bool:
    """Does the seller answer? The more it loses and the surer it is to win, the rather.

    A seller of copies answers with forged papers at a low rate (A17), unless the brand is
    `besieged` by sellers who all answer.
    """
    store, worth = claim.listing.store, desk.trade.worth(claim.listing)
    if claim.founded:
        base = max(params.FORGED_ANSWERS, filer.besieged)
        return desk.dice.chance(logistic(logit(base) + 0.25 * (log(worth + 1) - 4.0)))
    sure = 0.35 if store.kind == "honest" else 0.0
    return desk.dice.chance(logistic(store.nerve + sure + 0.35 * (log(worth + 1) - 4.5)))


def react(desk: Desk, complaint: Complaint, claim: Claim, at: float) -> None:
    """Follow a takedown: a demand first, then an answer, then what filer and desk make of it."""
    filer, dice = complaint.filer, desk.dice
    if filer.demand and not claim.founded and dice.chance(filer.demand):
        if _demand(desk, complaint, claim, at):
            return
    elif dice.chance(0.0012):
        _report(complaint, claim, at + dice.between(1, 9), "was asked for money, says the seller")
    if answers(desk, filer, claim):
        when = at + dice.spread(2.2, 0.7)
        complaint.events.append(Event(when, "counter_notice", claim.listing.listing_id, "seller"))
        _answered(desk, complaint, claim, at, when)
    elif dice.chance(0.012 if claim.founded else 0.09 if filer.pattern is None else 0.02):
        _withdraw(desk, complaint, claim, at, at + dice.spread(5.0, 0.8))
    else:
        desk.close(complaint, claim, at)


def _demand(desk: Desk, complaint: Complaint, claim: Claim, at: float) -> bool:
    """The filer asks for money below what the seller would lose. Did the seller pay?

    The seller weighs the price against two months' earnings times the chance that an answer
    fails, and pays the rather the less it trusts the desk.
    """
    dice = desk.dice
    loss = 2.0 * desk.trade.worth(claim.listing) + 20.0
    price = loss * dice.between(*params.DEMANDS)
    gain = loss * dice.between(0.2, 0.7) - price
    if dice.chance(logistic(3.0 * gain / loss)):
        back = at + dice.spread(3.0, 0.6)
        _withdraw(desk, complaint, claim, at, back)
        if dice.chance(0.14):
            _report(complaint, claim, back + dice.between(0.1, 12), f"paid {price:.0f} USD")
        return True
    if dice.chance(0.33):
        _report(complaint, claim, at + dice.between(0.5, 6), f"asked for {price:.0f} USD")
    return False


def _report(complaint: Complaint, claim: Claim, at: float, note: str) -> None:
    """The seller tells the platform that it was asked for money; nobody has verified it."""
    ident = claim.listing.listing_id
    complaint.events.append(Event(at, "demand_report", ident, "seller", note=note))


def _answered(desk: Desk, complaint: Complaint, claim: Claim, down: float, at: float) -> None:
    """The filer takes back or stands; then the desk decides, most of the time."""
    filer, dice, ident = complaint.filer, desk.dice, claim.listing.listing_id
    right, wrong = filer.retreat
    if dice.chance(right if claim.founded else wrong):
        _withdraw(desk, complaint, claim, down, at + dice.spread(2.0, 0.7))
        return
    if dice.chance(0.08):
        return
    when = at + dice.spread(4.0, 0.6)
    if desk.reinstates(filer, claim, forged=claim.founded):
        merit = desk.merit(claim, "reinstatement")
        event = Event(when, "reinstatement", ident, "staff", merit=merit)
        event.harm = harm(desk, claim, when - down)
        complaint.events.append(event)
        claim.listing.down = False
        return
    reason = "counter-notice not established"
    complaint.events.append(Event(when, "takedown", ident, "staff", reason=reason))
    desk.close(complaint, claim, when)


def _withdraw(desk: Desk, complaint: Complaint, claim: Claim, down: float, at: float) -> None:
    """The filer takes the claim back; the listing returns."""
    merit = desk.merit(claim, "withdrawal")
    event = Event(at, "withdrawal", claim.listing.listing_id, "filer", merit=merit)
    if desk.dice.chance(0.3):
        event.harm = harm(desk, claim, at - down)
    complaint.events.append(event)
    claim.listing.down = False


def harm(desk: Desk, claim: Claim, days: float) -> dict[str, float | str]:
    """Days off sale, and sales lost by the listing's usual month (USD)."""
    lost = claim.listing.sales * claim.listing.price * days / params.MONTH
    return {"days_offline": round(days, 2), "sales_lost": round(lost, 2), "currency": "USD"}
