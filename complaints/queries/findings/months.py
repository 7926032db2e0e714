"""Claims by month and outcome, for the timelines of stores and filers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    func,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint

# Literals in the statement: SQLite cannot know that two parameters are equal.
_FIRST: ColumnElement[int] = literal_column("1")
_SEVEN: ColumnElement[int] = literal_column("7")
OUTCOMES = {
    "removed": ("removed",),
    "refused": ("rejected", "reinstated"),
    "withdrawn": ("withdrawn",),
    "other": ("moot", "closed"),
}


@dataclass(frozen=True, slots=True)
class Month:
    """One month (2026-07): `filed` counts claims or complaints filed, the rest claims closed."""

    month: str
    filed: int = 0
    removed: int = 0
    refused: int = 0
    withdrawn: int = 0
    other: int = 0


def by_month(session: Session, of: ColumnElement[bool]) -> list[Month]:
    """Return the months of claims that meet a condition, in order, without gaps."""
    month = month_of(session, Complaint.filed_at)
    filed = (
        select(month, func.count())
        .select_from(Claim)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(of)
        .group_by(month)
    )
    return filled(dict(session.execute(filed).tuples().all()), closed_by_month(session, of))


def closed_by_month(session: Session, of: ColumnElement[bool]) -> dict[tuple[str, str], int]:
    """Return how many claims that meet a condition were closed, by (month, state)."""
    return {(at, state): n for (at, state), n in by_month_and_state(session, of).items() if at}


def by_month_and_state(
    session: Session, of: ColumnElement[bool]
) -> dict[tuple[str | None, str], int]:
    """Return how many claims meet a condition, by month of their end (None: open) and state."""
    month = month_of(session, Claim.closed_at)
    # Grouped in the order of the index of a filer's claims.
    counted = select(month, Claim.state, func.count()).where(of).group_by(Claim.state, month)
    return {(at, state): number for at, state, number in session.execute(counted).tuples()}


def month_of(session: Session, moment: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """Return the expression for a moment's month in UTC, as 2026-07."""
    if session.get_bind().dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", moment), "YYYY-MM")
    # Kept as text that begins with the year and the month.
    return func.substr(type_coerce(moment, String), _FIRST, _SEVEN)


def filled(filed: dict[str, int], closed: dict[tuple[str, str], int]) -> list[Month]:
    """Return all months from the first to the last, those without claims too."""
    known = sorted({*filed, *(month for month, _ in closed)})
    if not known:
        return []
    return [
        Month(
            month,
            filed.get(month, 0),
            **{
                name: sum(closed.get((month, state), 0) for state in states)
                for name, states in OUTCOMES.items()
            },
        )
        for month in months_between(known[0], known[-1])
    ]


def months_between(first: str, last: str) -> list[str]:
    """Return the months from one to another, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = month_after(first)
    return months


def month_after(month: str) -> str:
    """Return the month after one."""
    year, number = (int(part) for part in month.split("-"))
    return f"{year + 1:04}-01" if number == 12 else f"{year:04}-{number + 1:02}"
