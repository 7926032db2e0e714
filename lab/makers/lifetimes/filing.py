"""Writes complaints as interchange lines, and keeps what is true of each claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lab.makers.lifetimes import forms
from lab.makers.lifetimes.parties import Account, Holder, Right
from lab.makers.lifetimes.things import Listing
from lab.makers.lifetimes.world import World

CAP = 300
"""Listings in one request (Alibaba: 300; Temu: 200)."""

COVERED = {
    "counterfeit": ("counterfeit",),
    "trademark": ("counterfeit", "trademark"),
    "copyright": ("copyright",),
    "patent": ("patent",),
    "design": ("design",),
}
"""Basis: the ways of imitating for which it is the right accusation."""


@dataclass(eq=False)
class Claim:
    """One complaint against one listing. `founded` is the truth, `foul` whether a wrong claim
    is meant so. `state` follows the platform's: received, removed, countered, closed."""

    complaint: Complaint
    listing: Listing
    founded: bool
    foul: bool
    state: str = "received"
    down_at: float | None = None


@dataclass(eq=False)
class Complaint:
    """A filed complaint: its line, its filer, and its claims."""

    line: dict[str, Any]
    account: Account
    right: Right
    basis: str
    guise: float
    claims: list[Claim]


def founded(right: Right, basis: str, listing: Listing) -> bool:
    """Whether a claim is true: the listing breaks this holder's valid right, in this way."""
    same = listing.imitates is right.holder
    return not right.void and same and listing.how in COVERED.get(basis, ())


def file(
    world: World,
    account: Account,
    right: Right,
    listings: list[Listing],
    *,
    basis: str,
    principal: Holder | None = None,
    guise: float = 0.0,
    papers: tuple[str, ...] = (),
    statement: str | None = None,
) -> Complaint:
    """File now, against listings of one marketplace, and bring it to that marketplace's desk.

    `principal` is named where the filer is not the holder; `papers` are hashes of evidence.
    """
    line = _line(world, account, right, listings[:CAP], basis, principal)
    line["statement"] = statement or forms.statement(world, account, right, basis, listings[0])
    line["documents"] = forms.documents(world, account, right, principal, papers)
    complaint = Complaint(line, account, right, basis, guise + account.guise, [])
    for each in listings[:CAP]:
        true = founded(right, basis, each)
        complaint.claims.append(Claim(complaint, each, true, account.foul and not true))
        account.claimed[each.ident] = world.clock.now
    account.filed += 1
    world.lines.append(line)
    world.desks[listings[0].store.market].take_in(complaint)
    for notice in account.on_filed:
        notice(complaint)
    return complaint


def _line(
    world: World,
    account: Account,
    right: Right,
    listings: list[Listing],
    basis: str,
    principal: Holder | None,
) -> dict[str, Any]:
    """The complaint as it is filed now, with no events yet."""
    line: dict[str, Any] = {
        "reference": f"c-{len(world.lines) + 1:06d}-{world.dice.digits(4)}",
        "filed_at": world.clock.iso(world.clock.now),
        "filer": forms.seen(world, account),
        "right": dict(right.facts),
        "basis": basis,
        "targets": [forms.target(world, each) for each in listings],
        "events": [],
        "channel": account.channel,
    }
    if principal is not None:
        line["rights_holder"] = {"name": principal.name, "country": principal.country}
        line["authorization"] = {"reference": f"poa-{account.reference[2:6]}-{principal.number}"}
    return line
