"""Which filer aimed at which store on which day: what a scan's view gives the stages to compare."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from abuse.graphs.meetings import Aims, Meetings
from abuse.record.view import View


def meetings(view: View, window: int) -> Meetings:
    """Meetings at each store within three windows.

    Parameters
    ----------
    view : View
    window : int
        Days.

    References
    ----------
    Cao et al. (2014), Uncovering large groups of active malicious accounts in online social
    networks (SynchroTrap), CCS, for joining by store and time instead of comparing all pairs.
    """
    known = view.store >= 0
    aims = Aims(
        filer=view.filer[known],
        store=view.store[known],
        day=view.filed[known].astype("M8[D]").astype(np.int64),
        filers=view.n_filers,
        stores=len(view.stores),
        names=lambda: stable_names(view),
    )
    return view.stages.meetings(aims, window)


def stable_names(view: View) -> tuple[pa.Array, pa.Array]:
    """Names of filers and of stores, all different, whatever stands for a store that none names."""
    people, claims = view.table.filers, view.table.claims
    has_store = pc.is_valid(claims.column("store")).to_numpy()
    first, is_named = np.zeros((2, len(view.stores)), np.int64)
    # The last assignment holds: a claim that names the store, and of these the first.
    for rows in (np.flatnonzero(view.store >= 0), np.flatnonzero(has_store & (view.store >= 0))):
        first[view.store[rows[::-1]]] = rows[::-1]
    is_named[view.store[rows]] = 1
    places = claims.column("marketplace").take(pa.array(first))
    stores = places, pa.array(is_named).cast(pa.string()), pa.array(view.stores, pa.string())
    return _joined(people["source"], people["reference"]), _joined(*stores)


def _joined(*parts: pa.ChunkedArray | pa.Array) -> pa.Array:
    known = (pc.fill_null(part, "") for part in parts)
    joined = pc.binary_join_element_wise(*known, "\0")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined
