"""Pages for the platform's staff: queue, complaints, flags, boycotts, figures.

The modules of this folder and its rooms that have `pages` are its pages: nothing else lists them.
"""

from importlib import import_module
from pkgutil import walk_packages
from typing import Final

from flask import Blueprint

_MODULES: Final = [import_module(module.name) for module in walk_packages(__path__, f"{__name__}.")]
BLUEPRINTS: Final[list[Blueprint]] = [
    module.pages for module in _MODULES if hasattr(module, "pages")
]
