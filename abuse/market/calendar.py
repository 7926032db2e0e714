"""The span of a market: eighteen months that end on a fixed day, so that a demo never ages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from abuse.market.draw import Draw

START = date(2025, 1, 1)
END = date(2026, 6, 30)
LAST = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)
DAYS = (END - START).days

# Filing swells before sales days, for honest filers too.
_SALES = (date(2025, 6, 18), date(2025, 11, 11), date(2025, 11, 28), date(2026, 6, 18))
SALE_DAYS = tuple((sale - START).days for sale in _SALES)


def day(offset: float) -> date:
    """The date that lies `offset` days after the market's first; negative ones lie before."""
    return START + timedelta(days=int(offset // 1))


def moment(offset: float) -> datetime:
    """The instant `offset` days after the market's first midnight, in whole seconds."""
    seconds = int(offset * 86400)
    return datetime(START.year, START.month, START.day, tzinfo=UTC) + timedelta(seconds=seconds)


def text(offset: float) -> str:
    """An instant as the lines give it."""
    return moment(offset).isoformat().replace("+00:00", "Z")


def office_hour(draw: Draw, offset: float) -> float:
    """The same day at some hour when people work."""
    return offset // 1 + draw.uniform(7.5, 19.5) / 24


def filing_day(draw: Draw, first: float, last: float) -> float:
    """A day to file on, a little more often in the three weeks before sales days."""
    if draw.chance(0.15):
        sale = draw.pick(SALE_DAYS) - draw.uniform(1, 21)
        if first <= sale <= last:
            return office_hour(draw, sale)
    return office_hour(draw, draw.uniform(first, last))
