"""Lockstep's pairs: who met at one store within a window, and how often two met just beyond it.

A join by store and bucket of days: a meeting lies in one bucket or in two neighbouring ones, so the
earlier side looks into both.
"""

from __future__ import annotations

import ibis

# Days from a time before all claims to 1970.
_LONG_AGO = 1_000_000


def crowds(visits: ibis.Table) -> ibis.Table:
    """How many ``filers`` came to each ``store`` in each ``bucket``, and with how many ``visits``.

    Parameters
    ----------
    visits : table
        Distinct ``store``, ``day``, ``filer``, with the ``bucket`` of the day.
    """
    return visits.group_by("store", "bucket").aggregate(
        filers=visits.filer.nunique(), visits=visits.count()
    )


def loads(crowd: ibis.Table, most_filers: int) -> ibis.Table:
    """How many buckets have each number of ``visits``, those too crowded left out."""
    some = crowd.filter(crowd.filers <= most_filers)
    return some.group_by("visits").aggregate(n=some.count())


def uncrowded(
    visits: ibis.Table, crowd: ibis.Table, most_filers: int, most_visits: int
) -> ibis.Table:
    """Visits to buckets with no more than so many filers and visits."""
    kept = crowd.filter(crowd.filers <= most_filers, crowd.visits <= most_visits)
    return visits.semi_join(kept, ["store", "bucket"]).select("store", "day", "filer")


def inside(visits: ibis.Table, window: int) -> ibis.Table:
    """Distinct ``store``, ``a`` < ``b`` with visits at most `window` days apart."""
    return _met(visits, 0, window).select("store", "a", "b").distinct()


def common(met: ibis.Table) -> ibis.Table:
    """At how many stores each pair of filers met."""
    return met.group_by("a", "b").aggregate(stores=met.count())


def beyond(visits: ibis.Table, window: int) -> ibis.Table:
    """By ``store``, pairs that met ``near`` (within two windows) and ``far`` (within three).

    At a store a pair counts at most once in each band. Two visits within the window itself are in
    neither.
    """
    met = _met(visits, window + 1, 3 * window)
    bands = met.mutate(is_far=(met.lag > 2 * window).cast("int64"))
    bands = bands.select("store", "a", "b", "is_far").distinct()
    return bands.group_by("store").aggregate(near=(1 - bands.is_far).sum(), far=bands.is_far.sum())


def _met(visits: ibis.Table, least: int, most: int) -> ibis.Table:
    """``store``, ``a`` < ``b`` and ``lag``, for visits `least` to `most` days apart."""
    # Days before 1970 too: they are counted from far before.
    first = visits.mutate(step=(visits.day + _LONG_AGO) // (most + 1))
    columns = {"store2": "store", "day2": "day", "filer2": "filer", "step2": "step"}
    second = first.union(first.mutate(step=first.step + 1)).rename(columns)
    lag = first.day - second.day2
    met = first.join(
        second,
        [
            first.store == second.store2,
            first.step == second.step2,
            lag >= least,
            lag <= most,
            first.filer != second.filer2,
        ],
    )
    return met.select(
        store=met.store,
        a=ibis.least(met.filer, met.filer2),
        b=ibis.greatest(met.filer, met.filer2),
        lag=met.day - met.day2,
    )
