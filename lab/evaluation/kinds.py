"""Filers by what they are, a pattern or a kind of innocent, and several kinds counted as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Protocol, TypeVar

from abuse.market import Truth
from lab.evaluation.outcome import ORDINARY

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class Known(Protocol):
    """Whatever is said of one filer whose truth is known."""

    @property
    def truth(self) -> Truth: ...


One = TypeVar("One")
Count = TypeVar("Count")
Sum = TypeVar("Sum", bound="DataclassInstance")


def pattern_of(one: Known) -> str | None:
    """How a filer abuses; None where it does not."""
    return one.truth.pattern


def innocent_of(one: Known) -> str | None:
    """What kind of innocent a filer is; None of an abuser."""
    return None if one.truth.pattern else one.truth.innocent_kind or ORDINARY


def by_kind(
    some: Iterable[One], kind: Callable[[One], str | None], count: Callable[[Sequence[One]], Count]
) -> dict[str, Count]:
    """Count those of each kind, by its name; those of none are left out.

    Examples
    --------
    >>> by_kind(["ab", "ac", "b", ""], lambda word: word[:1], len)
    {'a': 2, 'b': 1}
    """
    groups: dict[str, list[One]] = defaultdict(list)
    for one in some:
        if name := kind(one):
            groups[name].append(one)
    return {name: count(groups[name]) for name in sorted(groups)}


def together(count: type[Sum], several: Iterable[Sum]) -> Sum:
    """Some kinds counted as one; a count is a dataclass of numbers."""
    some = list(several)
    return count(*(sum(getattr(one, f.name) for one in some) for f in fields(count)))
