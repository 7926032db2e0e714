"""What a claim's target says of it: goods long on sale, well sold, at full price, in an old store.

Counterfeits are cheap new listings in stores that soon vanish; who accuses the established is wrong
more often. How much that tells is learnt from the outcomes of this very market, and where it tells
nothing it adds nothing. It reads targets, never filers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from abuse.arrays import Bools, Floats, Ints
from abuse.outcomes.influence import claim_influence
from abuse.outcomes.shares import UNFOUNDED
from abuse.outcomes.verdicts import Verdicts
from abuse.record.columns import codes
from abuse.record.view import View

# Upper bounds of the classes; class 0 is "not known", and no trait of it counts.
_DAYS: Final = (30, 90, 180, 365, 730)
_SOLD: Final = (1, 5, 20, 60)
_PRICE: Final = (0.35, 0.6, 0.9, 1.3, 2.0)
_WIDTH: Final = 7
_TRAITS: Final = 4
_RIDGE = 4.0
_MOST = 1.5
ESTABLISHED_DAYS: Final = 365


@dataclass(frozen=True)
class Targets:
    """One entry a claim.

    Attributes
    ----------
    log_odds : floats
        What the target adds to the log-odds that the claim is unfounded, around 0 on average.
    known_days : floats
        Days that the listing, or another of its store, had been on sale at filing; nan if unknown.
    """

    log_odds: Floats
    known_days: Floats

    @property
    def established(self) -> Bools:
        """Targets that had been on sale for a year."""
        with np.errstate(invalid="ignore"):
            old: Bools = self.known_days >= ESTABLISHED_DAYS
        return old


def read_targets(view: View, verdicts: Verdicts) -> Targets:
    """Learn from tested outcomes what the targets of unfounded claims look like.

    Parameters
    ----------
    view : View
    verdicts : Verdicts
        Of the same view; what each outcome says.

    Notes
    -----
    Ridge logistic regression of what the outcomes say on classes of the listing's age, the store's
    age, the listing's sales, and its price over the middle one of its category; a trait that is not
    known adds nothing, and no claim gains or loses more than 1.5. It may wrong a brand whose goods
    are copied by old and well-sold stores: outcomes weigh more.

    References
    ----------
    Hoerl and Kennard (1970) for the ridge; le Cessie and van Houwelingen (1992), Ridge estimators
    in logistic regression, J. R. Statist. Soc. C 41, 191-201.
    """
    listing, store = days_on_sale(view)
    sold = np.where(view.sales < 0, 0, 1 + np.digitize(view.sales, _SOLD))
    key = np.zeros(view.n_claims, np.int64)
    for trait in (
        _classes(listing, _DAYS),
        _classes(store, _DAYS),
        sold,
        _classes(price_over_middle(view), _PRICE),
    ):
        key = key * _WIDTH + trait
    spots, row = np.unique(key, return_inverse=True)
    tested = verdicts.outcome > 0
    base = np.log(UNFOUNDED / (1 - UNFOUNDED))
    bad = 1 / (1 + np.exp(-(verdicts.log_odds + base)))
    weight = np.zeros(view.n_claims)
    weight[tested] = claim_influence(view, np.flatnonzero(tested))
    n_bad = np.bincount(row, weights=bad * weight, minlength=len(spots)).astype(np.float64)
    n = np.bincount(row, weights=weight, minlength=len(spots)).astype(np.float64)
    design = _one_hot(spots)
    weights = ridge_logistic(design, n_bad, n, _RIDGE)[1:]
    log_odds = design @ weights
    log_odds -= (log_odds * n).sum() / max(n.sum(), 1.0)
    # Nothing known about the target: nothing said.
    log_odds[spots == 0] = 0.0
    with np.errstate(invalid="ignore"):
        days = np.fmax(listing, store)
    return Targets(log_odds.clip(-_MOST, _MOST)[row], days)


def ridge_logistic(design: Floats, hits: Floats, trials: Floats, ridge: float) -> Floats:
    """Weights of a logistic regression on grouped data, the constant first and not penalised.

    Examples
    --------
    >>> one = np.array([[0.0], [1.0]])
    >>> ridge_logistic(one, np.array([10.0, 90.0]), np.array([100.0, 100.0]), 0.1).round(1)
    array([-2.2,  4.3])
    """
    x = np.column_stack([np.ones(len(design)), design])
    penalty = np.r_[1e-3, np.full(design.shape[1], ridge)]
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (hits - trials * chance) - penalty * weights
        curve = (x.T * (trials * chance * (1 - chance))) @ x + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    return weights


def days_on_sale(view: View) -> tuple[Floats, Floats]:
    """Days at filing since the listing, and since the oldest known one of its store, went on sale.

    A store is as old as the oldest of its listings that any claim named.
    """
    day = view.filed.astype("M8[D]").astype(np.float64)
    listed = view.listed_on.astype("M8[D]").astype(np.float64)
    listed[np.isnat(view.listed_on)] = np.nan
    listing = np.maximum(day - listed, 0.0)
    oldest = np.full(len(view.stores) + 1, np.inf)
    known = ~np.isnan(listed) & (view.store >= 0)
    np.minimum.at(oldest, view.store[known], listed[known])
    store = np.where(view.store >= 0, day - oldest[view.store], np.nan)
    store[~np.isfinite(store)] = np.nan
    return listing, np.maximum(store, 0.0)


def price_over_middle(view: View) -> Floats:
    """Each price over the middle price of its category and currency; nan where not known."""
    claims = view.table.claims
    price = claims["price"].to_numpy(zero_copy_only=False).astype(np.float64)
    currency, names = codes(claims, "currency")
    group = (view.category + 1) * (len(names) + 1) + currency + 1
    known = np.flatnonzero((price > 0) & (view.category >= 0))
    ordered = known[np.lexsort((price[known], group[known]))]
    _, first, count = np.unique(group[ordered], return_index=True, return_counts=True)
    middle = np.full(int(group.max(initial=0)) + 1, np.nan)
    middle[group[ordered[first]]] = price[ordered[first + count // 2]]
    ratio = np.full(view.n_claims, np.nan)
    ratio[known] = price[known] / middle[group[known]]
    return ratio


def _classes(values: Floats, bounds: tuple[float, ...]) -> Ints:
    known = ~np.isnan(values)
    out: Ints = np.where(known, 1 + np.digitize(np.nan_to_num(values), bounds), 0)
    return out


def _one_hot(spots: Ints) -> Floats:
    """Classes 1 to 6 of each of four traits as columns; class 0 has none."""
    columns = []
    for trait in range(_TRAITS):
        of = spots // _WIDTH ** (_TRAITS - 1 - trait) % _WIDTH
        columns.append(of[:, None] == np.arange(1, _WIDTH)[None, :])
    design: Floats = np.concatenate(columns, axis=1).astype(np.float64)
    return design
