"""Times on lanes, drawn on the server as SVG: a lane a kind, one axis of time below.

Like `charts`, it holds no style and no script, draws what it is given, and queries nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from complaints.http.languages import current
from complaints.kit.charts import WIDTH

_LEFT, _RIGHT, _LANE, _AXIS = 8, 8, 38, 26
_BAR, _LEAST, _EDGE = 12, 4.0, 30
# Texts below the axis are left out where they would touch.
_LABELS = 10
# A month as a unit of the axis, near enough for the place of its text.
_MONTH = timedelta(days=30.44)
# Where a moment stands from left to right.
Place = Callable[[datetime], float]


@dataclass(frozen=True, slots=True)
class Lane:
    """A name, a tone, and what stands on it: from when to when, and what is said of it."""

    name: str
    tone: str
    spans: Sequence[tuple[datetime, datetime, str]]


def lanes(title: str, drawn: Sequence[Lane]) -> Markup:
    """Return the drawing of at least one lane, each with at least one span."""
    first = min(span[0] for lane in drawn for span in lane.spans)
    last = max(span[1] for lane in drawn for span in lane.spans)
    scale = (WIDTH - _LEFT - _RIGHT) / max((last - first).total_seconds(), 1.0)

    def x(moment: datetime) -> float:
        return _LEFT + (moment - first).total_seconds() * scale

    height = _LANE * len(drawn) + _AXIS
    parts = _axis(first, last, height, x)
    for place, lane in enumerate(drawn):
        top = _LANE * place
        parts.append(
            Markup('<text class="ch-svg__lane" x="{}" y="{}">{}</text>').format(
                _LEFT, top + 14, lane.name
            )
        )
        for since, until, said in lane.spans:
            width = max(x(until) - x(since), _LEAST)
            left = min(x(since), WIDTH - _RIGHT - width)
            parts.append(
                Markup(
                    '<rect class="ch-svg__{}" x="{:.1f}" y="{}" width="{:.1f}" height="{}" rx="2">'
                    "<title>{}: {}</title></rect>"
                ).format(lane.tone, left, top + 20, width, _BAR, lane.name, said)
            )
    return Markup(
        '<svg class="ch-svg" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, height, title, Markup("").join(parts))


def _axis(
    first: datetime, last: datetime, height: int, x: Callable[[datetime], float]
) -> list[Markup]:
    """Return the months, or some of them, with a line through all lanes."""
    months = max(int((last - first) / _MONTH), 1)
    every = -(-months // _LABELS)
    spots, month = [], first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while month <= last:
        if month >= first:
            spots.append(month)
        for _step in range(every):
            month = (month + timedelta(days=32)).replace(day=1)
    return [
        Markup(
            '<line class="ch-svg__grid" x1="{0:.1f}" x2="{0:.1f}" y1="0" y2="{1}"/>'
            '<text class="ch-svg__label" x="{0:.1f}" y="{2}" text-anchor="{4}">{3}</text>'
        ).format(
            x(spot),
            height - _AXIS,
            height - 8,
            current().month(f"{spot:%Y-%m}", brief=True),
            _anchor(x(spot)),
        )
        for spot in spots
    ]


def _anchor(spot: float) -> str:
    """Return how a text stands to its spot, so that none is cut off at an edge."""
    if spot < _EDGE:
        return "start"
    return "end" if spot > WIDTH - _EDGE else "middle"
