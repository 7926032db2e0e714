"""The picture of a backtest: an SVG of bars by month, readable in print and by a screen reader.

What was spared stands above the line and what was wronged hangs below it, so that nobody needs the
colours. Drawing only; it knows no rule and no name of a filer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from abuse.backtest.results import Backtest, MonthRow, Replay
from abuse.words import ENGLISH, Catalogue, Message
from abuse.words import backtest as words
from abuse.words.names import name

# What a bar counts, and its colour: Okabe and Ito's, told apart by the colour-blind.
FILERS = {"warned": "#e69f00", "boycotted": "#0072b2"}
COMPLAINTS = {"spared": "#009e73", "unknown": "#bdbdbd", "wronged": "#d55e00"}
CALLED = {"warned": words.WARNED, "boycotted": words.BOYCOTTED, **words.ENDS}
WIDE, TALL, LEFT, GAP, TOP = 560, 190, 64, 56, 96
FONT = "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"


def picture(result: Backtest, language: Catalogue = ENGLISH) -> str:
    """Draw: one column a policy, two panels each, all columns to one scale."""
    width = LEFT + len(result.replays) * (WIDE + GAP)
    height = TOP + 2 * (TALL + GAP)
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}",
            "width": str(width), "height": str(height), "role": "img",
            "aria-labelledby": "title desc", "font-family": FONT,
        },
    )  # fmt: skip
    title = language.say(words.title(str(result.first), str(result.last)))
    SubElement(svg, "title", id="title").text = title
    SubElement(svg, "desc", id="desc").text = " ".join(
        language.say(_outcome(replay)) for replay in result.replays
    )
    SubElement(svg, "rect", width="100%", height="100%", fill="#ffffff")
    _text(svg, LEFT, 30, title, size=20)
    rows = list(chain.from_iterable(replay.months for replay in result.replays))
    most = max(max(row.warned, row.boycotted) for row in rows)
    up = max(row.stopped.complaints.spared + row.stopped.complaints.unknown for row in rows)
    down = max(row.stopped.complaints.wronged for row in rows)
    for place, replay in enumerate(result.replays):
        x, months = LEFT + place * (WIDE + GAP), replay.months
        _text(svg, x, 58, language.fact(name(words.POLICIES, replay.name)), size=15)
        _filers(
            _Panel.of(svg, language, words.OF_FILERS, FILERS, x, TOP, (0, most), months), months
        )
        y = TOP + TALL + GAP
        span = (-down, up)
        _complaints(
            _Panel.of(svg, language, words.COMPLAINTS_STOPPED, COMPLAINTS, x, y, span, months),
            months,
        )
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n"


def _outcome(replay: Replay) -> Message:
    total, split = replay.total, replay.total.stopped.complaints
    met = total.warned, total.boycotted, total.wronged
    return words.outcome(replay.name, met, (split.spared, split.wronged, split.unknown))


def _filers(panel: _Panel, rows: Sequence[MonthRow]) -> None:
    for spot, row in enumerate(rows):
        for place, count in enumerate((row.warned, row.boycotted)):
            kind = tuple(FILERS)[place]
            panel.bar(spot + 0.14 + 0.36 * place, 0.36, 0, count, kind, f"{row.month}")


def _complaints(panel: _Panel, rows: Sequence[MonthRow]) -> None:
    for spot, row in enumerate(rows):
        split, month = row.stopped.complaints, f"{row.month}"
        known = split.spared
        panel.bar(spot + 0.14, 0.72, 0, known, "spared", month)
        panel.bar(spot + 0.14, 0.72, known, known + split.unknown, "unknown", month)
        panel.bar(spot + 0.14, 0.72, 0, -split.wronged, "wronged", month)


@dataclass(frozen=True)
class _Panel:
    """A frame with gridlines; bars are placed in it by month and value."""

    group: Element
    language: Catalogue
    colours: dict[str, str]
    x: float
    y: float
    step: float
    low: int
    high: int

    @classmethod
    def of(
        cls,
        svg: Element,
        language: Catalogue,
        title: Message,
        colours: dict[str, str],
        x: float,
        y: float,
        span: tuple[int, int],
        rows: Sequence[MonthRow],
    ) -> _Panel:
        tick = _tick(span[1] - span[0])
        low = -tick * math.ceil(-span[0] / tick)
        high = tick * max(math.ceil(span[1] / tick), 1)
        panel = cls(SubElement(svg, "g"), language, colours, x, y, WIDE / len(rows), low, high)
        panel.name(language.say(title))
        panel.grid(range(low, high + 1, tick), rows)
        return panel

    def at(self, value: float) -> float:
        return self.y + TALL * (self.high - value) / (self.high - self.low)

    def name(self, name: str) -> None:
        """The panel's name and what its colours mean, above it."""
        _text(self.group, self.x, self.y - 12, name, size=12)
        right = self.x + WIDE - 94 * len(self.colours)
        for kind, colour in self.colours.items():
            box = {"x": _n(right), "y": _n(self.y - 22), "width": "12", "height": "12"}
            SubElement(self.group, "rect", box, fill=colour)
            _text(self.group, right + 16, self.y - 12, self.language.say(CALLED[kind]), size=12)
            right += 94

    def grid(self, values: Sequence[int], rows: Sequence[MonthRow]) -> None:
        for value in values:
            line = {"x1": _n(self.x), "x2": _n(self.x + WIDE)}
            line |= {"y1": _n(self.at(value)), "y2": _n(self.at(value))}
            SubElement(self.group, "line", line, stroke="#dddddd" if value else "#333333")
            label = self.language.fact(abs(value))
            _text(self.group, self.x - 6, self.at(value) + 4, label, size=11, anchor="end")
        every = math.ceil(len(rows) / 9)
        for spot in range(0, len(rows), every):
            middle, label = self.x + (spot + 0.5) * self.step, str(rows[spot].month)
            _text(self.group, middle, self.y + TALL + 16, label, size=11, anchor="middle")

    def bar(self, left: float, wide: float, foot: int, top: int, kind: str, month: str) -> None:
        """A bar from one value to another, in months from the left; none where they are equal."""
        if foot == top:
            return
        place = {
            "x": _n(self.x + left * self.step), "width": _n(wide * self.step),
            "y": _n(self.at(max(foot, top))), "height": _n(abs(self.at(foot) - self.at(top))),
        }  # fmt: skip
        bar = SubElement(self.group, "rect", place, fill=self.colours[kind])
        count = self.language.fact(abs(top - foot))
        SubElement(bar, "title").text = f"{month}: {count} {self.language.say(CALLED[kind])}"


def _tick(span: int) -> int:
    """A round step that gives about five gridlines; 1, 2 or 5 times a power of ten.

    Examples
    --------
    >>> [_tick(span) for span in (0, 4, 12, 90, 480)]
    [1, 1, 5, 20, 100]
    """
    rough = max(span / 5, 1)
    power: int = 10 ** int(math.log10(rough))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= rough)


def _text(
    parent: Element, x: float, y: float, text: str, *, size: int, anchor: str = "start"
) -> None:
    place = {"x": _n(x), "y": _n(y), "font-size": str(size), "text-anchor": anchor}
    SubElement(parent, "text", place, fill="#111111").text = text


def _n(value: float) -> str:
    return f"{value:.1f}"
