"""Enters what happens to claims into their complaint's line, and takes listings up and down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lab.makers.lifetimes.filing import Claim, Complaint
from lab.makers.lifetimes.parties import Account
from lab.makers.lifetimes.world import World

WARN_AFTER = 8
"""Decided claims before the desk looks at an account's share of refusals."""


def note(world: World, complaint: Complaint, kind: str, claims: list[Claim], **facts: Any) -> None:
    """Enter an event now; `facts` are its further fields, those that are None left out."""
    event: dict[str, Any] = {"at": world.clock.iso(world.clock.now), "kind": kind}
    if len(claims) < len(complaint.claims):
        event["listing_ids"] = [each.listing.ident for each in claims]
    event |= {name: value for name, value in facts.items() if value is not None}
    complaint.line["events"].append(event)


def take_down(claims: Iterable[Claim], now: float) -> None:
    """The listings are off sale."""
    for each in claims:
        if each.down_at is None:
            each.listing.down += 1
            each.down_at = now
        each.state = "removed"


def put_back(claims: Iterable[Claim], state: str) -> None:
    """The claims end in `state`; what was down is on sale again, at a lower rank (K5)."""
    for each in claims:
        if each.down_at is not None:
            each.listing.down -= 1
            each.listing.rank *= 0.75
        each.down_at, each.state = None, state


def harm(world: World, claims: list[Claim]) -> dict[str, Any] | None:
    """What a wrong removal cost, where somebody reckons it up."""
    if claims[0].down_at is None or not world.dice.chance(0.3):
        return None
    days = world.clock.now - claims[0].down_at
    lost = sum(each.listing.popularity / 30 * each.listing.price * days for each in claims)
    return {"days_offline": round(days, 1), "sales_lost": round(lost, 2), "currency": "USD"}


def count(world: World, account: Account, refused: int, decided: int) -> None:
    """Count outcomes; one who loses most of many gets a letter of warning, once.

    Counted are the acts that the desk sees: complaints, not listings (research 6.2, trap 3).
    """
    account.refused += refused
    account.decided += decided
    if account.warned or account.decided < WARN_AFTER:
        return
    if account.refused > 0.6 * account.decided:
        account.warned = True
        world.clock.after(world.dice.between(1, 9), lambda: _warn(account))


def _warn(account: Account) -> None:
    if account.on_warning is not None:
        account.on_warning()
    elif not account.foul:
        account.error *= 0.75
