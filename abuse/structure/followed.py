"""Who came where first: whoever comes later can go wherever another has been.

Nobody is to blame for being followed. So what two filers do at the same places counts against one
of them only if at some place it came no earlier than the other. Nothing is weighed here.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from abuse.arrays import Ints
from abuse.findings import Link, links_by_filer
from abuse.record.view import View


def first_at(places: Ints, place: Ints, day: Ints) -> Ints:
    """The first of some days at each of some places (ascending); each place has one at least."""
    some = np.isin(place, places)
    first = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(first, np.searchsorted(places, place[some]), day[some])
    return first


def no_earlier(places: Ints, a: tuple[Ints, Ints], b: tuple[Ints, Ints]) -> dict[str, float]:
    """At how many places a came no earlier than b (``after_a``), and b no earlier than a.

    Parameters
    ----------
    places : int array
        Where both have been.
    a, b : pairs of int arrays
        Where each has been and on which day, an entry a visit.
    """
    places = np.unique(places)
    at_a, at_b = first_at(places, *a), first_at(places, *b)
    return {"after_a": int((at_a >= at_b).sum()), "after_b": int((at_b >= at_a).sum())}


def at_stores(view: View, filer: int) -> tuple[Ints, Ints]:
    """The stores of a filer's claims, and the days on which they were filed."""
    mine = view.claims_by_filer[filer]
    return view.store[mine], view.filed[mine].astype("M8[D]").astype(np.int64)


def follows(link: Link, filer: int) -> bool:
    """Whether a link by common stores or listings says anything about this one of its filers.

    Examples
    --------
    >>> link = Link(0, 1, "lockstep", 2.0, (), {"after_a": 0, "after_b": 4})
    >>> follows(link, 0), follows(link, 1)
    (False, True)
    """
    return link.numbers.get("after_a" if filer == link.a else "after_b", 1) > 0


def links_against(links: Iterable[Link]) -> dict[int, list[Link]]:
    """The links that say something of each filer, as `links_by_filer` has them."""
    said = {
        filer: [link for link in mine if follows(link, filer)]
        for filer, mine in links_by_filer(links).items()
    }
    return {filer: mine for filer, mine in said.items() if mine}
