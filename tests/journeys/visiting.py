"""A person at the pages, who follows what a page holds and counts pages, clicks and typed fields.

    ann = journey.staff("reviewer", "ann")
    ann.open("/console")
    ann.follow(r"/console/desk/\\d+")
    ann.fill({"decision": "reject", "reason": "no-infringement"})
    ann.press("/letters")

Controls are found by addresses, names and values, never by words: the way is the same in every
language. A page is one that the browser shows. A click is a link, a button, a radio button, a tick,
a choice in a list, a file chosen, a folded part opened. A field that is typed into is none, and is
counted by itself. Nothing is followed that the page does not hold.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.journeys.elements import Element, read

SITE = "http://localhost"
# Letters name the demo's own address.
OURS = {"", "localhost", "127.0.0.1:8000"}
HEADERS = {"Accept": "text/html", "Origin": SITE, "Sec-Fetch-Site": "same-origin"}
CHOSEN = ("radio", "checkbox", "file")


@dataclass
class Count:
    """What a journey took so far."""

    pages: int = 0
    clicks: int = 0
    fields: int = 0


class Visitor:
    """One person's browser, without scripts."""

    def __init__(self, client: FlaskClient, language: str, count: Count) -> None:
        self.client = client
        self.count = count
        self.language = language
        self.at = ""
        # What came, and what stands in it.
        self.source = ""
        self.page = read("")
        self._given: dict[str, list[Any]] = {}
        self._opened: set[int] = set()

    def open(self, address: str) -> None:
        """Come to a page from outside: by a bookmark, a letter, an address typed."""
        self._show("get", address)

    def follow(self, pattern: str, *, within: str = "") -> None:
        """Follow the first link whose path and query fit the whole pattern."""
        links = [each for each in self._part(within).all("a") if not each.is_hidden]
        fit = [each for each in links if re.fullmatch(pattern, _local(each.get("href")))]
        assert fit, f"no link {pattern} on {self.at}: {self.links()}"
        self._click(fit[0])
        self._show("get", fit[0].get("href"))

    def fill(self, fields: Mapping[str, Any]) -> None:
        """Fill in fields by their names; a list ticks several, a path chooses a file."""
        for name, value in fields.items():
            values = value if isinstance(value, list) else [value]
            for each in values:
                self._fill(name, each)

    def untick(self, name: str, value: str) -> None:
        """Take a tick off."""
        box = self._field(name, value)
        assert box.has("checked"), (name, value, self.at)
        del box.attributes["checked"]
        self._click(box)

    def press(self, to: str = "", *, value: str = "") -> None:
        """Press the first button of a form that leads to such an address, and see what comes."""
        button, form = self._button(to, value)
        self._click(button)
        sent = self._sent(form, button)
        self._given.clear()
        method = (button.get("formmethod") or form.get("method") or "get").lower()
        address = button.get("formaction") or form.get("action") or self.at
        if method == "get":
            path = address.partition("#")[0].partition("?")[0]
            self._show("get", f"{path}?{urlencode(list(sent.items(multi=True)))}")
        else:
            self._show("post", address, data=sent)

    def search(self, words: str) -> None:
        """Search by the field that each page of staff has in its head."""
        (form,) = (each for each in self.page.all("form") if each.get("role") == "search")
        self.count.clicks += 1
        self.count.fields += 1
        self._show("get", f"{form.get('action')}?{urlencode({'q': words})}")

    def links(self) -> list[str]:
        """Return where the page's links lead, for whoever writes a journey."""
        return [_local(link.get("href")) for link in self.page.all("a")]

    def forms(self) -> list[str]:
        """Return the page's forms, for whoever writes a journey."""
        return [f"{_local(form.get('action'))} {[_named(e) for e in self._controls(form)]}"
                for form in self.page.all("form")]  # fmt: skip

    def says(self, *texts: str) -> None:
        """Fail where the page lacks one of these, which somebody in the journey wrote."""
        seen = " ".join(self._part("main").text.split())
        for text in texts:
            assert text in seen, (text, self.at, seen)

    def _part(self, tag: str) -> Element:
        return next(self.page.all(tag), self.page) if tag else self.page

    def _show(self, method: str, address: str, **sent: Any) -> None:
        address = urljoin(f"{SITE}{self.at}", address)
        languages = {"Accept-Language": "zh-CN" if self.language == "zh" else "en-GB"}
        ask = getattr(self.client, method)
        answer = ask(_local(address), headers={**HEADERS, **languages}, **sent)
        while answer.status_code in (301, 302, 303):
            address = urljoin(address, answer.headers["Location"])
            answer = self.client.get(_local(address), headers={**HEADERS, **languages})
        page = answer.get_data(as_text=True)
        self.count.pages += 1
        self.at, self.page, self.source = _local(address), read(page), page
        self._given.clear()
        self._opened.clear()
        said = [each.text.split() for each in self.page.all("li", "h1") if _is_said(each)]
        assert answer.status_code == 200, (answer.status_code, self.at, said)
        (whole,) = self.page.all("html")
        assert whole.get("lang").startswith(self.language), (whole.get("lang"), self.at)

    def _click(self, element: Element, *, typed: bool = False) -> None:
        """Count the click or the field, and each click that opens what it is folded into."""
        folds = {id(fold) for fold in element.folds} - self._opened
        self._opened |= folds
        self.count.clicks += len(folds) + (not typed)
        self.count.fields += typed

    def _fill(self, name: str, value: Any) -> None:
        control = self._field(name, value)
        if control.tag == "select":
            offered = [each.get("value") for each in control.all("option")]
            assert str(value) in offered, (name, value, offered, self.at)
        self._click(control, typed=control.tag != "select" and control.get("type") not in CHOSEN)
        given = self._given.setdefault(name, [])
        if control.get("type") in ("checkbox", "file"):
            given.append(value)
        else:
            given[:] = [value]

    def _field(self, name: str, value: Any) -> Element:
        for control in self._part("main").all("input", "select", "textarea"):
            kind = control.get("type")
            if control.get("name") != name or kind == "hidden" or control.is_hidden:
                continue
            if kind not in ("radio", "checkbox") or control.get("value") == str(value):
                return control
        raise AssertionError(f"no field {name}={value} on {self.at}: {self.forms()}")

    def _button(self, to: str, value: str) -> tuple[Element, Element]:
        forms = [*self._part("main").all("form"), *self.page.all("form")]
        for form in forms:
            for control in self._controls(form):
                if control.tag != "button" or control.get("type") in ("button", "reset"):
                    continue
                leads = _local(control.get("formaction") or form.get("action") or self.at)
                if value and value not in (control.get("value"), control.get("name")):
                    continue
                if leads.partition("?")[0].endswith(to) and not control.is_hidden:
                    return control, form
        raise AssertionError(f"no button to {to!r} {value!r} on {self.at}: {self.forms()}")

    def _controls(self, form: Element) -> list[Element]:
        return [each for each in self.page.all("input", "select", "textarea", "button")
                if (form in each.above() and not each.has("form"))
                or (each.has("form") and each.get("form") == form.get("id"))]  # fmt: skip

    def _sent(self, form: Element, button: Element) -> MultiDict[str, Any]:
        """Return what the browser sends: as the page has it, and as it was filled in."""
        sent: MultiDict[str, Any] = MultiDict()
        names = set()
        for control in self._controls(form):
            name = control.get("name")
            names.add(name)
            if not name or control.has("disabled"):
                continue
            for each in _value(control, self._given.get(name, ()), button):
                sent.add(name, each)
        lost = set(self._given) - names
        assert not lost, f"{lost} stand in another form than the button, on {self.at}"
        return sent


def _is_said(element: Element) -> bool:
    """Say whether the element is the page's heading, or stands in its summary of errors."""
    summary = any("error-summary" in over.get("class") for over in element.above())
    return element.tag == "h1" or summary


def _value(control: Element, given: Any, button: Element) -> list[Any]:
    kind, own = control.get("type"), control.get("value")
    if control.tag == "button":
        return [own] if control is button else []
    if kind == "file":
        return [(io.BytesIO(each.read_bytes()), each.name) for each in given]
    if kind == "checkbox":
        ticked = control.has("checked") or own in map(str, given)
        return [own or "on"] if ticked else []
    if kind == "radio":
        is_chosen = str(given[0]) == own if given else control.has("checked")
        return [own] if is_chosen else []
    if given:
        return [str(given[0])]
    if control.tag == "select":
        options = list(control.all("option"))
        chosen = [each for each in options if each.has("selected")] or options[:1]
        return [each.get("value") for each in chosen]
    return [control.text.removeprefix("\n") if control.tag == "textarea" else own]


def _local(address: str) -> str:
    """Return path and query of an address of ours, and another's as it is."""
    parts = urlsplit(address)
    if parts.netloc not in OURS:
        return address
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _named(control: Element) -> str:
    is_one_of_several = control.tag == "button" or control.get("type") in CHOSEN
    return control.get("name") + (f"={control.get('value')}" if is_one_of_several else "")


def file_in(folder: Path, name: str, data: bytes) -> Path:
    """Return a file to be chosen."""
    path = folder / name
    path.write_bytes(data)
    return path
