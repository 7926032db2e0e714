"""Sellers as witnesses: how much an answer says, by what that seller's other answers came to.

Most sellers answer when they think that they are right; some answer whatever is said of them, since
an answer costs nothing and buys time. An answer of the second kind says nothing about the claim.
Which kind a seller is shows in how often it answers claims that look founded. It judges no filer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from abuse.arrays import Bools, Floats, Ints
from abuse.record.view import View

# How often a seller answers that answers whatever comes, and any other a founded claim.
_ALWAYS: Final = 0.9
_LEAST: Final = 0.03
# A seller's share of unfounded claims leans on the market's with the weight of six claims.
_LEAN: Final = 6.0
_ROUNDS: Final = 5
# No record of a seller says more than this about what it is, in log-odds.
_MOST: Final = 6.0


@dataclass(frozen=True)
class Answers:
    """What each claim's answer, or the want of one, says: one entry a claim.

    Attributes
    ----------
    answered, silent : floats
        Log of P(answer | unfounded) / P(answer | founded), and the same of no answer, for the
        claim's seller by its other claims.
    borne_out : floats
        0 to 1: the part of the seller's answers to other filers that came to something.
    """

    answered: Floats
    silent: Floats
    borne_out: Floats


def witness(
    view: View,
    answered: Bools,
    heard: Bools,
    bad: Floats,
    rates: tuple[Floats, Floats],
    stratum: Ints,
) -> Answers:
    """Weigh each seller's answers by its other answers.

    Parameters
    ----------
    view : View
    answered, heard : bool arrays, one entry a claim
        Claims that the seller answered; claims that it could have answered, or did.
    bad : float array, one entry a claim
        Chance that it is unfounded by all but its seller's answer.
    rates : pair of float arrays, one entry a stratum
        How often its founded and its unfounded claims are answered in this market.
    stratum : int array, one entry a claim

    Notes
    -----
    A mixture of two kinds of sellers, one of which answers by what it thinks of the claim, the
    other always; the claim's own answer is left out of what its seller is taken for.

    References
    ----------
    Dawid and Skene (1979), J. R. Statist. Soc. C 28, 20-28: observers with error rates of their
    own; Kumar et al. (2018), REV2, WSDM: judging raters by how others bear them out.
    """
    at_seller = np.where(view.seller >= 0, view.seller, view.seller.max(initial=0) + 1)
    bad = _as_others_there(at_seller, bad, heard)
    # What is left of the answers to founded claims are answers of those who always answer.
    share = ((rates[0] - _LEAST) / (_ALWAYS - _LEAST)).clip(0.01, 0.9)
    candid = ((rates[1] - share * _ALWAYS) / (1 - share)).clip(2 * _LEAST, _ALWAYS)
    candid = candid[stratum]
    says = np.where(heard & (view.seller >= 0), _says(answered, bad, candid), 0.0)
    total = np.bincount(at_seller, weights=says)[at_seller] - says
    always = special.expit(special.logit(share)[stratum] + total.clip(-_MOST, _MOST))
    given = [(1 - always) * rate + always * _ALWAYS for rate in (_LEAST, candid)]
    return Answers(
        np.log(given[1] / given[0]),
        np.log((1 - given[1]) / (1 - given[0])),
        view.once("borne out", lambda: _borne_out(view)),
    )


def _says(answered: Bools, bad: Floats, candid: Floats) -> Floats:
    """What each claim, answered or not, says of its seller: that it always answers."""
    # A seller that answers unfounded claims shows nothing about its kind, however many it answers.
    expected = bad * _ALWAYS + (1 - bad) * _LEAST
    silence = 1 - (bad * candid + (1 - bad) * _LEAST)
    return np.where(answered, np.log(_ALWAYS / expected), np.log((1 - _ALWAYS) / silence))


def _as_others_there(seller: Ints, bad: Floats, heard: Bools) -> Floats:
    """Chance that each claim is unfounded, given also what share is at its seller."""
    mean = float(np.average(bad, weights=heard)) if heard.any() else 0.1
    own = special.logit(bad.clip(1e-6, 1 - 1e-6)) - special.logit(mean)
    size = int(seller.max(initial=-1)) + 1
    rows = np.flatnonzero(heard)
    some, given = seller[rows], own[rows]
    n, total = np.bincount(some, minlength=size), np.bincount(some, bad[rows], size)
    for _ in range(_ROUNDS):
        odds = special.logit(((total + _LEAN * mean) / (n + _LEAN)).clip(0.01, 0.95))
        total = np.bincount(some, special.expit(given + odds[some]), size)
    chance: Floats = special.expit(own + odds[seller])
    return chance


def _borne_out(view: View) -> Floats:
    """The part of a seller's answers to other filers that ended for it; 0 where there are none."""
    pair = view.seller.clip(0) * view.n_filers + view.filer
    spot, row = np.unique(pair, return_inverse=True)
    seller = spot // max(view.n_filers, 1)
    parts = []
    for ended in (view.answered & (view.refused | view.withdrawn), view.answered & view.upheld):
        mine = np.bincount(row, weights=ended & (view.seller >= 0), minlength=len(spot))
        parts.append((np.bincount(seller, weights=mine)[seller] - mine)[row])
    won, lost = parts
    part: Floats = won / (won + lost + 1)
    return part
