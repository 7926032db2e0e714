"""Says what became of the first entry that does not follow, from the seals that do not either.

Where an entry was moved, put in or taken out and the rest numbered anew, the hashes still tell:
they cover the place that an entry had. What fits no such story was changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from complaints.rules.upkeep.ledger_checking import BEFORE, Broken, Checking, Finding, Wrong, fits


def first_finding(checking: Checking) -> Finding | None:
    """Return the first entry, in the chain's order, that was tampered with, and how."""
    findings = [each for each in (checking.first, _diagnose(checking.broken)) if each is not None]
    return min(findings, key=lambda each: each.position) if findings else None


def _diagnose(broken: Sequence[Broken]) -> Finding | None:
    """Return what became of the first of the seals that do not follow."""
    if not broken:
        return None
    first = broken[0]
    place = first.seal.position, first.entry.id
    return (
        _pushed_down(first)
        or next(filter(None, (_moved(first, other) for other in broken[1:])), None)
        or (Finding(Wrong.REMOVED, *place) if _is_pulled_up(broken) else None)
        or Finding(Wrong.CHANGED, *place)
    )


def _pushed_down(first: Broken) -> Finding | None:
    """Entries with seals of their own were put in before it: it still fits where it was."""
    position = first.seal.position
    for count in range(1, len(first.before)):
        previous = first.before[-1 - count]
        if _was_at(first, position - count, previous.hash, -count):
            put_in = first.before[-count]
            return Finding(Wrong.INSERTED, put_in.position, put_in.ledger_id)
    return None


def _moved(first: Broken, other: Broken) -> Finding | None:
    """The other belongs where the first is: both changed places, or the first was put in."""
    position, previous = first.seal.position, first.before[-1].hash
    place = position, first.entry.id
    if any(
        fits(first.seal, each, position, previous)
        for each in (other.entry, other.entry._replace(id=first.entry.id))
    ):
        return Finding(Wrong.REORDERED, *place)
    if not _was_at(other, position, previous, position - other.seal.position):
        return None
    there = other.seal.position
    # What follows on the other, where the two are neighbours, is the other.
    back = (other.before[-1].hash, other.seal.hash)
    is_swapped = any(_was_at(first, there, hashed, there - position) for hashed in back)
    return Finding(Wrong.REORDERED if is_swapped else Wrong.INSERTED, *place)


def _is_pulled_up(broken: Sequence[Broken]) -> bool:
    """Say whether the next ones follow it as they did further down: some before it are gone."""
    first, *rest = broken
    return any(
        _was_at(rest[0], rest[0].seal.position + count, first.seal.hash, count)
        for count in range(1, BEFORE)
        if rest and rest[0].seal.position == first.seal.position + 1
    )


def _was_at(broken: Broken, position: int, previous: str, shift: int) -> bool:
    """Say whether it fits at this position, under its number or one that was shifted too."""
    shifted = broken.entry._replace(id=broken.entry.id + shift)
    return any(fits(broken.seal, each, position, previous) for each in (broken.entry, shifted))
