"""Merges reports of one thing at different times into one row: the newest value of each fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

SEEN = "reported_at"


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported of one thing at `at`. A fact that is None was not reported."""

    at: datetime
    facts: Mapping[str, Any]


def merged(
    stored: Row[Any], reports: Iterable[Report], names: Sequence[str], *, fills_only: bool = False
) -> dict[str, Any]:
    """Return the columns `names` and `reported_at` of a row after the reports.

    A newer report overwrites unless it `fills_only`, an older one fills gaps, and a missing fact
    overwrites nothing.
    """
    held = stored._mapping
    row = {name: held[name] for name in names}
    seen: datetime | None = held[SEEN]
    for report in sorted(reports, key=lambda one: one.at):
        newer = seen is None or report.at >= seen
        for name in names:
            value = report.facts.get(name)
            if value is not None and (row[name] is None or (newer and not fills_only)):
                row[name] = value
        seen = report.at if seen is None else max(seen, report.at)
    return {**row, SEEN: seen}


def changed_rows(
    stored: Mapping[Any, Row[Any]],
    reports: Mapping[Any, Sequence[Report]],
    names: Sequence[str],
    *,
    fills_only: Callable[[Row[Any]], bool] = lambda _: False,
    unless_within: timedelta = timedelta(),
) -> list[dict[str, Any]]:
    """Return the rows that the reports change, with their `id`; those of which a report only says
    again what is known not where it was said `unless_within` so long before."""
    rows = []
    for key, row_reports in reports.items():
        row = merged(stored[key], row_reports, names, fills_only=fills_only(stored[key]))
        held = stored[key]._mapping
        is_late = held[SEEN] is None or row[SEEN] - held[SEEN] > unless_within
        if is_late or any(row[name] != held[name] for name in names):
            rows.append({"id": held["id"], **row})
    return rows


def renamed(
    stored: Mapping[Any, Row[Any]], updates: Iterable[Mapping[str, Any]], name: str
) -> list[int]:
    """Return the ids of the rows of which the updates change `name`."""
    was = {row.id: row._mapping[name] for row in stored.values()}
    return [row["id"] for row in updates if row[name] != was[row["id"]]]


def read_moment(value: datetime | str | None) -> datetime | None:
    """Return a moment, given as one or in the contract's ISO text."""
    return datetime.fromisoformat(value.upper()) if isinstance(value, str) else value


def amount(value: float | Decimal | None) -> Decimal | None:
    """Return a price as the database keeps it, with four digits after the point."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.0001"))
