"""Records read in time: filers whose claims were founded until some week, and are not since.

One share for life lets a good record of long ago answer for what is filed today. Here each week in
which a filer filed may be the one in which it turned. The module knows rates and sums; it accuses
nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from abuse.arrays import Floats, Ints, Times
from abuse.outcomes.influence import effective_claims
from abuse.outcomes.posterior import UnfoundedRates, weigh_sides
from abuse.outcomes.shares import log_beta, log_sum_exp, record_likelihood
from abuse.record.view import View

# So many complaints make a record that could be left behind; who filed fewer has one for life.
BEFORE: Final = 20
# Of honest filers with such a record so many change once: another clerk, list or field. Nobody has
# counted them; stated high, for it is their protection.
_CHANGES: Final = 0.05
# So many complaints are weighed at all shares at once, for memory.
_AT_ONCE: Final = 10_000
# Weeks begin on Mondays; the first of 1970 was a Thursday.
_THURSDAY: Final = 3


@dataclass(frozen=True)
class Turns:
    """One entry a filer that was asked about.

    Attributes
    ----------
    evidence : floats
        Log Bayes factor of "honest until some week, and since then as abusers are" against "honest
        throughout"; minus infinity where no week has enough before it.
    week : datetimes
        The Monday of the likeliest such week; NaT where there is none.
    """

    evidence: Floats
    week: Times


def find_turns(view: View, rates: UnfoundedRates, filers: Ints, odds: Floats) -> Turns:
    """Weigh for each of some filers each week with enough before it as that of its turn.

    Parameters
    ----------
    filers : int array
        Positions, ascending, of filers with a complaint each.
    odds : float array, one entry a claim
        The log-odds by which a claim counts.

    Notes
    -----
    A change of a share at an unknown point, all points equally likely beforehand: the Bayes factor
    is the mean of those of the single points, so looking at many is paid for by their number. The
    null is all honest filers: most have one share for life, and a part (`_CHANGES`) changes too, at
    a point as unknown, to another share as honest filers have it. What was filed in one week shares
    causes, so n complaints of a week weigh as 1 + ln n. It may wrong who files for months in a
    field that has become hard, or lets somebody careless file for it.

    References
    ----------
    Smith (1975), A Bayesian approach to inference about a change-point in a sequence of random
    variables, Biometrika 62, 407-416; Barry and Hartigan (1993), A Bayesian analysis for change
    point problems, J. Am. Statist. Ass. 88, 309-319.
    """
    evidence = np.full(len(filers), -np.inf)
    week = np.full(len(filers), "NaT", "M8[D]")
    guilty = log_beta(rates.guilty)
    for part in _parts(np.bincount(view.complaint_filer, minlength=view.n_filers)[filers]):
        table, owner, monday, before = _by_week(view, rates, filers[part], odds)
        honest = rates.honest.density(filers[part])[owner]
        evidence[part], best = weigh_turns(table, owner, before, honest, guilty)
        week[part] = np.where(np.isfinite(evidence[part]), monday[best], np.datetime64("NaT"))
    return Turns(evidence, week)


def _parts(counts: Ints) -> Iterator[slice]:
    """Filers that follow on each other, with about `_AT_ONCE` complaints together."""
    block = np.cumsum(counts) // _AT_ONCE
    edges = np.flatnonzero(np.r_[True, np.diff(block) > 0, True][: len(block) + 1])
    yield from (slice(begin, end) for begin, end in pairwise(edges.tolist()))


def weigh_turns(
    table: Floats, owner: Ints, before: Ints, honest: Floats, guilty: Floats
) -> tuple[Floats, Ints]:
    """The evidence of a turn of each filer, and the row of its likeliest week.

    Parameters
    ----------
    table : float array of shape (weeks, shares)
        Log-likelihoods of what was filed in a week; the weeks of a filer stand together, in order.
    owner : int array, one entry a week
        0, 1, … for the filers, each with a week at least.
    before : int array, one entry a week
        Complaints that its filer had filed before it.
    honest, guilty : float arrays
        Log-densities at the shares; `honest` has a row a week.
    """
    size = int(owner[-1]) + 1
    begin, end = (np.searchsorted(owner, np.arange(size), side) for side in ("left", "right"))
    running = np.vstack([np.zeros(table.shape[1]), np.cumsum(table, axis=0)])
    until = running[:-1] - running[begin][owner]
    since = running[end][owner] - running[:-1]
    good = log_sum_exp(until + honest)
    changed = good + log_sum_exp(since + honest)
    turned = good + log_sum_exp(since + guilty)
    life = (changed - good)[begin]
    possible = before >= BEFORE
    weeks = np.bincount(owner[possible], minlength=size)
    # Every week is as likely beforehand: of single weeks' factors the mean counts.
    turned, changed = (np.where(possible, each, -np.inf) for each in (turned, changed))
    abuse, other = (
        np.logaddexp.reduceat(each, begin) - np.log(np.maximum(weeks, 1))
        for each in (turned, changed)
    )
    null = np.logaddexp(np.log1p(-_CHANGES) + life, np.log(_CHANGES) + other)
    best = np.lexsort((np.arange(len(owner)), -turned, owner))[begin]
    return np.where(weeks > 0, abuse - null, -np.inf), best


def _by_week(
    view: View, rates: UnfoundedRates, filers: Ints, odds: Floats
) -> tuple[Floats, Ints, Times, Ints]:
    """Log-likelihood of each week of each filer by share, whose it is, its Monday, and how many
    complaints the filer had filed before.
    """
    verdicts = rates.verdicts
    lines = np.flatnonzero(np.isin(view.complaint_filer, filers))
    claims = np.flatnonzero(np.isin(view.filer, filers))
    number = (view.complaint_filed[lines].astype("M8[D]").astype(np.int64) + _THURSDAY) // 7
    most = int(number.max()) + 1
    of_line = np.searchsorted(filers, view.complaint_filer[lines]) * most + number
    weeks, row, size = np.unique(of_line, return_inverse=True, return_counts=True)
    owner = weeks // most
    monday = (weeks % most * 7 - _THURSDAY).astype("M8[D]")
    filed = np.cumsum(size) - size
    before = filed - filed[np.searchsorted(owner, np.arange(len(filers)))][owner]
    spot = np.searchsorted(lines, view.complaint[claims])
    refused = verdicts.unnamed[verdicts.stratum[lines]]
    mean, weight = weigh_sides(spot, odds[claims], view.complaint_unlisted[lines], refused)
    weight = weight * (effective_claims(size) / size)[row]
    weighted = weight > 0
    row = np.broadcast_to(row, mean.shape)
    table = record_likelihood(row[weighted], mean[weighted], weight[weighted], len(weeks))
    return table, owner, monday, before
