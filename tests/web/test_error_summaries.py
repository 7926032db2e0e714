"""Whatever a form has against what was sent, its summary leads to the field: on every page.

Each form of each page is sent with its fields left empty, then filled with nonsense. A refusal that
names fields links to elements that the page has; one that links to nothing has no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.kit.test_page_permissions import MAY
from tests.scenes.accounts import sign_in
from tests.scenes.addresses import FILES, OTHERS, address_of, viewer_of
from tests.scenes.links import confirm
from tests.scenes.world import NAMES, World

# What acts at once, whatever is left empty, or ends what the other pages rest on.
LEFT_ALONE = re.compile(r"sign-out|/renew$|/code$|revoke|/undo|send-now|language|/delete")
HTML = {"Accept": "text/html"}
EMPTY, NONSENSE = "", "x"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Form:
    """One form of a page: where it goes, and its fields by what they hold."""

    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms of a page that are sent by POST, and the ids of its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self._open: Form | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = Form(given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is None or not given.get("name"):
            return
        elif given.get("type") == "hidden":
            self._open.hidden.append((given["name"], given.get("value", "")))
        elif tag in ("input", "textarea", "select") and given.get("type") not in (
            "checkbox", "radio", "file", "submit",
        ):  # fmt: skip
            self._open.typed.append(given["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def summary_of(text: str) -> set[str]:
    """Return the anchors that a page's error summary leads to."""
    part = text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    return set(re.findall(r'href="#([^"]*)"', part))


def pages() -> Iterator[str]:
    for route in sorted([*MAY, *OTHERS]):
        if route.startswith("GET ") and route not in FILES and "/docs" not in route:
            yield route.removeprefix("GET ")


def test_each_error_leads_to_a_field_that_is_there(world: World) -> None:
    clients: dict[str, Any] = {}
    lost, refused = [], 0
    for path in pages():
        role = viewer_of(f"GET {path}")
        if role not in clients:
            clients[role] = world.app.test_client()
            if role in NAMES:
                sign_in(clients[role], role, NAMES[role])
            else:
                for start in ("/answer/", "/joining/", "/reply/"):
                    token = world.tokens[start]
                    confirm(clients[role], world.context, f"{start}{token}")
        client = clients[role]
        address = address_of(path, world)
        shown = client.get(address, headers=HTML)
        if shown.status_code != 200 or "html" not in shown.mimetype:
            continue
        for form in Forms(shown.get_data(as_text=True)).forms:
            if LEFT_ALONE.search(form.action):
                continue
            for value in (EMPTY, NONSENSE):
                data: dict[str, Any] = {}
                for name, text in [*form.hidden, *((name, value) for name in form.typed)]:
                    data.setdefault(name, []).append(text)
                answer = client.post(form.action or address, data=data, headers=HTML)
                if answer.status_code != 422:
                    continue
                text = answer.get_data(as_text=True)
                refused += 1
                lost += [
                    (path, form.action, anchor)
                    for anchor in summary_of(text) - Forms(text).ids
                ]  # fmt: skip
    assert lost == []
    assert refused > 40
