"""What share of unfounded claims honest filers have: a Beta of the market, and of kinds of right.

Well-founded claims of some rights are refused more often than others, so a filer is held against
honest filers of its own kind of right. It describes honest filers and accuses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
from scipy import special

from abuse.arrays import Bools, Floats, Ints
from abuse.outcomes.influence import effective_claims
from abuse.outcomes.shares import UNFOUNDED, Beta, log_beta, log_sum_exp, weigh
from abuse.record.view import View

# How many complaints' worth make a record, and how many records make a market.
_RECORD: Final = 4
_MARKET: Final = 20
# So many records give a kind of right honest shares of its own.
_KIND: Final = 20
_ROUNDS: Final = 20
# So many records, spread over all by what they say, tell as much as all.
_MOST_RECORDS: Final = 4_000
# The grid: means and weights far beyond those of any market seen.
_MEANS: Final = special.expit(np.linspace(special.logit(0.005), special.logit(0.6), 40))
_WEIGHTS: Final = np.geomspace(1.0, 60.0, 14)
# How far mean (in log-odds) and weight (in logarithms) are from what they are drawn to.
_MEAN_DEVIATION: Final = 0.3
# A kind of right may differ more from its market than the market from what is stated.
_KIND_DEVIATION: Final = 0.4
_WEIGHT_DEVIATION: Final = 0.3
# All records together count as so many at most: what was learnt of the outcomes is in all of them,
# and where that errs they err together.
_MOST_WEIGHT: Final = 20.0
# The share of the other group among records leans on `UNFOUNDED` with so many records.
_LEAN: Final = 50.0


@dataclass(frozen=True)
class Honest:
    """The Betas of honest filers' shares: the market's first, then those of kinds of right.

    Attributes
    ----------
    betas : tuple of (float, float)
    kind : ints, one entry a filer
        Index into `betas`.
    """

    betas: tuple[Beta, ...]
    kind: Ints

    def of(self, filer: int) -> Beta:
        return self.betas[int(self.kind[filer])]

    def density(self, filers: Ints | slice = slice(None)) -> Floats:
        """Log-densities at the shares, a row a filer."""
        table: Floats = self._log_betas[self.kind[filers]]
        return table

    @cached_property
    def _log_betas(self) -> Floats:
        return np.stack([log_beta(beta) for beta in self.betas])


def fit_honest(likelihood: Floats, view: View, guilty: Beta) -> Honest:
    """Fit the Betas by maximum likelihood, each filer weighed by its chance of being honest.

    Notes
    -----
    Efron's two groups, by expectation and maximisation over those with a record; the other group
    is that of filers of mostly unfounded claims, so that abusers do not make themselves normal. The
    likelihood of mean and weight is that of the records with each filer's share integrated out
    (empirical Bayes), drawn to the stated values, and for a kind of right to the market's. Claims
    of one kind may be lost more often than others', but its honest filers do not differ more among
    each other than the market's do: a Beta wide enough for honest filers and abusers of one kind
    together would make these normal where they are half of it.

    References
    ----------
    Efron and Morris (1975), J. Am. Statist. Ass. 70, 311-319; Efron (2008), Microarrays, empirical
    Bayes and the two-groups model, Statistical Science 23, 1-22.
    """
    mean = UNFOUNDED
    stated = (mean * 6, (1 - mean) * 6)
    kind = np.zeros(view.n_filers, np.int64)
    known = _with_record(view)
    if known.sum() < _MARKET:
        return Honest((stated,), kind)
    betas = [_fitted(likelihood[known], guilty, mean, _drawn_to(stated, _MEAN_DEVIATION), stated)]
    mostly = _mostly(view)
    drawn = _no_wider(_drawn_to(betas[0], _KIND_DEVIATION), sum(betas[0]))
    for right in range(len(view.right_kinds)):
        mine = known & (mostly == right)
        if mine.sum() >= _KIND:
            kind[mostly == right] = len(betas)
            betas.append(_fitted(likelihood[mine], guilty, mean, drawn, betas[0]))
    return Honest(tuple(betas), kind)


def _with_record(view: View) -> Bools:
    n = np.bincount(view.complaint, minlength=view.n_complaints) + view.complaint_unlisted
    size = np.bincount(view.complaint_filer, weights=effective_claims(n), minlength=view.n_filers)
    enough: Bools = size >= _RECORD
    return enough


def _mostly(view: View) -> Ints:
    """The kind of right of most of each filer's complaints; -1 where none is of more than half."""
    size = len(view.right_kinds) + 1
    at = view.complaint_filer * size + view.complaint_kind + 1
    counts = np.bincount(at, minlength=view.n_filers * size).reshape(view.n_filers, size)
    most = counts.argmax(axis=1)
    is_most = 2 * counts.max(axis=1) > counts.sum(axis=1)
    mostly: Ints = np.where(is_most, most - 1, -1)
    return mostly


def _fitted(likelihood: Floats, guilty: Beta, expected: float, drawn: Floats, start: Beta) -> Beta:
    """The likeliest Beta of the honest among some records, from a start, where it is drawn to."""
    against = weigh(likelihood, guilty, log_beta(start))
    spread = np.argsort(against, kind="stable")[:: -(-len(against) // _MOST_RECORDS)]
    likelihood = likelihood[spread]
    shapes, densities = _grid()
    most = likelihood.max(axis=1, keepdims=True)
    by_shape = most + np.log(np.exp(likelihood - most) @ densities.T)
    bad = log_sum_exp(likelihood + log_beta(guilty))
    honest = log_sum_exp(likelihood + log_beta(start))
    best, abuse = start, expected
    for _ in range(_ROUNDS):
        weight = special.expit(honest - bad - special.logit(abuse))
        abuse = (_LEAN * expected + float((1 - weight).sum())) / (_LEAN + len(weight))
        weight *= min(1.0, _MOST_WEIGHT / weight.sum())
        # Not `@`: its threads wait for each other longer than the product takes.
        spot = int((np.einsum("i,ij->j", weight, by_shape) + drawn).argmax())
        best, honest = shapes[spot], by_shape[:, spot]
    return best


@cache
def _grid() -> tuple[list[Beta], Floats]:
    shapes = [(m * w, (1 - m) * w) for m in _MEANS.tolist() for w in _WEIGHTS.tolist()]
    return shapes, np.exp(np.stack([log_beta(shape) for shape in shapes]))


def _drawn_to(shape: Beta, apart: float) -> Floats:
    """The log-density of each shape of the grid around this one."""
    mean, weight = shape[0] / sum(shape), sum(shape)
    of_mean = (special.logit(_MEANS) - special.logit(mean)) / apart
    of_weight = np.log(_WEIGHTS / weight) / _WEIGHT_DEVIATION
    drawn: Floats = -0.5 * (of_mean[:, None] ** 2 + of_weight[None, :] ** 2).ravel()
    return drawn


def _no_wider(drawn: Floats, weight: float) -> Floats:
    """The same without the shapes of less weight."""
    narrow = np.tile(weight * (1 - 1e-9) <= _WEIGHTS, len(_MEANS))
    return np.where(narrow, drawn, -np.inf)
