"""The door for partner systems: JSON under /api/v1. It parses, opens the transaction, renders.

The modules of its rooms that have `blp` are its routes; those that have `test_blp` are a test
instance's. The rooms stand in the order in which its
description is read: first the key, then what one files and what becomes of it.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from complaints.http.endpoint import Blueprint

ROOMS: Final = (
    "logins", "authority", "filing", "decisions", "sellers", "law", "mailing", "findings", "cases",
    "staff", "policy", "upkeep", "outward",
)  # fmt: skip
_PACKAGES: Final = [import_module(f"{__name__}.{room}") for room in ROOMS]
_MODULES: Final = [
    import_module(f"{package.__name__}.{module.name}")
    for package in _PACKAGES
    for module in iter_modules(package.__path__)
]
BLUEPRINTS: Final[list[Blueprint]] = [module.blp for module in _MODULES if hasattr(module, "blp")]
# Those that a test instance has besides.
OF_TESTS: Final[list[Blueprint]] = [
    module.test_blp for module in _MODULES if hasattr(module, "test_blp")
]


def blueprints(*, test: bool) -> list[Blueprint]:
    """Return the routes of a live instance, or of a test instance."""
    return [*BLUEPRINTS, *OF_TESTS] if test else BLUEPRINTS
