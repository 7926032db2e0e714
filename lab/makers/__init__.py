"""The makers of markets by name: the demo's own, and each package of this folder with a `make`.

The folder is the list, and one is loaded when a market of it is asked for. The sealed ones alone
are named here: they run only where somebody names them, so that the detector's authors do not come
to know them.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from abuse.market.made import Market
from abuse.market.making import make_market

FIRST: Final = "first"
SEALED: Final = ("casebook", "unseen")


class MakerError(ValueError):
    """A market that no maker makes; the message is one sentence."""


def makers() -> list[str]:
    """The names of all makers, our own first."""
    return [FIRST, *sorted(m.name for m in iter_modules(__path__) if m.ispkg)]


def open_makers() -> list[str]:
    """The names of those whose markets anybody may look at."""
    return [name for name in makers() if name not in SEALED]


def check(name: str, *, base: float | None = None, strategies: bool = False) -> None:
    """See whether a maker can be asked for this, before anything is made.

    Raises
    ------
    MakerError
        When no maker has the name, or it takes no base or strategies, or the base is no share.
    """
    if name not in makers():
        raise MakerError(f"no maker is called {name}; known are {', '.join(makers())}")
    if name == FIRST and (base is not None or strategies):
        raise MakerError(f"the maker {FIRST} takes neither a base nor strategies")
    if base is not None and not 0 < base < 1:
        raise MakerError(f"a base is a share between 0 and 1, not {base:g}")


def make(
    name: str,
    seed: int,
    *,
    size: int | None = None,
    base: float | None = None,
    strategies: bool = False,
) -> Market:
    """Make a market.

    Parameters
    ----------
    name : str
        One of `makers`.
    seed : int
        Not negative.
    size : int, optional
        How large, as the maker counts: of our own, the complaints. Left out, the seed decides.
    base : float, optional
        The share of filers that abuse; left out, the maker's own.
    strategies : bool
        Whether some plants work against the detector itself.

    Raises
    ------
    MakerError
        As `check` does.
    ValueError
        When the maker refuses the seed or the size.

    Examples
    --------
    >>> len(make("first", 7, size=800).lines)
    800
    """
    check(name, base=base, strategies=strategies)
    if name == FIRST:
        return make_market(seed, complaints=size)
    module = import_module(f"{__name__}.{name}")
    market: Market = module.make(seed, size=size, base=base, strategies=strategies)
    return market
