"""Counts authorities' orders from the ledger, which has every day of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import LedgerEntry
from complaints.rules.law.regimes.european_union import MEMBERS
from complaints.rules.law.transparency import CATEGORIES, ORDER_FIGURES, Period
from tests.counted_again.replay import Record
from tests.counted_again.ways import ORDERS, Place, middle_hours


@dataclass(slots=True)
class Ordered:
    """An order: its kind, about which claim, of which country, and its days."""

    kind: str
    claim: int
    country: str
    came: date
    receipt: date | None = None
    answered: date | None = None
    effect: date | None = None
    is_void: bool = False


def count_orders(session: Session, record: Record, period: Period) -> Iterator[tuple[Place, Any]]:
    """Yield the figures of each category and member; an order counts as it stands now, with what
    was done by the period's last day."""
    last = period.last_day
    orders = [
        each
        for each in _replayed(session).values()
        if period.since.date() <= each.came <= last and not each.is_void
    ]
    names = Locale("en").territories
    for category in CATEGORIES:
        of_basis = [
            each
            for each in orders
            if each.country in MEMBERS
            and record.basis[record.complaint[each.claim]] in category.bases
        ]
        for scope, those in (
            ("Total number", of_basis),
            *((names[code], [e for e in of_basis if e.country == code]) for code in MEMBERS),
        ):
            row = f"{category.code}{category.other}/{scope}"
            for column, figure in zip(ORDER_FIGURES, _figures(those, last), strict=True):
                yield (ORDERS, row, column), figure


def _figures(orders: list[Ordered], last: date) -> Iterator[Any]:
    for kind in ("act", "inform"):
        those = [each for each in orders if each.kind == kind]
        yield len(those)
        if kind == "act":
            # The listings in them: an order is about one.
            yield len(those)
        yield _median([(each.came, each.receipt or each.answered) for each in those], last)
        yield _median([(each.came, each.effect) for each in those], last)


def _median(days: list[tuple[date, date | None]], last: date) -> float | None:
    done = [on - came for came, on in days if on is not None and on <= last]
    return middle_hours(timedelta(days=each.days) for each in done)


def _replayed(session: Session) -> dict[int, Ordered]:
    orders: dict[int, Ordered] = {}
    entries = select(LedgerEntry).where(LedgerEntry.subject == "official_order")
    for each in session.scalars(entries.order_by(LedgerEntry.id)):
        facts: Any = each.facts
        match each.verb:
            case "entered_order":
                came = date.fromisoformat(facts["received_on"])
                orders[each.subject_id] = Ordered(
                    facts["kind"], facts["claim"], facts["country"], came
                )
            case "noted_receipt":
                orders[each.subject_id].receipt = date.fromisoformat(facts["on"])
            case "answered_order":
                order = orders[each.subject_id]
                order.answered = date.fromisoformat(facts["on"])
                effect = facts["effect_on"]
                order.effect = date.fromisoformat(effect) if effect else None
            case "voided_order":
                orders[each.subject_id].is_void = True
    return orders
