"""Charts of casework: months of a store or a filer, and a filer in its funnel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from complaints.http.languages import current, say_here
from complaints.kit import charts
from complaints.kit.charts import Series
from complaints.queries.findings.months import Month
from complaints.queries.findings.standing import Funnel
from complaints.words import Message, counted
from complaints.words import message as _

# Months that a chart shows: the last so many.
_MONTHS = 36
# What is drawn of a month: its name, its attribute, its tone.
Part = tuple[Message, str, str]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: what is drawn, its legend, and the rows of the table beside it.

    `kind` and `data` are for the script, which draws the columns named in `only` (all, where none
    are); `heads` name the table's columns.
    """

    title: str
    svg: Markup
    kind: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    legend: Sequence[tuple[str, str]]
    data: str | None = None
    percent: bool = False
    only: Sequence[str] = ()


def months_chart(title: Message, months: Sequence[Month]) -> Chart | None:
    """Return claims by the month of their end and their outcome; None where there is none."""
    parts = (
        (_("Taken down"), "removed", "green"),
        (_("Refused"), "refused", "red"),
        (_("Withdrawn"), "withdrawn", "amber"),
        (_("Otherwise closed"), "other", "grey"),
    )
    return stacked(title, months, parts)


def stacked(title: Message, months: Sequence[Any], parts: Sequence[Part]) -> Chart | None:
    """Return the last months, each with its parts on top of each other; None where there is no
    month."""
    shown = months[-_MONTHS:]
    if not shown:
        return None
    series = [
        Series(say_here(name), [round(getattr(each, key), 1) for each in shown], tone)
        for name, key, tone in parts
    ]
    names = [current().month(month.month, brief=True) for month in shown]
    text = say_here(title)
    return Chart(
        text,
        charts.bars(text, names, series),
        "stacked",
        [say_here(_("Month")), *(one.name for one in series)],
        [[name, *(one.values[i] for one in series)] for i, name in enumerate(names)],
        [(one.name, one.tone) for one in series],
    )


def filed_chart(title: Message, months: Sequence[Month]) -> Chart | None:
    """Return what was filed by month; None where there is none."""
    shown = months[-_MONTHS:]
    if not shown:
        return None
    series = Series(say_here(_("Filed")), [month.filed for month in shown], "blue")
    names = [current().month(month.month, brief=True) for month in shown]
    text = say_here(title)
    return Chart(
        text,
        charts.bars(text, names, [series]),
        "bar",
        [say_here(_("Month")), series.name],
        [[name, month.filed] for name, month in zip(names, shown, strict=True)],
        [],
    )


def funnel_chart(title: Message, funnel: Funnel, here: str) -> Chart:
    """Return a filer among all of its kind, with the control limits."""
    across = say_here(_("Comparable claims (weight)"))
    limits = [
        (limit.weight, limit.low, limit.high, limit.far_low, limit.far_high)
        for limit in funnel.limits
    ]
    text = say_here(title)
    svg = charts.funnel(
        text, funnel.points, limits, funnel.peer_share, funnel.mine, across=across, here=here
    )
    usual, far = say_here(_("95 of 100 honest filers")), say_here(_("998 of 1,000 honest filers"))
    return Chart(
        text,
        svg,
        "funnel",
        [
            say_here(_("Weight")),
            say_here(_("Low")),
            say_here(_("High")),
            say_here(_("High (998 of 1,000)")),
        ],
        [
            [
                charts.number(limit.weight),
                *(current().percent(v) for v in (limit.low, limit.high, limit.far_high)),
            ]
            for limit in funnel.limits
        ],
        [(usual, "amber"), (far, "red")],
        json.dumps(_data(funnel, here, across, usual, far), ensure_ascii=True).replace(
            "<", "\\u003c"
        ),
        percent=True,
    )


def _data(funnel: Funnel, here: str, across: str, usual: str, far: str) -> dict[str, object]:
    points: list[dict[str, object]] = [
        {
            "x": weight,
            "y": share,
            "name": say_here(counted("%(num)s filer", "%(num)s filers", int(filers))),
        }
        for weight, share, filers in funnel.points
    ]
    if funnel.mine is not None:
        points.append({"x": funnel.mine[0], "y": funnel.mine[1], "name": here, "here": True})
    limits = funnel.limits
    return {
        "kind": "funnel",
        "points": points,
        "x_name": across,
        "y_name": say_here(_("Share refused or unfounded")),
        "limits": [
            _limit(usual, "amber", [(limit.weight, limit.high) for limit in limits]),
            _limit(far, "red", [(limit.weight, limit.far_high) for limit in limits]),
            _limit(
                say_here(_("Mean of honest filers")),
                "grey",
                [(limit.weight, funnel.peer_share) for limit in limits],
            ),
        ],
    }


def _limit(name: str, tone: str, points: list[tuple[float, float]]) -> dict[str, object]:
    return {"name": name, "tone": tone, "points": points}
