"""Calendar months in UTC, the step of a backtest. They know no record but for its bounds."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from abuse.words import Message
from abuse.words import backtest as words

_WRITTEN = re.compile(r"(\d{4})-(\d{2})(-\d{2})?", re.ASCII)


class BacktestError(ValueError):
    """A backtest that cannot be run as asked; the message is one sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class Month(NamedTuple):
    """A calendar month.

    Examples
    --------
    >>> str(Month.of("2026-02-11")), str(Month(2025, 12).next)
    ('2026-02', '2026-01')
    >>> str(Month(2026, 2).end)
    '2026-02-28 23:59:59.999999+00:00'
    """

    year: int
    month: int

    @classmethod
    def of(cls, text: str) -> Month:
        """Read `2026-02`, or the month of the day `2026-02-11`.

        Raises
        ------
        ValueError
            When it is neither.
        """
        written = _WRITTEN.fullmatch(text)
        try:
            day = date.fromisoformat(text if written and written[3] else f"{text}-01")
        except ValueError as error:
            raise ValueError(f"“{text}” is not a month, as 2026-02") from error
        return cls(day.year, day.month)

    @classmethod
    def at(cls, moment: datetime) -> Month:
        """The month of a moment."""
        moment = moment.astimezone(UTC)
        return cls(moment.year, moment.month)

    @property
    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """Its last moment."""
        return self.next.start - timedelta(microseconds=1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def months_between(
    first: Month, last: Month, oldest: datetime | None, newest: datetime | None
) -> list[Month]:
    """The months from first to last, both included, of a record with these bounds.

    Raises
    ------
    BacktestError
        When they run backwards, or begin before the record or end after it.
    """
    if first > last:
        raise BacktestError(words.backwards(str(first), str(last)))
    if oldest is None or newest is None:
        raise BacktestError(words.NOTHING)
    begins, ends = Month.at(oldest), Month.at(newest)
    if first < begins or last > ends:
        raise BacktestError(words.outside(str(begins), str(ends), str(first), str(last)))
    months = [first]
    while months[-1] < last:
        months.append(months[-1].next)
    return months
