"""Which ring of a new scan is which ring of before.

A scan names its rings by their members, so the name changes with each account that joins. Between
scans a ring is followed by its members: every case is compared, as it was last seen, with the rings
of the new scan, after Greene, Doyle and Cunningham (2010), "Tracking the Evolution of Communities
in Dynamic Social Networks". They compare by the Jaccard coefficient; here a pair counts where it
shares more than half of the smaller one, so that a ring that grows fourfold within a night stays
the same case. Which of several pairs goes first is decided by Jaccard.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from complaints.words import message as _

Part = TypeVar("Part", int, str)
Whole = TypeVar("Whole", int, str)

# A pair is the same ring where it shares more than this part of the smaller one's members.
SHARED = 0.5
# What can be done with accounts of a ring together, in the order of the ladder.
STEPS = ("take", "dismiss", "confirm", "propose", "warn")
NONE_CHOSEN = _("Choose at least one account of the ring.")


def is_same(before: Collection[int], now: Collection[int]) -> bool:
    """Say whether two sets of accounts are so alike that they are one ring.

    Examples
    --------
    >>> is_same({1, 2, 3}, {2, 3, 4, 5, 6})
    True
    >>> is_same({1, 2}, {2, 3})
    False
    """
    return _shared(before, now) > SHARED * min(len(before), len(now))


def followed(
    cases: Mapping[int, Collection[int]], rings: Mapping[str, Collection[int]]
) -> dict[str, int]:
    """Return the case that each ring of a new scan continues; a ring that is new is left out.

    `cases` are the members of each case as last seen, by its number. A case goes on in one ring and
    a ring continues one case: the pair that is most alike goes first, then the one that shares
    most, then the older case.
    """
    pairs = sorted(
        (-_jaccard(before, now), -_shared(before, now), case, name)
        for case, before in cases.items()
        for name, now in rings.items()
        if is_same(before, now)
    )
    continues: dict[str, int] = {}
    for _alike, _most, case, name in pairs:
        if name not in continues and case not in continues.values():
            continues[name] = case
    return continues


def merged(
    cases: Mapping[int, Collection[int]],
    rings: Mapping[str, Collection[int]],
    continues: Mapping[str, int],
) -> dict[int, str]:
    """Return the rings that took in a case that goes on in none, by case: most of its members are
    in that ring now."""
    left = {case: before for case, before in cases.items() if case not in continues.values()}
    return dict(_mostly_in(left, rings))


def split_cases(
    cases: Mapping[int, Collection[int]],
    rings: Mapping[str, Collection[int]],
    continues: Mapping[str, int],
) -> dict[str, int]:
    """Return the cases that a new ring came out of, by ring: most of its members were there."""
    fresh = {name: now for name, now in rings.items() if name not in continues}
    return dict(_mostly_in(fresh, cases))


def _mostly_in(
    parts: Mapping[Part, Collection[int]], wholes: Mapping[Whole, Collection[int]]
) -> Iterator[tuple[Part, Whole]]:
    for part, members in parts.items():
        for whole, others in wholes.items():
            if _shared(members, others) > SHARED * len(members):
                yield part, whole


def _shared(one: Collection[int], other: Collection[int]) -> int:
    return len(set(one) & set(other))


def _jaccard(one: Collection[int], other: Collection[int]) -> float:
    return _shared(one, other) / len(set(one) | set(other))
