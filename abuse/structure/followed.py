"""Who came where first: whoever comes later can go wherever another has been.

Nobody is to blame for being followed, so what two filers do at the same places speaks of an end
that came no earlier than the other somewhere at least. It weighs nothing.
"""

from __future__ import annotations

import numpy as np

from abuse.arrays import Ints
from abuse.findings import Link
from abuse.record.view import View


def first_at(view: View, filer: int, stores: Ints) -> Ints:
    """The day of a filer's first claim at each of some stores (ascending, all of which it hit)."""
    mine = view.claims_by_filer[filer]
    mine = mine[np.isin(view.store[mine], stores)]
    first = np.full(len(stores), np.iinfo(np.int64).max)
    days = view.filed[mine].astype("M8[D]").astype(np.int64)
    np.minimum.at(first, np.searchsorted(stores, view.store[mine]), days)
    return first


def no_earlier(view: View, a: int, b: int, stores: Ints) -> dict[str, float]:
    """At how many stores a came no earlier than b (``after_a``), and b no earlier than a."""
    stores = np.unique(stores)
    at_a, at_b = (first_at(view, filer, stores) for filer in (a, b))
    return {"after_a": int((at_a >= at_b).sum()), "after_b": int((at_b >= at_a).sum())}


def follows(link: Link, filer: int) -> bool:
    """Whether a link by common stores or listings says anything of this one of its ends.

    Examples
    --------
    >>> link = Link(0, 1, "lockstep", 2.0, (), {"after_a": 0, "after_b": 4})
    >>> follows(link, 0), follows(link, 1)
    (False, True)
    """
    return link.numbers.get("after_a" if filer == link.a else "after_b", 1) > 0
