"""Bursts against the own past, the peers in the same days, and the calendar of sales days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from abuse import Policy, scan
from abuse.detectors import bursts
from abuse.record.view import View
from abuse.targets.rhythm import surprising
from abuse.targets.seasons import sales, season_of
from tests.abuse.makers import START, event, honest, line, table

Lines = list[dict[str, Any]]
SINGLES_DAY = (date(2026, 11, 11) - START.date()).days
QUIET_DAY = (date(2026, 9, 1) - START.date()).days


def filing(filer: str, count: int, day: float, *, outcome: str = "takedown") -> Lines:
    """One complaint a fortnight from the first day on, and so many from `day` on, in three days."""
    days = [14.0 * c for c in range(int(day // 14))] + [day + 3 * c / count for c in range(count)]
    return [
        line(f"{filer}-{c}", filer, d, event(outcome, d + 2), store=f"{filer}-shop-{c}")
        for c, d in enumerate(days)
    ]


def accused(lines: Lines) -> set[str]:
    view = View(table(lines))
    names = view.table.filers["reference"].to_pylist()
    return {names[finding.filer] for finding in bursts.detect(view, Policy())}


def test_the_calendar_is_whole() -> None:
    for sale in sales():
        assert [day.year for day in sale.dates] == list(range(2015, 2031))
        assert 0 < sale.season_days < 45
    black = next(sale for sale in sales() if sale.name == "Black Friday")
    assert {day.weekday() for day in black.dates} == {4}
    assert all((day - timedelta(days=1)).day in range(22, 29) for day in black.dates)


def test_a_season_is_the_days_before_a_sale_and_the_first_of_two_counts() -> None:
    days = ["2025-06-18", "2025-06-19", "2025-11-11", "2025-11-17", "2025-12-01", "2040-11-11"]
    day = np.array(days, "M8[D]").astype(np.int64)
    names = [sale.name for sale in sales()]
    found = [names[s] if s >= 0 else None for s in season_of(day, day).tolist()]
    assert found == ["618", None, "Singles' Day", "Black Friday", None, None]


def test_a_campaign_before_a_sales_day_is_said_for_the_filer_and_not_against_it() -> None:
    lines = honest(30, 12)
    assert accused(lines + filing("brand", 25, QUIET_DAY)) == {"brand"}
    campaign = lines + filing("brand", 25, SINGLES_DAY - 9, outcome="rejection")
    assert accused(campaign) == set()
    brand = next(f for f in scan(table(campaign)).filers if f.reference == "brand")
    assert any("came before Singles' Day" in str(said.message) for said in brand.speaks_for)


def test_more_than_a_campaign_is_evidence_before_a_sales_day_too() -> None:
    lines = honest(30, 12)
    assert accused(lines + filing("flood", 320, SINGLES_DAY - 9)) == {"flood"}
    # Unless the others who campaign there do as much.
    for number in range(12):
        lines += filing(f"brand-{number}", 100, SINGLES_DAY - 9)
    assert accused(lines + filing("flood", 120, SINGLES_DAY - 9)) == set()


def test_what_all_peers_do_in_the_same_days_is_no_burst() -> None:
    alone = honest(30, 12) + filing("one", 20, QUIET_DAY)
    together = list(alone)
    for number in range(30):
        together += filing(f"peer-{number}", 20, QUIET_DAY)
    assert accused(alone) == {"one"}
    assert accused(together) == set()


def test_windows_are_counted_as_by_hand() -> None:
    lines = honest(30, 12) + filing("one", 20, QUIET_DAY)
    view = View(table(lines))
    windows = surprising(view, Policy())
    filer = view.table.filers["reference"].to_pylist().index("one")
    day = (view.complaint_filed[view.complaints_by_filer[filer]].astype("M8[D]")).astype(np.int64)
    assert set(windows.filer.tolist()) == {filer}
    for start, count in zip(windows.start.tolist(), windows.count.tolist(), strict=True):
        begun = view.complaint_filed[windows.complaints[start]].astype("M8[D]").astype(np.int64)
        assert count == int(((day >= begun) & (day < begun + 7)).sum())
