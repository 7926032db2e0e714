"""The door for partner systems: JSON under /api/v1. It parses, opens the transaction, renders.

The modules of its rooms that have `blp` are its routes: nothing else lists them.
"""

from importlib import import_module
from pkgutil import walk_packages
from typing import Final

from complaints.http.endpoint import Blueprint

_MODULES: Final = [import_module(module.name) for module in walk_packages(__path__, f"{__name__}.")]
BLUEPRINTS: Final[list[Blueprint]] = [module.blp for module in _MODULES if hasattr(module, "blp")]
