"""A small market for each detector: an abuser planted in it, and an innocent who looks like it.

A file for each detector has its `market`; policies that find less in it (`STRICTER`, one threshold
each) and nothing (`SILENCED`); and what its findings say of their null (`NULL`). All that they say
is in `told.json`. `TURNS`, where it is there, says where its thresholds turn, as the arguments of
`tests.abuse.boundaries.Turn`; `WARNED`, on which day each filer was warned that was; `ASKED` and
`VERIFIED`, on which day a complaint's authority was, and `DENIED`, who denied without proof which
complaint's filer (`makers.proven`). Nothing else lists the files.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

from abuse import ClaimTable
from abuse.record.view import View
from tests.abuse.makers import START, Lines, proven, table

EXAMPLES: Final[dict[str, ModuleType]] = {
    module.name: import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)
}
PLANTED: Final[dict[str, Callable[[], Lines]]] = {
    name: example.market for name, example in EXAMPLES.items()
}


@functools.cache
def read_market(market: Callable[[], Lines]) -> ClaimTable:
    """Return the table of a market's lines, which nobody changes: it is read once a worker."""
    return table(market())


def seen(name: str, read: ClaimTable, called: Callable[[str], str] = str) -> View:
    """The view of a planted market, with what no line says; `called` is how a name was renamed."""
    example = EXAMPLES[name]
    warned_on, asked, verified = (
        {called(one): day for one, day in getattr(example, days, {}).items()}
        for days in ("WARNED", "ASKED", "VERIFIED")
    )
    denied = [(called(a), called(b), *rest) for a, b, *rest in getattr(example, "DENIED", ())]
    if asked or denied:
        read = proven(read, asked=asked, verified=verified, denied=denied)
    people = zip(read.filers["key"].to_pylist(), read.filers["reference"].to_pylist(), strict=True)
    warned = {
        key: START + timedelta(days=warned_on[filer]) for key, filer in people if filer in warned_on
    }
    return View(read, warned=warned)
