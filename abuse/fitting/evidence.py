"""What speaks against and for the filers of a market, as columns that curves are fitted to.

A score weighs what the detectors found; this has the same pieces before they are weighed. The lab
learns the shipped shapes from it, a platform its own. It stores and decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from scipy import special

from abuse.arrays import Bools, Floats
from abuse.fitting.monotone import Piece
from abuse.policy import Policy
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.scanning import Gathered, gather, learn_prior, teaching
from abuse.score.certificate import CERTAINTY, before, share_for_levels, share_of, tempered
from abuse.score.judging import Verdict, evidence_of, judge
from abuse.score.prior import in_market

_DIGITS: Final = 4


def evidence_by_piece(
    gathered: Gathered, filers: Sequence[int], policy: Policy
) -> dict[Piece, Floats]:
    """How much of each piece of evidence each of some filers has, in their order.

    Evidence of others is held to what so many acts may add first, as a score holds it.
    """
    columns: dict[Piece, Floats] = defaultdict(lambda: np.zeros(len(filers)))
    for row, filer in enumerate(filers):
        for finding in tempered(gathered.against.get(filer, []), policy):
            columns["own", finding.detector][row] += finding.own
            columns["others", finding.detector][row] += finding.of_others
        for factor in gathered.mitigating.get(filer, []):
            columns["mitigating", factor.kind][row] -= factor.log_odds
    return dict(columns)


class Market:
    """A record at one moment, looked through once; what it found is weighed as often as asked.

    Parameters
    ----------
    table : ClaimTable
    policy : Policy
        Its thresholds find; its shapes weigh nothing here.
    """

    def __init__(self, table: ClaimTable, policy: Policy) -> None:
        self.view = View(table)
        self.gathered = gather(self.view, policy)
        keys: list[int] = table.filers["key"].to_pylist()
        self._spot = {key: spot for spot, key in enumerate(keys)}

    def positions(self, keys: Sequence[int]) -> list[int]:
        """Where filers stand, by their keys; -1 where one is not there yet."""
        return [self._spot.get(key, -1) for key in keys]

    def has_finding(self, keys: Sequence[int]) -> Bools:
        """Whether anything speaks against each of these filers."""
        return np.array([spot in self.gathered.against for spot in self.positions(keys)], bool)

    def verdicts(self, keys: Sequence[int], policy: Policy) -> list[Verdict]:
        """What a scan under a policy says of each of these filers."""
        learnt = learn_prior(self.view, policy, self.gathered)
        against, mitigating = self.gathered.against, self.gathered.mitigating
        return [
            judge(against.get(spot, []), mitigating.get(spot, []), learnt)
            for spot in self.positions(keys)
        ]

    def weighed(self, policy: Policy) -> Weighed:
        """What the evidence weighs under a policy, whatever its offset."""
        return Weighed(self, policy)


class Weighed:
    """What speaks against each filer of a market in all; the offset can be moved from here on."""

    def __init__(self, market: Market, policy: Policy) -> None:
        self._market, self._policy = market, policy
        gathered = market.gathered
        self._evidence = {
            filer: evidence
            for filer, findings in gathered.against.items()
            if (evidence := evidence_of(findings, gathered.mitigating.get(filer, []), policy))
            is not None
        }
        self._teaching, self._filers = teaching(market.view, policy, gathered)

    def shifted(self, by: float) -> Policy:
        """The policy with its offset moved, and the share of abusers that the market shows then."""
        return in_market(with_offset_moved(self._policy, by), self._teaching, self._filers)

    def warned(self, by: float = 0.0) -> int:
        """How many filers have enough evidence for a warning, the offset moved: gates apart."""
        policy = self.shifted(by)
        weight = np.array(list(self._evidence.values()), np.float64)
        odds = _odds(policy, share_for_levels(policy), weight)
        return int((CERTAINTY * special.expit(odds) >= policy.warning).sum())

    def odds_of(self, keys: Sequence[int], by: float = 0.0) -> Floats:
        """Log-odds of the scores of some filers, by their keys, the offset moved.

        Minus infinity for a filer without evidence.
        """
        policy = self.shifted(by)
        spots = self._market.positions(keys)
        weight = np.array([self._evidence.get(spot, -np.inf) for spot in spots], np.float64)
        return _odds(policy, share_of(policy), weight)


def with_offset_moved(policy: Policy, by: float) -> Policy:
    """The policy with the offset of its curves moved, as finely as a policy's text states it.

    Examples
    --------
    >>> with_offset_moved(Policy(), 0.0) == Policy()
    True
    """
    offset = round(policy.shapes.offset + by, _DIGITS)
    return replace(policy, shapes=replace(policy.shapes, offset=offset))


def _odds(policy: Policy, share: float, weight: Floats) -> Floats:
    odds: Floats = before(share, policy) + policy.slope * weight + policy.offset
    return odds
