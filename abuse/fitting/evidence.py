"""What speaks against and for the filers of a market, as columns that curves are fitted to.

A score weighs what the detectors found; this has the same pieces before they are weighed. The lab
learns the shipped shapes from it, a platform its own. It stores and decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from abuse.arrays import Bools, Floats
from abuse.fitting.monotone import Piece
from abuse.policy import Policy
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.scanning import Found, gather, learn_prior
from abuse.score.certificate import before, tempered
from abuse.score.judging import Verdict, evidence_of, judge
from abuse.score.prior import in_market


def evidence_by_piece(
    gathered: Found, filers: Sequence[int], policy: Policy
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
    """What speaks against each filer of a market in all; the offset can be moved from here on.

    The policy leaves `slope` and `offset` at their defaults: its shapes say what they would.
    """

    def __init__(self, market: Market, policy: Policy) -> None:
        self._market, self._policy = market, policy
        gathered = market.gathered
        self._evidence = {
            filer: evidence
            for filer, findings in gathered.against.items()
            if (evidence := evidence_of(findings, gathered.mitigating.get(filer, []), policy))
            is not None
        }
        # Leads teach nothing (`abuse.scanning.learn_prior`).
        free = {filer: [f for f in each if not f.bound] for filer, each in gathered.against.items()}
        taught = (
            evidence_of(each, gathered.mitigating.get(filer, []), policy)
            for filer, each in free.items()
        )
        self._teaching = [each for each in taught if each is not None]

    def shifted(self, by: float) -> Policy:
        """The policy with its offset moved, and the share of abusers that the market shows then."""
        shapes = self._policy.shapes
        moved = replace(self._policy, shapes=replace(shapes, offset=round(shapes.offset + by, 4)))
        return in_market(moved, self._teaching, self._market.view.n_filers)

    def odds(self, policy: Policy) -> Floats:
        """Log-odds of all filers with evidence, under a policy that `shifted` gave."""
        odds: Floats = before(policy) + np.array(list(self._evidence.values()), np.float64)
        return odds

    def odds_of(self, policy: Policy, keys: Sequence[int]) -> Floats:
        """The same of some filers by their keys; minus infinity for one without evidence."""
        weight = [self._evidence.get(spot, -np.inf) for spot in self._market.positions(keys)]
        odds: Floats = before(policy) + np.array(weight, np.float64)
        return odds
