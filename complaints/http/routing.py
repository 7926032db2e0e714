"""A route that prepares the building of its address when an address of it is first built.

Werkzeug writes and compiles two functions for each route as it is added: with 500 routes that is a
tenth of a start, and most of them are never asked for an address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class Route(Rule):
    """Werkzeug's rule, which compiles how its address is built when it is first asked."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compiled: Builder | None = None
        compile_it = super()._compile_builder

        def build(route: Rule, /, **values: Any) -> tuple[str, str]:
            nonlocal compiled
            if compiled is None:
                compiled = compile_it(append_unknown)
            return compiled(route, **values)

        return build
