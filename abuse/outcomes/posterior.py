"""Posterior unfounded rates: the share of each filer's claims that was unfounded, with evidence.

The estimate is two-way. A claim's log-odds add up its own outcome, the outcomes of other filers'
claims at the same store, and what kind of target it has; a filer's rate has a Beta prior and the
likelihood of all its claims, those without an outcome too. Each part can be read by itself. The
module knows rates and sums; it accuses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from abuse.arrays import Floats, Ints
from abuse.findings import Link
from abuse.outcomes.honest import Honest, fit_honest
from abuse.outcomes.influence import effective_claims, in_list
from abuse.outcomes.shares import Beta, pool, posterior, record_likelihood, weigh
from abuse.outcomes.target_odds import Targets, read_targets
from abuse.outcomes.verdicts import Verdicts, read_verdicts
from abuse.record.view import View

# One complaint says no more than this, whatever came together in it.
_MOST_A_CASE: Final = 4.0
# How much the mean of one other filer's claims at a store may say for a claim there, and against.
MOST_VOTE_FOR: Final = 1.5
MOST_VOTE_AGAINST: Final = 2.5
# What that mean weighs: where others were right, this one may be too (Kumar et al. 2018). And the
# most that all others at a store may add, so that a crowd decides nothing alone.
STORE_WEIGHT: Final = 0.6
MOST_OF_STORE: Final = 1.5
# How firmly an abuser's share of unfounded claims is held, in claims: abusers differ.
_ABUSE_WEIGHT: Final = 5.0
# That share in the mean: abusers mix in honest claims.
_ABUSE_SHARE: Final = 0.6


@dataclass(frozen=True)
class UnfoundedRates:
    """The posterior of each filer's unfounded rate, and the log-odds of each claim behind it.

    Attributes
    ----------
    verdicts, targets : the two readings of each claim
    store : floats, one entry a claim
        What others' claims at the same store add.
    evidence, by_target : floats, one entry a filer
        Log Bayes factor of "mostly unfounded" against "as honest filers are", from outcomes (its
        own and others'), and what the targets add to that.
    likelihood, whole : floats of shape (filers, shares)
        Log-likelihood of each record by share of unfounded claims: from outcomes, and from outcomes
        and targets.
    share, low, high : floats, one entry a filer
        Posterior mean of the share of unfounded claims, and its 5th and 95th percentile.
    alone : floats, one entry a filer
        The evidence without what others brought against it: their claims at the same stores, and
        answers that nobody has decided.
    acts : ints of shape (2, filers)
        Other filers that speak against it at its stores, each once a store, and such answers.
    speakers : ints, one entry a claim
        Other filers that speak against its filer at its store.
    honest : Honest
        The Betas of honest filers' shares, fitted to this market without its worst.
    guilty : (float, float)
        That of filers of mostly unfounded claims.
    """

    verdicts: Verdicts
    targets: Targets
    store: Floats
    evidence: Floats
    by_target: Floats
    likelihood: Floats
    whole: Floats
    share: Floats
    low: Floats
    high: Floats
    alone: Floats
    acts: Ints
    speakers: Ints
    honest: Honest
    guilty: Beta

    @property
    def known(self) -> Floats:
        """Log-odds of each claim from outcomes, its own and others' at its store."""
        known: Floats = self.verdicts.log_odds + self.store
        return known

    @property
    def odds(self) -> Floats:
        """Log-odds of each claim, all three parts."""
        total: Floats = self.known + self.targets.log_odds
        return total

    def pooled(self, members: Ints) -> tuple[float, float]:
        """Evidence that some filers share one share of unfounded claims, and that share.

        See `abuse.outcomes.shares.pool`.
        """
        return pool(self.likelihood[members], self.guilty, self.honest.density(members))

    def pooled_with_targets(self, members: Ints) -> float:
        """The same evidence, from what they aim at too."""
        return pool(self.whole[members], self.guilty, self.honest.density(members))[0]


def estimate_rates(view: View, links: list[Link]) -> UnfoundedRates:
    """Estimate every filer's unfounded rate from the log-odds of every claim.

    Parameters
    ----------
    view : View
    links : list of Link
        Linked filers, who seem to act as one, do not vouch for each other at a store.

    Notes
    -----
    A record is a mixture of founded and unfounded complaints with an unknown rate. Its likelihood
    is integrated over that rate under two Beta priors, that of honest filers (fitted to this market
    without its worst) and that of filers of mostly unfounded claims; the ratio is the evidence. It
    may wrong a filer that is often mistaken in good faith: alone it stops at a warning.

    References
    ----------
    Efron and Morris (1975) for shrinkage; Kumar et al. (2018), REV2, WSDM, for judging users and
    items together; Kass and Raftery (1995), Bayes factors, J. Am. Statist. Ass. 90, 773-795.
    """
    # Neither depends on links or on the learnt prior, so the second estimate takes both from the
    # first.
    verdicts = view.once("verdicts", lambda: read_verdicts(view))
    targets = view.once("targets", lambda: read_targets(view, verdicts))
    store, speakers = _others(view, verdicts.log_odds, links)
    known = verdicts.log_odds + store
    whole, likelihood = (
        _likelihood(view, verdicts, odds) for odds in (known + targets.log_odds, known)
    )
    guilty = (_ABUSE_SHARE * _ABUSE_WEIGHT, (1 - _ABUSE_SHARE) * _ABUSE_WEIGHT)
    honest = fit_honest(whole, view, guilty)
    density = honest.density()
    evidence = weigh(likelihood, guilty, density)
    by_target = weigh(whole, guilty, density) - evidence
    by_itself = _by_itself(view, verdicts, store, likelihood)
    share, low, high = posterior(whole, density)
    return UnfoundedRates(
        verdicts, targets, store, evidence, by_target, likelihood,
        whole, share, low, high, weigh(by_itself, guilty, density),
        _acts(view, speakers, verdicts.undecided), speakers, honest, guilty,
    )  # fmt: skip


def _likelihood(view: View, verdicts: Verdicts, odds: Floats) -> Floats:
    """Log-likelihood of each filer's record, by share of unfounded claims: (filers, shares)."""
    unnamed = view.complaint_unlisted
    mean, weight = weigh_sides(view.complaint, odds, unnamed, verdicts.unnamed[verdicts.stratum])
    weighted = weight > 0
    filer = np.broadcast_to(view.complaint_filer, mean.shape)
    return record_likelihood(filer[weighted], mean[weighted], weight[weighted], view.n_filers)


def weigh_sides(
    complaint: Ints, odds: Floats, unnamed: Ints, refused: Floats
) -> tuple[Floats, Floats]:
    """What speaks for and what against each complaint: two rows of mean log-odds, and of weights.

    A complaint against m listings weighs 1 + ln(m), since its claims share one cause; its claims
    that look founded and those that do not share this weight by their number, for a mean of both
    would cancel what each says. Targets that were refused without being named are of the latter.

    Parameters
    ----------
    complaint, odds : arrays, one entry a claim
    unnamed, refused : arrays, one entry a complaint
        How many targets were refused unnamed, and the log-odds that one of them has.
    """
    size = len(unnamed)
    n = np.bincount(complaint, minlength=size) + unnamed
    weight = effective_claims(n) / np.maximum(n, 1)
    means, weights = [], []
    for against in (False, True):
        mine = (odds > 0) == against
        count = np.bincount(complaint[mine], minlength=size) + unnamed * against
        total = np.bincount(complaint[mine], odds[mine], size) + unnamed * refused * against
        means.append((total / np.maximum(count, 1)).clip(-_MOST_A_CASE, _MOST_A_CASE))
        weights.append(weight * count)
    return np.stack(means), np.stack(weights)


def _by_itself(view: View, verdicts: Verdicts, store: Floats, whole: Floats) -> Floats:
    """Likelihoods of the records without what others brought; `whole` where they brought nothing.

    Only what speaks against a filer is left out: others' claims at the same stores, and answers
    that nobody has decided.
    """
    brought = store.clip(0) + verdicts.undecided.clip(0)
    some = np.unique(view.filer[brought > 0])
    out = whole.copy()
    if len(some):
        lines = np.flatnonzero(np.isin(view.complaint_filer, some))
        claims = np.flatnonzero(np.isin(view.filer, some))
        odds = (verdicts.log_odds + store - brought)[claims]
        out[some] = likelihoods_of(view, verdicts, some, lines, claims, odds)
    return out


def likelihoods_of(
    view: View, verdicts: Verdicts, some: Ints, lines: Ints, claims: Ints, odds: Floats
) -> Floats:
    """Log-likelihoods of some filers' records, a row each.

    Parameters
    ----------
    some, lines, claims : int arrays
        Positions of filers, of all their complaints, of all their claims; each ascending.
    odds : float array
        The log-odds of these claims.
    """
    spot = np.searchsorted(lines, view.complaint[claims])
    refused = verdicts.unnamed[verdicts.stratum[lines]]
    mean, weight = weigh_sides(spot, odds, view.complaint_unlisted[lines], refused)
    weighted = weight > 0
    filer = np.broadcast_to(np.searchsorted(some, view.complaint_filer[lines]), mean.shape)
    return record_likelihood(filer[weighted], mean[weighted], weight[weighted], len(some))


def _acts(view: View, speakers: Ints, undecided: Floats) -> Ints:
    """See `UnfoundedRates.acts`."""
    heard = np.flatnonzero(speakers)
    _, first = np.unique(
        view.filer[heard] * len(view.stores) + view.store[heard], return_index=True
    )
    once = heard[first]
    others = np.bincount(view.filer[once], weights=speakers[once], minlength=view.n_filers)
    answers = np.bincount(view.filer[undecided > 0], minlength=view.n_filers)
    return np.stack([np.round(others).astype(np.int64), answers])


def _others(view: View, odds: Floats, links: list[Link]) -> tuple[Floats, Ints]:
    """What other filers' claims at the same store say of each claim, and how many say it.

    Each other filer speaks once, by the mean of its claims there, lists left out; those it is
    linked with are silent; all together say no more than `MOST_OF_STORE`. Counted are, for each
    claim, the others that speak against its filer at its store.
    """
    out, speakers = np.zeros(view.n_claims), np.zeros(view.n_claims, np.int64)
    known = np.flatnonzero(view.store >= 0)
    spot, row = np.unique(
        view.store[known] * view.n_filers + view.filer[known], return_inverse=True
    )
    store, filer = spot // view.n_filers, spot % view.n_filers
    speaks = ~in_list(view)[known]
    total = np.bincount(row, weights=odds[known] * speaks, minlength=len(spot))
    votes: Floats = total / np.maximum(np.bincount(row, weights=speaks), 1)
    votes = STORE_WEIGHT * votes.clip(-MOST_VOTE_FOR, MOST_VOTE_AGAINST)
    total = np.bincount(store, weights=votes, minlength=len(view.stores))
    rest = total[store] - votes
    rest -= _linked(store, filer, votes, spot, view.n_filers, links)
    out[known] = rest.clip(-MOST_OF_STORE, MOST_OF_STORE)[row]
    against = (votes > 0).astype(np.float64)
    others = np.bincount(store, weights=against, minlength=len(view.stores))[store] - against
    others -= _linked(store, filer, against, spot, view.n_filers, links)
    speakers[known] = np.round(others * (rest > 0)).astype(np.int64)[row]
    return out, speakers


def _linked(
    store: Ints, filer: Ints, votes: Floats, spot: Ints, n: int, links: list[Link]
) -> Floats:
    """What each (store, filer) hears from the filers that it is linked with."""
    heard = np.zeros(len(spot))
    if not links or not len(spot):
        return heard
    ends = np.array([(link.a, link.b) for link in links], np.int64)
    ends = np.unique(np.concatenate([ends, ends[:, ::-1]]), axis=0)
    tied = np.zeros(n, bool)
    tied[ends] = True
    rows = np.flatnonzero(tied[filer])
    order = rows[np.argsort(filer[rows], kind="stable")]
    first = np.searchsorted(filer[order], ends[:, 0])
    count = np.searchsorted(filer[order], ends[:, 0], "right") - first
    at = order[np.repeat(first, count) + _ranks(count)]
    wanted = store[at] * n + np.repeat(ends[:, 1], count)
    position = np.searchsorted(spot, wanted).clip(max=len(spot) - 1)
    hit = spot[position] == wanted
    np.add.at(heard, at[hit], votes[position[hit]])
    return heard


def _ranks(count: Ints) -> Ints:
    """0, 1, ... within each run."""
    start = np.cumsum(count) - count
    rank: Ints = np.arange(int(count.sum())) - np.repeat(start, count)
    return rank
