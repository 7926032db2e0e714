"""Meetings: two filers at one store, within a window or some weeks apart.

One bucketed join gives both: what fell inside the window, and what fell just beyond it, which is
the measure of chance. It counts; it judges no one.
"""

from __future__ import annotations

import numpy as np

from abuse.view import Ints, View

# A store that this many filers hit in one bucket is hunted by everybody and tells nothing; it would
# also make the number of pairs run away.
CROWD = 300
# The window itself, and two bands of its length beyond it.
BANDS = 3


def meetings(view: View, window: int) -> dict[str, Ints]:
    """Distinct (filer a < filer b, store) that met within three windows.

    Parameters
    ----------
    view : View
    window : int
        Days.

    Returns
    -------
    dict of int array
        ``a``, ``b`` and ``store``, ordered by them, and whether (0 or 1) the two met at that store
        within the window (``inside``), beyond one and within two (``near``), or beyond two and
        within three windows (``far``).

    References
    ----------
    Cao et al. (2014), Uncovering large groups of active malicious accounts in online social
    networks (SynchroTrap), CCS, for the join by time bucket.

    Examples
    --------
    >>> from abuse.table import ClaimTable
    >>> len(meetings(View(ClaimTable.from_lines([])), 7)["a"])
    0
    """
    import ibis

    known = view.store >= 0
    rows = view.frame(
        filer=view.filer[known],
        store=view.store[known],
        day=view.filed[known].astype("M8[D]").astype(np.int64),
    ).distinct()
    reach = BANDS * window
    first = rows.mutate(bucket=rows.day // reach)
    crowd = first.group_by("store", "bucket").aggregate(filers=first.filer.nunique())
    first = first.semi_join(crowd.filter(crowd.filers <= CROWD), ["store", "bucket"])
    # A meeting lies in one bucket or in two neighbouring ones: the earlier side looks into both.
    second = first.select(filer="filer", store="store", day="day", bucket="bucket").union(
        first.select(filer=first.filer, store=first.store, day=first.day, bucket=first.bucket + 1)
    )
    second = second.rename(filer2="filer", store2="store", day2="day", bucket2="bucket")
    met = first.join(
        second,
        [
            first.store == second.store2,
            first.bucket == second.bucket2,
            first.day >= second.day2,
            first.day - second.day2 <= reach,
            first.filer != second.filer2,
        ],
    )
    met = met.select(
        a=ibis.least(met.filer, met.filer2),
        b=ibis.greatest(met.filer, met.filer2),
        store=met.store,
        lag=met.day - met.day2,
    )
    pairs = met.group_by("a", "b", "store").aggregate(
        inside=(met.lag <= window).any().cast("int64"),
        near=((met.lag > window) & (met.lag <= 2 * window)).any().cast("int64"),
        far=(met.lag > 2 * window).any().cast("int64"),
    )
    got = view.run(pairs)
    order = np.lexsort((got["store"], got["b"], got["a"]))
    names = ("a", "b", "store", "inside", "near", "far")
    return {name: got[name][order].astype(np.int64) for name in names}
