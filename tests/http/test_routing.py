"""Addresses are built as Werkzeug builds them, by functions compiled at their first use."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from complaints.http.routing import Route

ROUTES: list[tuple[str, dict[str, Any]]] = [
    ("/plain", {}),
    ("/things/<int(min=1):id>", {}),
    ("/of/<route>/<path:name>", {}),
    ("/pages/", {"defaults": {"page": 1}}),
    ("/pages/<int:page>", {}),
]
VALUES: list[tuple[str, dict[str, Any]]] = [
    ("/plain", {}),
    ("/plain", {"next": "/a b", "list": ["1", "2"]}),
    ("/things/<int(min=1):id>", {"id": 7, "build": "x"}),
    ("/of/<route>/<path:name>", {"route": "ü", "name": "a/b"}),
    ("/pages/<int:page>", {"page": 2}),
    ("/pages/<int:page>", {"page": 1}),
]


def _adapter(kind: type[Rule]) -> Any:
    rules = [
        kind(path, endpoint="/pages/<int:page>" if "pages" in path else path, **options)
        for path, options in ROUTES
    ]
    return Map(rules).bind("localhost")


@pytest.mark.parametrize(("endpoint", "values"), VALUES)
def test_a_route_builds_the_address_that_werkzeug_builds(
    endpoint: str, values: dict[str, Any]
) -> None:
    ours, theirs = _adapter(Route), _adapter(Rule)
    for append_unknown in (True, False, True):
        built = [
            each.build(endpoint, values, append_unknown=append_unknown) for each in (ours, theirs)
        ]
        assert built[0] == built[1]
