"""A filer's rate against its peers: empirical Bayes for size, a trimmed funnel for doubt.

Used for every share that a detector speaks of (refused, withdrawn when answered, dead listings) and
for a ring's joint record. It knows rates and peers, not what an outcome means.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from abuse.arrays import Bools, Floats, Ints
from abuse.outcomes.beta_binomial import upper_tail
from abuse.outcomes.influence import bounded, effective_claims
from abuse.record.view import View

# The most that a record may say, in log-odds: beyond it the law of the peers is what is doubted.
_SUREST: Final = 50.0
# Of the filers called worse than their peers, this share may be so by chance.
_FDR: Final = 0.05
# The worst filers left out when the peers' rate is fitted, so that abusers do not make themselves
# normal (Efron and Tibshirani 2002).
_TRIM: Final = 0.15
# Decided claims from which on peers of the same right and basis count more than coarser ones: a
# rate of few claims is no measure.
_STRATUM: Final = 100
# What a refusal that nobody graded weighs: it says less than a graded one.
UNGRADED: Final = 0.7


@dataclass(frozen=True)
class Record:
    """One entry a filer. `observed`, `total` and `expected` count effective claims.

    Attributes
    ----------
    claims, bad : ints
        Claims that count, and bad ones among them, as they are.
    complaints_bad : ints
        Complaints with a bad claim.
    observed, total, expected : floats
        Effective bad claims, effective claims, and bad ones expected at the peers' rates. A
        complaint against m listings counts 1 + ln(m), since its claims share one cause.
    rho : float
        Over-dispersion between honest filers (intra-class correlation).
    """

    claims: Ints
    bad: Ints
    complaints_bad: Ints
    observed: Floats
    total: Floats
    expected: Floats
    rho: float

    @cached_property
    def peer_rate(self) -> Floats:
        """Rate expected of the filer's own mix of rights and bases."""
        return _mean(self.expected, self.total)

    @cached_property
    def share(self) -> Floats:
        """Bad claims of those that count, as they are; 0 where none counts."""
        return np.asarray(self.bad / np.maximum(self.claims, 1), np.float64)

    @cached_property
    def rate(self) -> Floats:
        share: Floats = self.observed / np.maximum(self.total, 1e-9)
        return share

    @cached_property
    def shrunk(self) -> Floats:
        """Posterior mean of the rate, pulled to the peers' by the prior's weight."""
        weight = (1 - self.rho) / self.rho
        return (self.observed + self.peer_rate * weight) / (self.total + weight)

    @cached_property
    def excess_log_odds(self) -> Floats:
        """Log-odds of the shrunk rate over that of the peers."""
        shrunk, peer = self.shrunk.clip(1e-6, 1 - 1e-6), self.peer_rate
        ratio: Floats = np.log(shrunk / (1 - shrunk)) - np.log(peer / (1 - peer))
        return ratio

    @cached_property
    def p(self) -> Floats:
        """Upper tail of the beta-binomial null."""
        return tail(self.observed, self.total, self.peer_rate, self.rho)

    @cached_property
    def evidence(self) -> Floats:
        """Log Bayes factor of "a filer of bad claims" against the null of the peers.

        The rate of a bad filer is only known to be high: Beta with mean one half (or half-way from
        the peers' rate to 1 where that is more) and the weight of two claims.
        """
        n = np.round(self.total).astype(int)
        k = np.minimum(np.floor(self.observed + 1e-9).astype(int), n)
        null, alternative = (1 - self.rho) / self.rho, 2.0
        mean = np.maximum(0.5, (1 + self.peer_rate) / 2 - 0.05)
        factor: Floats = stats.betabinom.logpmf(
            k, n, mean * alternative, (1 - mean) * alternative
        ) - stats.betabinom.logpmf(k, n, self.peer_rate * null, (1 - self.peer_rate) * null)
        # A null under which the record is next to impossible says no more than that.
        return np.where(n > 0, factor, 0.0).clip(-_SUREST, _SUREST)

    def pooled(self, members: Ints) -> Record:
        """The joint record of some filers, as a record of one."""
        one = {
            name: np.array([getattr(self, name)[members].sum()])
            for name in ("claims", "bad", "complaints_bad", "observed", "total", "expected")
        }
        return Record(**one, rho=self.rho)


def _mean(expected: Floats, total: Floats) -> Floats:
    rate = np.divide(expected, total, out=np.full(len(total), 0.1), where=total > 0)
    mean: Floats = rate.clip(0.01, 0.95)
    return mean


def tail(observed: Floats, total: Floats, rate: Floats, rho: float) -> Floats:
    """P(at least so many bad) under a beta-binomial of this mean and over-dispersion.

    Effective counts are rounded down, which errs in the filer's favour.
    """
    weight = (1 - rho) / rho
    n = np.round(total).astype(int)
    k = np.minimum(np.floor(observed + 1e-9).astype(int), n)
    out: Floats = np.ones(len(n))
    use = n > 0
    out[use] = upper_tail(k[use], n[use], rate[use] * weight, (1 - rate[use]) * weight)
    return out


def worse_than_peers(p: Floats) -> Bools:
    """Which of these chances pass a false-discovery rate of `_FDR`."""
    return benjamini_hochberg(p, _FDR)


def benjamini_hochberg(p: Floats, q: float, tests: int | None = None) -> Bools:
    """Which hypotheses fall at false-discovery rate `q`.

    `tests` counts all hypotheses where those not given in `p` have p = 1.

    References
    ----------
    Benjamini and Hochberg (1995), J. R. Statist. Soc. B 57, 289-300.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.001, 0.02, 0.5, 0.9]), 0.05)
    array([ True,  True, False, False])
    """
    order = np.argsort(p, kind="stable")
    passed = np.flatnonzero(p[order] <= q * np.arange(1, len(p) + 1) / max(tests or len(p), 1))
    flags = np.zeros(len(p), bool)
    if len(passed):
        flags[order[: passed[-1] + 1]] = True
    return flags


def against_peers(view: View, counts: Bools, bad: Floats) -> Record:
    """Each filer's record over the claims that count.

    Parameters
    ----------
    view : View
    counts : bool array, one entry a claim
        Claims whose outcome is known.
    bad : float array in [0, 1], one entry a claim
        Weight of a bad outcome, 0 for a good one.

    Returns
    -------
    Record

    Notes
    -----
    Peers are complaints of the same right and basis. A stratum's rate leans on that of its right,
    and that on the whole market's, in proportion to how little the stratum holds. The worst
    `_TRIM` of filers are left out of the null. It may wrong a filer whose field is
    harder than its right and basis say.

    References
    ----------
    Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.
    """
    return records_of(view, weighed(view, counts, bad))


def records_of(view: View, complaints: WeighedComplaints) -> Record:
    """Each filer's record over weighed complaints, as `against_peers` has it."""
    filer, size = view.complaint_filer[complaints.complaint], view.n_filers
    null = null_of(view, complaints)

    def per_filer(values: npt.NDArray[np.generic]) -> Floats:
        return np.bincount(filer, weights=values, minlength=size).astype(np.float64)

    sums = [per_filer(column) for column in complaints.columns]
    return record_from_sums([*sums, per_filer(complaints.effective * null.rate)], null.rho)


def record_of(whole: Record, complaints: WeighedComplaints, filer: int, lines: Ints) -> Record:
    """The record of one filer over some of its complaints, against the peers of all of them.

    Parameters
    ----------
    whole : Record
        Of all filers.
    complaints : WeighedComplaints
        Of which it was made.
    filer : int
    lines : int array
        Positions of complaints, ascending.
    """
    mine = np.isin(complaints.complaint, lines)
    sums = [np.array([column[mine].sum()], np.float64) for column in complaints.columns]
    return record_from_sums([*sums, sums[-1] * whole.peer_rate[filer]], whole.rho)


def record_from_sums(sums: list[Floats], rho: float) -> Record:
    """A record from the sums of its columns, in the order of its attributes."""
    claims, bad, complaints = (each.round().astype(np.int64) for each in sums[:3])
    observed, total, expected = sums[3:]
    return Record(claims, bad, complaints, observed, total, expected, rho)


@dataclass(frozen=True)
class WeighedComplaints:
    """Complaints with a claim that counts, ordered: one entry each.

    `complaint` is its position; `claims` and `bad` count as they are, `effective` and
    `observed` as the funnel weighs them.
    """

    complaint: Ints
    claims: Ints
    bad: Ints
    effective: Floats
    observed: Floats

    @property
    def columns(self) -> tuple[npt.NDArray[np.generic], ...]:
        """What a record sums up, in the order of its attributes; what is expected comes last."""
        return self.claims, self.bad, self.bad > 0, self.observed, self.effective


@dataclass(frozen=True)
class Null:
    """What honest peers do: the rate for each weighed complaint, and how much filers differ."""

    rate: Floats
    rho: float


def weighed(
    view: View,
    counts: Bools,
    bad: Floats,
    unlisted: Ints | None = None,
    ungraded: float = UNGRADED,
) -> WeighedComplaints:
    """Return what the funnel weighs of each complaint; the arguments are those of `against_peers`.

    `unlisted`, one entry a complaint, are bad claims that are only counted, not named, and weigh
    `ungraded` each: such a complaint's named claims then count as known.
    """
    complaint, n, weight, n_bad = _per_complaint(view, counts, bad)
    if unlisted is not None:
        extra = np.bincount(complaint, minlength=view.n_complaints) > 0
        complaint = np.r_[complaint, np.flatnonzero((unlisted > 0) & ~extra)]
        pad = len(complaint) - len(n)
        n, weight, n_bad = (
            np.r_[column, np.zeros(pad, column.dtype)] for column in (n, weight, n_bad)
        )
        # Where a complaint's refused targets are only counted, the same desk has seen its named
        # ones, so these count as decided.
        named = np.bincount(view.complaint, minlength=view.n_complaints)[complaint]
        n = np.where(unlisted[complaint] > 0, np.maximum(n, named), n)
        n, n_bad = n + unlisted[complaint], n_bad + unlisted[complaint]
        weight = weight + ungraded * unlisted[complaint]
    effective = effective_claims(n)
    return WeighedComplaints(complaint, n, n_bad, effective, effective * weight / np.maximum(n, 1))


def null_of(view: View, complaints: WeighedComplaints) -> Null:
    """Return the peers' rates with the worst filers left out, found by turns with who they are."""
    filer, size = view.complaint_filer[complaints.complaint], view.n_filers
    stratum = view.complaint_stratum[complaints.complaint]
    kind = view.complaint_kind[complaints.complaint] + 1

    def per_filer(values: Floats) -> Floats:
        return np.bincount(filer, weights=values, minlength=size).astype(np.float64)

    o, t = per_filer(complaints.observed), per_filer(complaints.effective)
    # One filer's complaints move the rate that all others are held against no further than this.
    influence = bounded(filer, complaints.effective)
    influence = influence / np.maximum(complaints.effective, 1e-9)
    rate, rho = np.zeros(len(filer)), 0.05
    kept = np.ones(size, bool)
    for _ in range(3):
        rate = _rates(
            complaints.observed,
            complaints.effective,
            stratum,
            kind,
            kept[filer] * influence,
        )
        e = per_filer(complaints.effective * rate)
        mean = _mean(e, t)
        variance = mean * (1 - mean)
        z = (o - e) / np.sqrt(np.maximum(t * variance * (1 + np.maximum(t - 1, 0) * rho), 1e-9))
        kept = _trim(z, t)
        rho = _dispersion(o, t, mean, kept)
    return Null(rate, rho)


def _per_complaint(view: View, counts: Bools, bad: Floats) -> tuple[Ints, Ints, Floats, Ints]:
    """Claims that count, their bad weight and number, by complaint (ordered)."""
    # Whole thousandths: their sum does not depend on the order in which it is made.
    weight = np.round(bad[counts] * 1000).astype(np.int64)
    complaint, n, total, n_bad = view.stages.per_complaint(
        view.complaint[counts], weight, (bad[counts] > 0).astype(np.int64)
    )
    return complaint, n, total / 1000, n_bad


def _rates(observed: Floats, total: Floats, stratum: Ints, kind: Ints, kept: Floats) -> Floats:
    """Peer rate of each complaint: stratum leaning on its right, that on the whole."""
    used_o, used_t = observed * kept, total * kept
    whole = (used_o.sum() + 1.0) / (used_t.sum() + 10.0)
    rate: Floats = np.full(len(observed), whole)
    for level in (kind, stratum):
        size = int(level.max(initial=0)) + 1
        o = np.bincount(level, weights=used_o, minlength=size)[level]
        t = np.bincount(level, weights=used_t, minlength=size)[level]
        rate = (o + _STRATUM * rate) / (t + _STRATUM)
    return rate


def _trim(z: Floats, total: Floats) -> Bools:
    """Keep all but the worst; a filer that is not above its peers is always kept."""
    known = np.flatnonzero(total > 0)
    worst = known[np.argsort(-z[known], kind="stable")][: int(np.ceil(_TRIM * len(known)))]
    kept = np.ones(len(z), bool)
    kept[worst[z[worst] > 1.0]] = False
    return kept


def _dispersion(observed: Floats, total: Floats, mean: Floats, kept: Bools) -> float:
    """Over-dispersion of the kept filers by the method of moments, within sane bounds."""
    use = kept & (total > 1.5)
    if use.sum() < 5:
        return 0.1
    n, mu = total[use], mean[use]
    square = (observed[use] / n - mu) ** 2 / (mu * (1 - mu))
    excess, room = (n * square - 1).sum(), (n - 1).sum()
    return float(np.clip(excess / room, 0.04, 0.3))
