"""The history of an account or of a store as a picture, with the same as a table beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from complaints.base.clock import month_after
from complaints.console.findings.pictures import Chart, stacked
from complaints.http.languages import current, say_here
from complaints.kit.charts import WIDTH
from complaints.queries.findings.life_lines import LifeLine, Time
from complaints.queries.sellers.downtimes import DownMonth
from complaints.words import Message
from complaints.words import message as _

# One word each for days down, wherever they are drawn.
UNDONE = _("Undone later: reinstated, withdrawn or unfounded")
STANDING = _("Not undone so far")
KINDS = {
    "filed": (_("Filed complaints"), "blue"),
    "flagged": (_("Flagged"), "amber"),
    "warned": (_("Warned"), "orange"),
    "bound": (_("Complaints not processed"), "red"),
    "complained_of": (_("Complained about"), "blue"),
    "down": (_("A listing was down"), "red"),
    "answered": (_("The seller answered"), "green"),
    "demanded": (_("The seller was asked for money"), "magenta"),
}


def life_chart(title: Message, lines: Sequence[LifeLine], now: datetime) -> Chart | None:
    """Return what happened when, a lane a kind; None where nothing has."""
    if not lines:
        return None
    drawn = [
        Lane(
            say_here(KINDS[line.kind][0]),
            KINDS[line.kind][1],
            [(each.since, _until(each, now), say_here(_said(each))) for each in line.times],
        )
        for line in lines
    ]
    text = say_here(title)
    return Chart(
        text,
        lanes(text, drawn),
        "lanes",
        [say_here(_("What")), say_here(_("From")), say_here(_("Until"))],
        [
            [say_here(KINDS[line.kind][0]), current().brief(each.since.date()), _end(each)]
            for line in lines
            for each in line.times
        ],
        [],
    )


def days_chart(title: Message, months: Sequence[DownMonth]) -> Chart | None:
    """Return the days that listings were down by month; None where there were none."""
    return stacked(title, months, ((UNDONE, "undone", "red"), (STANDING, "standing", "green")))


def _until(time: Time, now: datetime) -> datetime:
    return max(time.since, now) if time.until is None else time.until


def _end(time: Time) -> str:
    return "–" if time.until is None else current().brief(time.until.date())


def _said(time: Time) -> Message:
    since = time.since.date()
    if time.until is None:
        return _("since %(day)s", day=since)
    if time.until.date() == since:
        return _("%(day)s", day=since)
    return _("%(first)s to %(last)s", first=since, last=time.until.date())


_LEFT, _RIGHT, _LANE, _AXIS = 8, 8, 38, 26
_BAR, _LEAST, _EDGE = 12, 4.0, 30
# Texts below the axis are left out where they would touch.
_LABELS = 10
# A month as a unit of the axis, near enough for the place of its text.
_MONTH = timedelta(days=30.44)


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
            month = month_after(month)
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
