"""The dashboard: each figure as a chart, a table beside it, and a CSV file."""

from __future__ import annotations

from flask import Blueprint, url_for

from complaints.console.findings.life_lines import STANDING, UNDONE
from complaints.console.findings.pictures import Chart
from complaints.http import health, tables
from complaints.http.languages import current, say_here
from complaints.kit import charts
from complaints.kit.charts import Series
from complaints.kit.navigation import MenuPlace
from complaints.kit.pages import STAFF, Answer, PageCall, page
from complaints.queries.findings import figures as figure_queries
from complaints.queries.findings import samples
from complaints.queries.findings.figures import FigureView
from complaints.queries.policy import policy_drafts
from complaints.schemas.findings.figures import FigureQuery
from complaints.words import Message, in_context
from complaints.words import message as _
from complaints.words.labels import label

pages = Blueprint("dashboard", __name__, url_prefix="/console/dashboard")

# Months that a chart shows; the table and the file have them all.
_MONTHS = 36
TITLES = {
    "volumes": _("What came in, by month"),
    "outcomes": _("What became of it, by month of the outcome"),
    "time_to_decision": _("Days from filing to decision, by month of the decision"),
    "days_down": _("Days that listings were down, by month"),
    "unfounded_by_right": _("Share refused or unfounded, by kind of right"),
    "unfounded_by_channel": _("Share refused or unfounded, by channel"),
    "open_by_deadline": _("Claims waiting for us, by deadline"),
    "flags": _("Flags by level"),
    "harm_avoided": _("Harm avoided by boycotts"),
    "missed_abuse": _("Abuse that the scan missed, by the monthly sample"),
}
HEADS: dict[str, Message] = {
    "month": _("Month"),
    "complaints": _("Complaints"),
    "claims": _("Claims"),
    "removed": _("Taken down"),
    "refused": _("Refused"),
    "withdrawn": _("Withdrawn"),
    "other": _("Otherwise closed"),
    "decisions": _("Decisions"),
    "median_days": _("Median days"),
    "p90_days": _("9 in 10 decided within (days)"),
    "undone": UNDONE,
    "standing": STANDING,
    "right_kind": _("Kind of right"),
    "channel": _("Channel"),
    "decided": _("Decided"),
    "unfounded": _("Refused or unfounded"),
    "share": _("Share"),
    "due": _("Deadline"),
    "level": _("Level"),
    "open": _("Open"),
    "under_review": _("Under review"),
    "dismissed": _("Dismissed"),
    "confirmed": _("Confirmed"),
    "what": _("What"),
    "number": in_context("count", "Number"),
}
DUE = {
    "overdue": _("Overdue"),
    "day": _("Within a day"),
    "three_days": _("Within three days"),
    "week": _("Within a week"),
    "later": _("Later"),
    "no_clock": _("No deadline"),
    "imported": _("Left undecided by an import, not in the queue"),
}
HARM = {
    "boycotts_in_force": _("Boycotts in force"),
    "complaints_kept": _("Complaints not processed because of a boycott"),
    "claims_kept": _("Claims in them"),
    "claims_taken_up": _("Of these, processed later after all"),
    "listings_spared": _("Listings that stayed up because of it"),
    "listings_put_right": _("Listings put right that were taken down before"),
    "days_put_right": _("Days for which those listings had been off sale"),
}
TONES = {
    "complaints": "teal", "claims": "blue", "removed": "green", "refused": "red",
    "withdrawn": "amber", "other": "grey", "median_days": "blue", "p90_days": "orange",
    "open": "blue", "under_review": "purple", "dismissed": "grey", "confirmed": "red",
    "share": "red", "number": "teal", "undone": "red", "standing": "green",
}  # fmt: skip
DRAWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "volumes": ("line", ("complaints", "claims")),
    "outcomes": ("stacked", ("removed", "refused", "withdrawn", "other")),
    "time_to_decision": ("line", ("median_days", "p90_days")),
    "days_down": ("stacked", ("undone", "standing")),
    "unfounded_by_right": ("bar", ("share",)),
    "unfounded_by_channel": ("bar", ("share",)),
    "open_by_deadline": ("bar", ("claims",)),
    "flags": ("stacked", ("open", "under_review", "dismissed", "confirmed")),
}


@page(pages, "GET", "", who=STAFF, menu=MenuPlace("records", 80, "dashboard", _("Dashboard")))
def show_dashboard(call: PageCall) -> Answer:
    """Show all figures, or one of them as a file."""
    query = call.query(FigureQuery)
    if "figure" in query and query.get("format") == "csv":
        figure = figure_queries.get_figure(call.work, query["figure"])
        return tables.csv_file(f"{figure.name}.csv", figure.columns, figure.rows)
    figures = figure_queries.find_figures(call.work)
    return call.render(
        "console/findings/dashboard.html",
        troubles=health.concerning_work(),
        drafts=policy_drafts.waiting_for(call.work),
        figures=[
            (figure, TITLES[figure.name], _chart(figure), _file(figure)) for figure in figures
        ],
        missed=samples.latest_estimate(call.session),
        harm=[
            (HARM[str(what)], number)
            for figure in figures
            if figure.name == "harm_avoided"
            for what, number in figure.rows
        ],
    )


def _file(figure: FigureView) -> str:
    return url_for("dashboard.show_dashboard", figure=figure.name, format="csv")


def _chart(figure: FigureView) -> Chart | None:
    """Return a figure's chart; None where there is nothing to draw."""
    if figure.name not in DRAWN or not figure.rows:
        return None
    kind, names = DRAWN[figure.name]
    rows = figure.rows[-_MONTHS:]
    spots = {name: spot for spot, name in enumerate(figure.columns)}
    is_share = "share" in names
    series = [
        Series(say_here(HEADS[name]), [_number(row[spots[name]]) for row in rows], TONES[name])
        for name in names
    ]
    categories = [_category(figure.columns[0], str(row[0])) for row in rows]
    title = say_here(TITLES[figure.name])
    if kind == "line":
        svg = charts.lines(title, categories, series)
    else:
        svg = charts.bars(title, categories, series, percent=is_share)
    return Chart(
        title,
        svg,
        kind,
        [say_here(HEADS[name]) for name in figure.columns],
        [
            [_category(figure.columns[0], str(row[0])), *map(_cell, figure.columns[1:], row[1:])]
            for row in rows
        ],
        [(one.name, one.tone) for one in series] if len(series) > 1 else [],
        percent=is_share,
        only=[say_here(HEADS[name]) for name in names],
    )


def _category(column: str, value: str) -> str:
    if column == "due":
        return say_here(DUE[value])
    if column == "right_kind":
        return say_here(label(column, value) if value else _("Not known"))
    if column == "month":
        return current().month(value, brief=True)
    return say_here(label(column, value))


def _cell(column: str, value: object) -> str:
    number = _number(value)
    if number is None:
        return "–"
    return current().percent(number, 1) if column == "share" else charts.number(number)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
