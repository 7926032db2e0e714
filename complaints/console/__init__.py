"""Pages for the platform's staff: queue, complaints, flags, boycotts, figures.

The files of this folder that have `pages` are its pages: nothing else lists them.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from flask import Blueprint

_MODULES: Final = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
BLUEPRINTS: Final[list[Blueprint]] = [
    module.pages for module in _MODULES if hasattr(module, "pages")
]
