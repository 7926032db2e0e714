"""Detectors: one in each file, a function `detect(view, policy) -> list[Finding]`.

The files of this folder are the detectors, in the order in which `abuse.words` names them.
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from abuse.findings import Finding
from abuse.policy import Policy
from abuse.record.view import View
from abuse.words.findings import DETECTORS as NAMES

Detector = Callable[[View, Policy], list[Finding]]

_FILES: Final = [module.name for module in iter_modules(__path__)]
DETECTORS: Final[dict[str, Detector]] = {
    name: import_module(f"{__name__}.{name}").detect
    for name in sorted(_FILES, key=list(NAMES).index)
}
