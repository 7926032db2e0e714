"""How platforms know the marks of their filers: typed, seen, from a register, confirmed.

It is said of finished lines with dice of its own, so that a market is the same with it and without.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from abuse.identity.origins import Origin, unsaid
from abuse.market.draw import Draw
from abuse.market.made import Truth
from abuse.market.names import FREE_MAIL

_KINDS: Final = ("email", "phone", "address", "ip", "device", "payment", "website")


@dataclass(frozen=True)
class Practice:
    """What the platforms of a market confirm and look up, as shares of accounts.

    confirmed : by kind, how often the first mark that an account shows is confirmed
    register : by kind, how often an office's register of the account's right shows that mark
    late : how often a mark comes to be known so only after the account's first filing
    free : hosts at which anybody gets a mailbox
    """

    confirmed: Mapping[str, float]
    register: Mapping[str, float]
    late: float
    free: Collection[str]


PRACTICE: Final = Practice(
    # A portal sends a code to the mailbox with which one registers; the mailbox of contact may be
    # another, and open forms send none (Alibaba's portals). No source has shares, and none says
    # what is confirmed of telephones, devices and accounts for payments: these are guesses.
    confirmed={"email": 0.75, "phone": 0.3, "device": 0.3, "payment": 0.5},
    # Offices publish the owner's address, the mailbox seldom. No source has shares.
    register={"address": 0.35, "email": 0.04},
    late=0.15,
    free=FREE_MAIL,
)


def state(
    lines: list[dict[str, Any]],
    truth: Mapping[str, Truth],
    practice: Practice,
    seed: int,
    maker: str,
) -> None:
    """Write `origins` of the filer into each line; `lines` are in filing order.

    Nobody who abuses confirms what an honest account shows too, be it the mark or the host of its
    mailbox, and no register has it as theirs: who frames another can copy its telephone but cannot
    answer it. Each account has dice of its own, named by the seed and the maker.
    """
    honest = _honest_marks(lines, truth, practice.free)
    drawn: dict[str, dict[str, tuple[Origin, bool]]] = {}
    first_mark: dict[tuple[str, str], str] = {}
    for line in lines:
        filer, reference = line["filer"], line["filer"]["reference"]
        is_first = reference not in drawn
        if is_first:
            registered = filer["kind"] != "agent" and "number" in line["right"]
            drawn[reference] = _draw(Draw(seed, maker, "origins", reference), practice, registered)
        abuses = truth[reference].pattern is not None
        said = {}
        for kind in (kind for kind in _KINDS if kind in filer):
            origin, late = drawn[reference][kind]
            own = filer[kind] == first_mark.setdefault((reference, kind), filer[kind])
            taken = abuses and not honest.isdisjoint(_names(kind, filer[kind], practice.free))
            known = own and not taken and not (late and is_first)
            said[kind] = (origin if known else unsaid(kind)).value
        filer["origins"] = said


def _draw(draw: Draw, practice: Practice, registered: bool) -> dict[str, tuple[Origin, bool]]:
    """How an account's first mark of each kind is known, and whether so only later.

    A register shows marks of who files on a number of its own.
    """
    drawn = {}
    for kind in _KINDS:
        shown = draw.chance(practice.register.get(kind, 0.0)) and registered
        confirmed = draw.chance(practice.confirmed.get(kind, 0.0))
        proven = Origin.REGISTER if shown else unsaid(kind)
        drawn[kind] = (Origin.CONFIRMED if confirmed else proven, draw.chance(practice.late))
    return drawn


def _honest_marks(
    lines: list[dict[str, Any]], truth: Mapping[str, Truth], free: Collection[str]
) -> set[tuple[str, str]]:
    """All marks that honest accounts show in a market, at any time."""
    return {
        name
        for line in lines
        if truth[line["filer"]["reference"]].pattern is None
        for kind in _KINDS
        if kind in line["filer"]
        for name in _names(kind, line["filer"][kind], free)
    }


def _names(kind: str, mark: str, free: Collection[str]) -> set[tuple[str, str]]:
    """What a mark stands for: itself, and a mailbox for its host unless that is anybody's."""
    host = mark.rpartition("@")[2] if kind == "email" else ""
    return {(kind, mark)} | ({("host", host)} if host and host not in free else set())
