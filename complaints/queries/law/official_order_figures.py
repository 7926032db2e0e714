"""What authorities of the Union's members ordered in a period, and how long the answers took: DSA
Art. 15(1)(a)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, OfficialOrder
from complaints.rules.kinds import Basis
from complaints.rules.law.official_orders import OfficialOrderKind
from complaints.rules.law.regimes.european_union import MEMBERS
from complaints.rules.law.transparency import CATEGORIES, Category, Period, median_hours


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Orders of one kind: how many came, and the median hours, counted in whole days, until the
    authority was told so and until effect was given. Each order is about one listing."""

    received: int
    inform_hours: float | None
    effect_hours: float | None


@dataclass(frozen=True, slots=True)
class OfficialOrderFigures:
    """The orders of one category, of a member's authorities; `country` is None for all of them."""

    category: Category
    country: str | None
    kinds: dict[OfficialOrderKind, KindFigures]

    @property
    def received(self) -> int:
        return sum(each.received for each in self.kinds.values())


@dataclass(frozen=True, slots=True)
class _Came:
    kind: OfficialOrderKind
    country: str
    basis: Basis
    inform: timedelta | None
    effect: timedelta | None


def count_official_orders(session: Session, period: Period) -> Sequence[OfficialOrderFigures]:
    """Return the figures of each category, for all members and for each of them. What was answered
    by the end of the period counts in the medians; an order that is void counts nowhere."""
    came = _came(session, period)
    places = (None, *sorted(MEMBERS))
    return [_of(category, country, came) for category in CATEGORIES for country in places]


def _came(session: Session, period: Period) -> list[_Came]:
    last = period.last_day
    rows = session.execute(
        select(OfficialOrder, Complaint.basis)
        .join(Claim, Claim.id == OfficialOrder.claim_id)
        .join(Complaint, Complaint.id == Claim.complaint_id)
        .where(
            OfficialOrder.voided_at.is_(None),
            OfficialOrder.country.in_(MEMBERS),
            OfficialOrder.received_on >= period.since.date(),
            OfficialOrder.received_on <= last,
        )
    ).tuples()
    return [
        _Came(
            OfficialOrderKind(row.kind),
            row.country,
            Basis(basis),
            # Whoever was told what was done was told that the order came.
            _took(row.received_on, row.receipt_on or row.answered_on, last),
            _took(row.received_on, row.effect_on, last),
        )
        for row, basis in rows
    ]


def _took(since: date, on: date | None, last: date) -> timedelta | None:
    return None if on is None or on > last else on - since


def _of(category: Category, country: str | None, came: Sequence[_Came]) -> OfficialOrderFigures:
    theirs = [
        each for each in came if each.basis in category.bases and country in (None, each.country)
    ]
    return OfficialOrderFigures(
        category,
        country,
        {kind: _of_kind([e for e in theirs if e.kind is kind]) for kind in OfficialOrderKind},
    )


def _of_kind(came: Sequence[_Came]) -> KindFigures:
    return KindFigures(
        len(came),
        median_hours(each.inform for each in came if each.inform is not None),
        median_hours(each.effect for each in came if each.effect is not None),
    )
