"""A small market for each detector: an abuser planted in it, and an innocent who looks like it.

A file for each detector has its `market`; policies that find less in it (`STRICTER`, one threshold
each) and nothing (`SILENCED`); what its findings say of their null (`NULL`), and all that they say
(`TOLD`). `TURNS`, where it is there, says where its thresholds turn, as the arguments of
`tests.abuse.boundaries.Turn`. Nothing else lists the files.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final

from tests.abuse.makers import Lines

EXAMPLES: Final[dict[str, ModuleType]] = {
    module.name: import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)
}
PLANTED: Final[dict[str, Callable[[], Lines]]] = {
    name: example.market for name, example in EXAMPLES.items()
}
