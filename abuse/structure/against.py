"""Against whom a link speaks: whoever comes later can go, and show, what another did before.

Nobody is to blame for being followed or copied. So what two filers do at the same places counts
against one of them only if at some place it came no earlier than the other; of shared marks
`abuse.linking.binding` says the like. Nothing is weighed here.
"""

from __future__ import annotations

from collections.abc import Iterable

from abuse.findings import Link, links_by_filer
from abuse.linking.binding import weight_against


def follows(link: Link, filer: int) -> bool:
    """Whether a link by common stores or listings says anything about this one of its filers.

    Examples
    --------
    >>> link = Link(0, 1, "lockstep", 2.0, (), {"after_a": 0, "after_b": 4})
    >>> follows(link, 0), follows(link, 1)
    (False, True)
    """
    return link.numbers.get("after_a" if filer == link.a else "after_b", 1) > 0


def speaks_against(link: Link, filer: int) -> bool:
    """Whether a link says anything of this one of its filers, whom the other may only have copied
    or followed.

    Examples
    --------
    >>> copied = Link(0, 1, "identifiers", 9.0, ("phone:2", "text:2"), {"against_b": 9.0})
    >>> speaks_against(copied, 0), speaks_against(copied, 1)
    (False, True)
    """
    if link.source == "identifiers":
        return weight_against(link, filer) > 0
    return follows(link, filer)


def links_against(links: Iterable[Link]) -> dict[int, list[Link]]:
    """The links that say something of each filer, as `links_by_filer` has them."""
    said = {
        filer: [link for link in mine if speaks_against(link, filer)]
        for filer, mine in links_by_filer(links).items()
    }
    return {filer: mine for filer, mine in said.items() if mine}
