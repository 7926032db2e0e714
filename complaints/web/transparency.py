"""What our decisions came to, year by year, for anybody: as a page, as CSV and as JSON.

DSA Art. 15(1), 24(1), and what no law asks for. Counted once a day, up to the end of the day
before (`http/daily.py`).
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Final

from flask import Blueprint as Pages
from flask import Response, current_app, json

from complaints.http.daily import Daily
from complaints.http.languages import current, say_here
from complaints.kit import charts
from complaints.kit.charts import Series
from complaints.kit.pages import ANYONE, Answer, PageCall, page
from complaints.queries.law.published_figures import PublishedFigures, find_published
from complaints.rules.law.holding_back import SMALL
from complaints.rules.law.transparency import published, published_years
from complaints.schemas.law.published_figures import YearQuery
from complaints.web import published_tables
from complaints.web.published_tables import FiguresTable
from complaints.words import message as _

pages = Pages("transparency", __name__, url_prefix="/transparency")
_KEPT: Final = "cleanhands.published"
# Seconds for which whoever fetched a file need not ask again.
_FRESH: Final = 3_600


@page(pages, "GET", "", who=ANYONE)
def show_figures(call: PageCall) -> Answer:
    """Show a year; where none is chosen, the newest, with the one before it in short."""
    today = call.now.date()
    years = published_years(today)
    chosen = call.query(YearQuery).get("year")
    figures = _figures(call, chosen or years[-1])
    shown = [figures]
    if chosen is None and len(years) > 1:
        shown.insert(0, _figures(call, years[-2]))
    months = published_tables.by_month(figures)
    return call.render(
        "web/transparency/show.html",
        year=figures.period.since.year,
        years=[(number, _is_whole(number, today)) for number in reversed(years)],
        figures=figures,
        shown=[(each.period.since.year, each.period.last_day) for each in shown],
        short=published_tables.in_short(shown),
        statutory=published_tables.statutory(figures),
        beyond=published_tables.beyond(figures),
        months=months,
        drawn=_draw_months(months),
        small=SMALL,
    )  # fmt: skip


@page(pages, "GET", "/figures.csv", who=ANYONE)
def download_csv(call: PageCall) -> Answer:
    """Give a year as CSV: a number a line, with the names of its table, row and column."""
    figures = _asked(call)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(("since", "until", "table", "row", "column", "value"))
    period = (figures.period.since.date(), figures.period.last_day)
    for line in published_tables.in_lines(published_tables.all_of(figures)):
        lines.writerow((*period, *line))
    return _file(text.getvalue(), "text/csv", f"transparency-{period[0].year}.csv")


@page(pages, "GET", "/figures.json", who=ANYONE)
def download_json(call: PageCall) -> Answer:
    """Give a year as JSON: tables, in them rows, in them numbers, by their names."""
    figures = _asked(call)
    tables = {
        table.name: {
            row.name: dict(zip((name for name, _title in table.heads), row.cells, strict=True))
            for row in table.rows
        }
        for table in published_tables.all_of(figures)
    }
    period = figures.period
    whole = {"since": str(period.since.date()), "until": str(period.last_day), "tables": tables}
    name = f"transparency-{period.since.year}.json"
    return _file(json.dumps(whole, indent=1), "application/json", name)


def _asked(call: PageCall) -> PublishedFigures:
    chosen = call.query(YearQuery).get("year")
    return _figures(call, chosen or published_years(call.now.date())[-1])


def _figures(call: PageCall, number: int) -> PublishedFigures:
    today = call.now.date()
    period = published(number, today=today)
    kept: Daily[PublishedFigures] = current_app.extensions.setdefault(_KEPT, Daily())
    return kept.read(number, today, lambda: find_published(call.session, period))


def _is_whole(number: int, today: date) -> bool:
    return number < today.year


def _draw_months(months: FiguresTable | None) -> str | None:
    """Return the sums of the months as bars; those held back have none."""
    if months is None:
        return None
    rows = months.rows[:-1]
    return charts.bars(
        say_here(_("Listings complained of, by month")),
        [current().month(row.name, brief=True) for row in rows],
        [Series(say_here(_("Listings")), [row.cells[-1] for row in rows], "blue")],
    )


def _file(text: str, mimetype: str, name: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # The same for everybody.
    response.headers["Cache-Control"] = f"public, max-age={_FRESH}"
    return response
