"""Since the last time: stores whose visits changed, and what is kept of the others.

Who met at a store depends on its visits alone. So a store with the same visits as before has the
same meetings, whatever came in elsewhere, and however late a correction is.
"""

from __future__ import annotations

import ibis

from abuse.sweep.meetings import common

_VISIT = ("store", "day", "filer")
_PAIR = ("a", "b")


def changed(visits: ibis.Table, before: ibis.Table) -> ibis.Table:
    """Stores that have a visit that was not there before, or no longer have one that was."""
    came, went = visits.anti_join(before, _VISIT), before.anti_join(visits, _VISIT)
    return came.select("store").union(went.select("store")).distinct()


def of_some(rows: ibis.Table, stores: ibis.Table) -> ibis.Table:
    """Rows of some stores."""
    return rows.semi_join(stores, "store")


def brought_up(before: ibis.Table, stores: ibis.Table, anew: ibis.Table) -> ibis.Table:
    """Rows as before, but for some stores, whose rows were made anew."""
    return before.anti_join(stores, "store").select(*anew.columns).union(anew)


def touched(before: ibis.Table, stores: ibis.Table, anew: ibis.Table) -> ibis.Table:
    """Pairs that met at some stores, before or now."""
    old = of_some(before, stores)
    return old.select(*_PAIR).union(anew.select(*_PAIR)).distinct()


def recounted(before: ibis.Table, pairs: ibis.Table, met: ibis.Table) -> ibis.Table:
    """`abuse.sweep.meetings.common` as before, but for some pairs, which are counted again."""
    anew = common(met.semi_join(pairs, _PAIR))
    return before.anti_join(pairs, _PAIR).select(*anew.columns).union(anew)
