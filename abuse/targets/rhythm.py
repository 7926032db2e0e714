"""Each filer's busiest weeks against its own past, its peers in the same days, and the calendar.

It measures; whether a burst is evidence or an honest campaign is for others to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from abuse.arrays import Bools, Floats, Ints
from abuse.policy import Policy
from abuse.record.view import View
from abuse.targets.seasons import sales, season_of

# Filers are peers by kind and by how much they file, in bands of a factor of four.
_BAND = np.log(4)
_BANDS = 8
# What the peers do leans on what the market does, as if by so many complaints.
_LEAN = 10.0
# Another filer campaigns before a sales day if it files so many complaints in a window there.
_CAMPAIGN = 5
# How rare a window must be by chance; every filer has many windows.
_P: Final = 1e-6
# Before a sales day a filer may file this many times what its past and peers say: brands that file
# once a month clean up then.
_SALE: Final = 40.0


@dataclass(frozen=True)
class Windows:
    """Surprising windows, one entry each: the filer, its complaints, and what was expected.

    `complaints` holds positions of complaints ordered by filer and time; a window is a slice of it
    from `start`, `count` long. `season` is the growth of peers in the same days, `sale` the
    position of the sale that it precedes (-1 for none), `allowed` how many times its expectation a
    filer may reach there.
    """

    complaints: Ints
    filer: Ints
    start: Ints
    count: Ints
    past: Ints
    expected: Floats
    season: Floats
    sale: Ints
    allowed: Floats
    p: Floats

    @property
    def excused(self) -> Bools:
        """Windows before a sales day that do not exceed what is done there."""
        usual = np.maximum(self.expected, 1.0) * self.allowed
        held: Bools = (self.sale >= 0) & (self.count <= usual)
        return held


def surprising(view: View, policy: Policy) -> Windows:
    """Windows in which a filer files far more than its past and its peers explain.

    Notes
    -----
    Expected count: the filer's own rate over the days before, times the growth of its peers (same
    kind, same size) over the same days, never less than one. A filer without a past is not judged.
    Before a sales day a filer may reach `_SALE` times that, or twice what nine in
    ten of the others who campaign there reach, if that is more.

    References
    ----------
    Hooi et al. (2016), BIRDNEST: Bayesian inference for ratings-fraud detection, SDM.
    """
    return view.once("surprising", lambda: _surprising(view, policy))


def campaigns(view: View, policy: Policy) -> dict[int, tuple[int, str, str]]:
    """Filers whose fullest surprising window lies before a sales day, and is excused by it.

    Complaints, first day and name of the sale, by filer.
    """
    windows = surprising(view, policy)
    by_filer: dict[int, tuple[int, str, str]] = {}
    for spot in np.lexsort((-windows.start, windows.count)).tolist():
        if windows.excused[spot]:
            begun = view.complaint_filed[windows.complaints[windows.start[spot]]].astype("M8[D]")
            name = sales()[windows.sale[spot]].name
            by_filer[int(windows.filer[spot])] = int(windows.count[spot]), str(begun), name
    return by_filer


def _surprising(view: View, policy: Policy) -> Windows:
    width, past = policy.burst_window_days, policy.burst_past_days
    complaints = np.argsort(view.complaint_filer, kind="stable")
    filer = view.complaint_filer[complaints]
    day = view.complaint_filed[complaints].astype("M8[D]").astype(np.int64)
    begin, room = int(day.min(initial=0)), past + width + 1
    day -= begin
    key = filer * (int(day.max(initial=0)) + 2 * room) + day + room
    first = np.searchsorted(key, key, "left")
    inside = np.searchsorted(key, key + width, "left") - first
    before = first - np.searchsorted(key, key - past, "left")
    opened = day[np.searchsorted(filer, filer, "left")]
    seen = np.minimum(day - opened, past)
    some = np.flatnonzero((seen >= past / 3) & (inside >= _CAMPAIGN))
    season = _growth(view, filer, day, some, inside, before, seen, policy)
    expected = (before[some] + 1.0) * width / seen[some] * season
    # A filer's own rhythm varies: twice the Poisson variance (negative binomial).
    p = stats.nbinom.sf(inside[some] - 1, expected, 0.5)
    sale = season_of(day[some] + begin, day[some] + begin + width - 1)
    ratio = inside[some] / np.maximum(expected, 1.0)
    others = _others(filer[some], ratio, sale >= 0)
    allowed = np.maximum(_SALE, 2 * others)
    odd = (
        (inside[some] >= policy.burst_min_complaints)
        & (inside[some] >= policy.burst_ratio * expected)
        & (p < _P)
    )
    spot = some[odd]
    return Windows(
        complaints, filer[spot], first[spot], inside[spot], seen[spot], expected[odd], season[odd],
        sale[odd], allowed[odd], p[odd],
    )  # fmt: skip


def _growth(
    view: View, filer: Ints, day: Ints, some: Ints, inside: Ints, before: Ints, seen: Ints,
    policy: Policy,
) -> Floats:  # fmt: skip
    """How much more the filer's peers file in its window than in the days before it."""
    width, past = policy.burst_window_days, policy.burst_past_days
    size = np.bincount(filer, minlength=view.n_filers)
    band = np.minimum(np.log(np.maximum(size, 1)) / _BAND, _BANDS - 1).astype(np.int64)
    names = sorted({kind or "" for kind in view.filer_kind})
    kind = np.array([names.index(kind or "") for kind in view.filer_kind], np.int64)
    group = (kind * _BANDS + band)[filer]
    days, groups = int(day.max(initial=0)) + 1, len(names) * _BANDS
    daily = np.bincount(group * days + day, minlength=groups * days).reshape(groups, days)
    total = np.zeros((groups + 1, days + 1))
    total[:-1, 1:] = np.cumsum(daily, axis=1)
    total[-1] = total[:-1].sum(axis=0)

    def between(row: Ints | int, low: Ints, high: Ints) -> Floats:
        counts: Floats = total[row, high.clip(0, days)] - total[row, low.clip(0, days)]
        return counts

    at, share = day[some], width / np.maximum(seen[some], 1)
    growth = np.ones(len(some))
    for row in (-1, group[some]):
        busy = between(row, at, at + width) - inside[some]
        usual = (between(row, at - past, at) - before[some]) * share
        growth = (busy + _LEAN * growth) / (usual + _LEAN)
    return np.clip(growth, 1.0, 10.0)


def _others(filer: Ints, ratio: Floats, campaign: Bools) -> Floats:
    """What nine in ten of the other filers who campaign before sales days reach, by window."""
    who, rows = filer[campaign], ratio[campaign]
    names, code = np.unique(who, return_inverse=True)
    best = np.zeros(len(names))
    np.maximum.at(best, code, rows)
    reached = np.zeros(len(filer))
    if len(names) < 2:
        return reached
    ordered = np.sort(best)
    rank = np.searchsorted(ordered, best, "left")
    # With the filer's own value taken out, the others' move down by one from its place on.
    spot = int(0.9 * (len(names) - 1))
    rest = np.where(spot < rank, ordered[spot], ordered[min(spot + 1, len(names) - 1)])
    reached[campaign] = rest[code]
    return reached
