"""The dashboard: each figure as a chart, a table beside it, and a CSV file."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from complaints.console.pictures import Chart
from complaints.http import tables
from complaints.kit import charts
from complaints.kit.charts import Series
from complaints.kit.labels import label
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries import figures as asked
from complaints.queries import samples
from complaints.queries.figures import FigureView
from complaints.schemas.figures import FigureQuery

pages = Blueprint("dashboard", __name__, url_prefix="/console/dashboard")

# Months that a chart shows; the table and the file have them all.
_MONTHS = 36
TITLES = {
    "volumes": lazy_gettext("What came in, by month"),
    "outcomes": lazy_gettext("What became of it, by month of the outcome"),
    "time_to_decision": lazy_gettext("Days from filing to decision, by month of the decision"),
    "unfounded_by_right": lazy_gettext("Share refused or unfounded, by kind of right"),
    "unfounded_by_channel": lazy_gettext("Share refused or unfounded, by channel"),
    "open_by_deadline": lazy_gettext("Claims that wait for us, by deadline"),
    "flags": lazy_gettext("Flags by level"),
    "harm_avoided": lazy_gettext("Harm avoided by boycotts"),
    "missed_abuse": lazy_gettext("Abuse that the scan missed, by the monthly sample"),
}
HEADS: dict[str, LazyString] = {
    "month": lazy_gettext("Month"),
    "complaints": lazy_gettext("Complaints"),
    "claims": lazy_gettext("Claims"),
    "removed": lazy_gettext("Taken down"),
    "refused": lazy_gettext("Refused"),
    "withdrawn": lazy_gettext("Withdrawn"),
    "other": lazy_gettext("Otherwise closed"),
    "decisions": lazy_gettext("Decisions"),
    "median_days": lazy_gettext("Median days"),
    "p90_days": lazy_gettext("Nine of ten within (days)"),
    "right_kind": lazy_gettext("Kind of right"),
    "channel": lazy_gettext("Channel"),
    "decided": lazy_gettext("Decided"),
    "unfounded": lazy_gettext("Refused or unfounded"),
    "share": lazy_gettext("Share"),
    "due": lazy_gettext("Deadline"),
    "level": lazy_gettext("Level"),
    "open": lazy_gettext("Open"),
    "under_review": lazy_gettext("Under review"),
    "dismissed": lazy_gettext("Dismissed"),
    "confirmed": lazy_gettext("Confirmed"),
    "what": lazy_gettext("What"),
    "number": lazy_gettext("Number"),
}
DUE = {
    "overdue": lazy_gettext("Past it"),
    "day": lazy_gettext("Within a day"),
    "three_days": lazy_gettext("Within three days"),
    "week": lazy_gettext("Within a week"),
    "later": lazy_gettext("Later"),
    "no_clock": lazy_gettext("No clock"),
}
HARM = {
    "boycotts_in_force": lazy_gettext("Boycotts in force"),
    "complaints_kept": lazy_gettext("Complaints not processed because of a boycott"),
    "claims_kept": lazy_gettext("Claims in them"),
    "claims_taken_up": lazy_gettext("Of these, taken up later after all"),
    "listings_spared": lazy_gettext("Listings that stayed up by it"),
}
TONES = {
    "complaints": "teal", "claims": "blue", "removed": "green", "refused": "red",
    "withdrawn": "amber", "other": "grey", "median_days": "blue", "p90_days": "orange",
    "open": "blue", "under_review": "purple", "dismissed": "grey", "confirmed": "red",
    "share": "red", "number": "teal",
}  # fmt: skip
DRAWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "volumes": ("line", ("complaints", "claims")),
    "outcomes": ("stacked", ("removed", "refused", "withdrawn", "other")),
    "time_to_decision": ("line", ("median_days", "p90_days")),
    "unfounded_by_right": ("bar", ("share",)),
    "unfounded_by_channel": ("bar", ("share",)),
    "open_by_deadline": ("bar", ("claims",)),
    "flags": ("stacked", ("open", "under_review", "dismissed", "confirmed")),
}


@page(pages, "GET", "", who=STAFF)
def show(call: PageCall) -> Answer:
    """Show all figures, or one of them as a file."""
    query = call.query(FigureQuery)
    if "figure" in query and query.get("format") == "csv":
        figure = asked.get(call.session, call.actor, query["figure"], now=call.now)
        return tables.plain_csv_file(f"{figure.name}.csv", figure.columns, figure.rows)
    found = asked.find(call.session, call.actor, now=call.now)
    return call.render(
        "console/dashboard.html",
        figures=[(each, TITLES[each.name], _chart(each), _file(each)) for each in found],
        missed=samples.latest_estimate(call.session),
        harm=[
            (HARM[str(what)], number)
            for each in found
            if each.name == "harm_avoided"
            for what, number in each.rows
        ],
    )


def _file(figure: FigureView) -> str:
    return url_for("dashboard.show", figure=figure.name, format="csv")


def _chart(figure: FigureView) -> Chart | None:
    """Return a figure's chart; None where there is nothing to draw."""
    if figure.name not in DRAWN or not figure.rows:
        return None
    kind, names = DRAWN[figure.name]
    rows = figure.rows[-_MONTHS:]
    spots = {name: spot for spot, name in enumerate(figure.columns)}
    is_share = "share" in names
    series = [
        Series(str(HEADS[name]), [_number(row[spots[name]]) for row in rows], TONES[name])
        for name in names
    ]
    categories = [_category(figure.columns[0], str(row[0])) for row in rows]
    title = str(TITLES[figure.name])
    if kind == "line":
        svg = charts.lines(title, categories, series)
    else:
        svg = charts.bars(title, categories, series, percent=is_share)
    return Chart(
        title,
        svg,
        kind,
        [str(HEADS[name]) for name in figure.columns],
        [
            [_category(figure.columns[0], str(row[0])), *map(_cell, figure.columns[1:], row[1:])]
            for row in rows
        ],
        [(each.name, each.tone) for each in series] if len(series) > 1 else [],
        percent=is_share,
        only=[str(HEADS[name]) for name in names],
    )


def _category(column: str, value: str) -> str:
    if column == "due":
        return str(DUE[value])
    if column == "right_kind":
        return str(label(column, value)) if value else _("Not known")
    return value if column == "month" else str(label(column, value))


def _cell(column: str, value: object) -> str:
    number = _number(value)
    if number is None:
        return "–"
    return f"{number * 100:.1f} %" if column == "share" else charts.number(number)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
