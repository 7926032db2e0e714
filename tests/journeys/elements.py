"""A page's elements as a browser without scripts has them: links, forms, fields, buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
# What ends when its like begins, or its parent ends.
LOOSE = {"option", "li", "p", "dt", "dd", "tr", "td", "th"}


@dataclass(eq=False)
class Element:
    """One element: its attributes, what it stands in, and what stands in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    inside: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.attributes

    def all(self, *tags: str) -> Iterator[Element]:
        """Give the elements of these tags within, in the page's order."""
        for each in self.inside:
            if isinstance(each, Element):
                if not tags or each.tag in tags:
                    yield each
                yield from each.all(*tags)

    def above(self) -> Iterator[Element]:
        """Give what it stands in, the nearest first."""
        one = self.parent
        while one is not None:
            yield one
            one = one.parent

    @property
    def text(self) -> str:
        parts = (each if isinstance(each, str) else each.text for each in self.inside)
        return "".join(parts)

    @property
    def is_hidden(self) -> bool:
        return any(each.has("hidden") for each in (self, *self.above()))

    @property
    def folds(self) -> list[Element]:
        """The closed details that one must open to see it."""
        shut = [each for each in self.above() if each.tag == "details" and not each.has("open")]
        in_summary = self.tag == "summary" or any(each.tag == "summary" for each in self.above())
        return shut[1:] if in_summary else shut


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._at = Element("", {}, None)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in LOOSE and self._at.tag == tag and self._at.parent:
            self._at = self._at.parent
        made = Element(tag, {name: value or "" for name, value in attributes}, self._at)
        self._at.inside.append(made)
        if tag not in VOID:
            self._at = made

    def handle_endtag(self, tag: str) -> None:
        for one in (self._at, *self._at.above()):
            if one.tag == tag and one.parent:
                self._at = one.parent
                return

    def handle_data(self, data: str) -> None:
        self._at.inside.append(data)


def read(page: str) -> Element:
    """Return what all of the page stands in."""
    reader = _Reader()
    reader.feed(page)
    return reader.root
