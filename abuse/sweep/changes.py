"""Since the last time: stores whose visits changed, and what is kept of the others.

Who met at a store depends on its visits alone. So a store with the same visits as before has the
same meetings, whatever came in elsewhere, and however late a correction is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

VISIT = ("store", "day", "filer")


def moved(rows: ibis.Table, places: dict[str, ibis.Table]) -> ibis.Table:
    """Rows with their positions of then as those of now; -1 for what is no more.

    Parameters
    ----------
    rows : table
    places : dict of table
        For each column with positions, a table of ``was`` and ``now``.
    """
    for column, place in places.items():
        names = [name for name in rows.columns if name != column]
        place = place.view()
        at = rows.left_join(place, rows[column] == place.was)
        now = place.now.fill_null(-1).name(column)
        rows = at.select(*(rows[name] for name in names), now)
    return rows


def changed(visits: ibis.Table, before: ibis.Table) -> ibis.Table:
    """Stores that have a visit that was not there before, or no longer have one that was."""
    came, went = visits.anti_join(before, VISIT), before.anti_join(visits, VISIT)
    return came.select("store").union(went.select("store")).distinct()


def of_some(rows: ibis.Table, stores: ibis.Table) -> ibis.Table:
    """Rows of some stores."""
    return rows.semi_join(stores, "store")


def brought_up(before: ibis.Table, stores: ibis.Table, anew: ibis.Table) -> ibis.Table:
    """Rows as before, but for some stores, whose rows were made anew."""
    kept = before.filter(before.store >= 0).anti_join(stores, "store")
    return kept.select(*anew.columns).union(anew)
