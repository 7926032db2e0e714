"""What a shared mark proves at each of its two ends: whom it ties, and at whom it points.

The one place of this rule; links, findings and rings ask here. In goes how each account shows a
mark and since when; out comes what the mark says of either. It weighs nothing and judges no one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from abuse.arrays import Bools, Ints, Times
from abuse.findings import Link
from abuse.identity.origins import PROVEN, Origin
from abuse.linking.judged_links import is_judged

# What a platform can confirm to be an account's own. A network is anybody's who sits in it, an
# address and a website stand in imprints, papers and words go from hand to hand.
CONFIRMABLE: Final = frozenset({"device", "payment", "phone", "email", "free_email"})
# Ranks of origins (`abuse.identity.origins.Origin.rank`) from which on a mark is proven.
REGISTER: Final = min(origin.rank for origin in PROVEN)
CONFIRMED: Final = Origin.CONFIRMED.rank


@dataclass(frozen=True)
class End:
    """How one account of each pair shows the mark that both show, an entry a pair and mark.

    Attributes
    ----------
    proof : int array
        How the mark is known there, as the rank of its `Origin`.
    since : datetime array
        When the account first showed it.
    """

    proof: Ints
    since: Times


def ties(confirmable: Bools, one: End, other: End) -> Bools:
    """Whether each mark ties its two accounts: it was confirmed in both of them.

    Nobody can bring that about alone, so what such a mark ties is the accounts' own doing.

    Parameters
    ----------
    confirmable : bool array
        Whether the mark is of a kind in `CONFIRMABLE`.

    Notes
    -----
    It may wrong two people of one household or shop who had one device or telephone confirmed.
    """
    both: Bools = (one.proof >= CONFIRMED) & (other.proof >= CONFIRMED)
    return both & confirmable


def points_at(one: End, other: End) -> Bools:
    """Whether each mark points at its first account: it came later there, and is not proven there.

    Whoever comes later can copy what was shown before, and nobody is to blame for being copied. It
    is the mark that has to come later: an aged account that copies one was there before its owner.
    A mark that is confirmed or stands in a register is rightly there, whoever showed it first.

    Notes
    -----
    It may wrong an owner who shows a public mark after somebody copied it, and whose platform has
    not confirmed it: so all that only points is an act of others (`own_weight`).
    """
    later: Bools = one.since > other.since
    return later & (one.proof < REGISTER)


def weight_against(link: Link, filer: int) -> float:
    """How much of a link by identifiers speaks against this one of its two filers, in log-odds.

    What a person judged speaks against both in full; else what ties both and what points at this
    one. It is 0 where that would not be enough for a link by itself, and nothing ties the two.

    Examples
    --------
    >>> copied = Link(0, 1, "identifiers", 9.0, ("phone:2", "text:2"), {"against_b": 9.0})
    >>> weight_against(copied, 0), weight_against(copied, 1)
    (0.0, 9.0)
    """
    if is_judged(link):
        return link.weight
    return link.numbers.get("against_a" if filer == link.a else "against_b", 0.0)


def own_weight(link: Link) -> float:
    """How much of a link's weight is nobody else's doing: what ties both, or a person judged.

    Examples
    --------
    >>> own_weight(Link(0, 1, "identifiers", 9.0, ("phone:2", "ip:2"), {"own": 5.0}))
    5.0
    """
    return link.weight if is_judged(link) else link.numbers.get("own", 0.0)


def is_own(link: Link) -> bool:
    """Whether marks that are confirmed at both ends, or a person's judgement, tie the two."""
    return is_judged(link) or own_weight(link) > 0
