"""The words in which a marketplace's addresses are written.

A row (`Shape`) says how an address looks that names a listing or a store; a `Link` says how the
canonical address is built from an id. Patterns are regular expressions that must match all of the
text, ignore the case of ASCII letters, and hand over what they name: `id`, `store`, or any other
group that the row's templates use. No marketplace is known here, and nothing is matched here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

NUMBER = r"[1-9][0-9]{0,19}"

Query = Mapping[str, str]
Fold = Callable[[str], str]

# Only ASCII letters are folded: "ß".upper() is "SS", which would make two names one.
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


def lower(text: str) -> str:
    return text.translate(_LOWER)


def upper(text: str) -> str:
    return text.translate(_UPPER)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that is compiled when it is first matched: the 300 of all marketplaces
    would make each start longer."""

    text: str

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return _compiled(self.text).fullmatch(text)


Parameters = tuple[tuple[tuple[str, ...], Pattern], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write an address. Made by `listing`, `storefront` or `carrier`."""

    kind: Literal["listing", "storefront", "carrier"]
    path: Pattern
    host: Pattern | None
    query: Parameters
    also: Parameters
    fragment: Pattern | None
    listing_id: str
    store_id: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """How a listing id becomes an address. Made by `link`.

    `with_store` is used where an address named a store that the id alone does not name.
    """

    listing_id: Pattern
    url: str
    with_store: str | None


def listing(
    path: str = ".*",
    *,
    host: str | None = None,
    query: Query | None = None,
    also: Query | None = None,
    fragment: str | None = None,
    listing_id: str = "{id}",
    store_id: str | None = None,
) -> Shape:
    """An address of a listing.

    `query` maps a parameter (or several, `a|b`, of which one is needed) to its pattern; `also`
    does the same for parameters that may be missing. Templates put groups together into ids;
    without one for it, the store is the group `store`, where there is one.
    """
    return Shape(
        kind="listing",
        path=Pattern(path),
        host=Pattern(host) if host else None,
        query=_parameters(query),
        also=_parameters(also),
        fragment=Pattern(fragment) if fragment else None,
        listing_id=listing_id,
        store_id=store_id,
    )


def storefront(
    path: str = ".*",
    *,
    host: str | None = None,
    query: Query | None = None,
    store_id: str = "{store}",
) -> Shape:
    """An address of a whole store; its listing id is `store:` and the store's id."""
    return Shape(
        kind="storefront",
        path=Pattern(path),
        host=Pattern(host) if host else None,
        query=_parameters(query),
        also=(),
        fragment=None,
        listing_id="store:" + store_id,
        store_id=store_id,
    )


def carrier(path: str, parameter: str) -> Shape:
    """An address that carries the real one in a parameter (a click counter, a log-in page)."""
    return Shape(
        kind="carrier",
        path=Pattern(path),
        host=None,
        query=_parameters({parameter: r"(?P<url>.+)"}),
        also=(),
        fragment=None,
        listing_id="",
        store_id=None,
    )


def link(listing_id: str, url: str, *, with_store: str | None = None) -> Link:
    """Build `url` from the groups of `listing_id`, a pattern of the marketplace's ids."""
    return Link(Pattern(listing_id), url, with_store)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # ASCII, or the Kelvin sign would match "k" and an Arabic digit "[0-9]" written as \d.
    return re.compile(pattern, re.ASCII | re.IGNORECASE | re.DOTALL)


def _parameters(query: Query | None) -> Parameters:
    return tuple(
        (tuple(names.split("|")), Pattern(pattern)) for names, pattern in (query or {}).items()
    )
