"""Orders of authorities in the figures of a year, counted from their rows and from the ledger."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import select

from complaints.exporters.transparency import files_of
from complaints.models import LedgerEntry
from complaints.queries.law.official_order_figures import count_official_orders
from complaints.queries.law.published_figures import find_published
from complaints.rules.law.official_orders import OfficialEffect, OfficialOrderKind
from complaints.rules.law.regimes.european_union import MEMBERS
from complaints.rules.law.transparency import CATEGORIES, ORDER_FIGURES, Period
from complaints.services.law import official_orders
from complaints.storage.db import Database
from complaints.web.published_tables import statutory
from tests.services.decisions.desk import Desk
from tests.services.law.test_official_orders import DAY, Case

TABLE = "3_member_states_orders.csv"
ACT, INFORM = OfficialOrderKind.ACT, OfficialOrderKind.INFORM


@pytest.fixture
def case(database: Database, now: datetime) -> Case:
    """Orders of Germany and Austria; two count nowhere: a void one, and a third country's."""
    case = Case(Desk(database, now))
    today = case.today
    near, far, late = (
        case.enter(reference=str(days), received_on=today - days * DAY) for days in (2, 6, 9)
    )
    case.desk.do(official_orders.note_receipt, case.ann, far.id, on=today - 5 * DAY)
    case.answer(near)
    case.answer(far, effect_on=today - 2 * DAY)
    no = OfficialEffect.NOT_GIVEN
    asked = case.enter(
        reference="i", kind=INFORM, country="AT", received_on=today - DAY, not_before=today
    )
    case.answer(asked, effect=no, effect_on=None, why="It names nobody.")
    void = case.enter(reference="v")
    case.desk.do(official_orders.void_order, case.ann, void.id, why="Twice.")
    case.answer(case.enter(reference="s", country="CH"))
    assert late.answered_on is None
    return case


def period(first: date, last: date) -> Period:
    midnight = datetime.min.time()
    return Period(
        datetime.combine(first, midnight, UTC), datetime.combine(last + DAY, midnight, UTC)
    )


def kinds(case: Case, since: date, until: date, country: str | None = None) -> Any:
    with case.desk.database.reading() as session:
        figures = count_official_orders(session, period(since, until))
    assert len(figures) == len(CATEGORIES) * (len(MEMBERS) + 1)
    (total,) = [
        each for each in figures if (each.category.label, each.country) == ("TOTAL", country)
    ]
    return {
        kind: (each.received, each.inform_hours, each.effect_hours)
        for kind, each in total.kinds.items()
    }


def test_a_period_has_the_orders_that_came_in_it(case: Case) -> None:
    today = case.today
    year = today - 30 * DAY, today
    assert kinds(case, *year) == {ACT: (3, 36.0, 72.0), INFORM: (1, 24.0, None)}
    assert kinds(case, *year, "DE") == {ACT: (3, 36.0, 72.0), INFORM: (0, None, None)}
    assert kinds(case, *year, "AT") == {ACT: (0, None, None), INFORM: (1, 24.0, None)}
    assert kinds(case, today - 5 * DAY, today)[ACT] == (1, 48.0, 48.0)
    assert kinds(case, today - 6 * DAY, today)[ACT] == (2, 36.0, 72.0)
    # What was answered only after the last day is in no median.
    assert kinds(case, today - 9 * DAY, today - 6 * DAY)[ACT] == (2, None, None)
    assert kinds(case, today - 9 * DAY, today - 5 * DAY)[ACT] == (2, 24.0, None)


def test_the_ledger_says_the_same(case: Case) -> None:
    with case.desk.database.reading() as session:
        entries = session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.subject == "official_order")
            .order_by(LedgerEntry.id)
        ).all()
    orders: dict[int, dict[str, Any]] = {}
    for entry in entries:
        orders.setdefault(entry.subject_id, {})[entry.verb] = entry.facts
    counted: dict[str, list[tuple[Any, Any]]] = {ACT: [], INFORM: []}
    for steps in orders.values():
        entered, answer = steps["entered_order"], steps.get("answered_order", {})
        if "voided_order" in steps or entered["country"] not in MEMBERS:
            continue
        on = steps.get("noted_receipt", {}).get("on") or answer.get("on")
        came = date.fromisoformat(entered["received_on"])
        spans = [
            None if each is None else (date.fromisoformat(each) - came) / timedelta(hours=1)
            for each in (on, answer.get("effect_on"))
        ]
        counted[entered["kind"]].append((spans[0], spans[1]))
    again = {}
    for kind, rows in counted.items():
        known = [[each for each in spans if each is not None] for spans in zip(*rows, strict=True)]
        again[kind] = (len(rows), *(median(each) if each else None for each in known))
    assert kinds(case, case.today - 30 * DAY, case.today) == again


def test_the_export_and_the_page_show_them(case: Case) -> None:
    with case.desk.database.reading() as session:
        figures = find_published(session, period(case.today - 30 * DAY, case.today))
    lines = list(csv.DictReader(io.StringIO(files_of(figures.report, "Market")[TABLE].decode())))
    assert len(lines) == len(CATEGORIES) * (len(MEMBERS) + 1)
    by_scope = {line["Scope"]: line for line in reversed(lines)}
    assert [by_scope["Germany"][name] for name in ORDER_FIGURES] == [
        "3", "3", "36.0", "72.0", "0", "", "",
    ]  # fmt: skip
    assert by_scope["Total number"][ORDER_FIGURES[4]] == "1"
    tables = {table.name: table.rows for table in statutory(figures)}
    assert [(row.name, row.cells) for row in tables["orders_to_inform"]] == [
        ("total", (1, 24.0, None)), ("AT", (1, 24.0, None)),
    ]  # fmt: skip
    assert [row.name for row in tables["orders_to_act"]] == ["total", "DE"]
