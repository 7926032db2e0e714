"""The detector: finds and explains filers who abuse the complaint system; people decide.

It works alone on columns and files: nothing of the application, no web framework and no database
library is imported here. `python -m abuse` is its command line.

What it gives is imported when it is first asked for: SciPy and networkx take a second, and whoever
wants the policy or one hash alone should not wait for them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from abuse.explain.report import FilerReport, Report, Signal
    from abuse.policy import Policy
    from abuse.record.table import ClaimTable
    from abuse.scanning import scan

__all__ = [
    "ClaimTable",
    "FilerReport",
    "Policy",
    "Report",
    "Signal",
    "scan",
]

_HOMES = {
    "ClaimTable": "record.table",
    "FilerReport": "explain.report",
    "Policy": "policy",
    "Report": "explain.report",
    "Signal": "explain.report",
    "scan": "scanning",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'abuse' has no attribute {name!r}")
    return getattr(import_module(f"abuse.{_HOMES[name]}"), name)
