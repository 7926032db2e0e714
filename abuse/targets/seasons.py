"""Sales days and the weeks before them, read from a calendar that is data.

It says which days lie in a season; what filing in one means is for others to say.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import numpy as np

from abuse.arrays import Ints


@dataclass(frozen=True)
class Sale:
    """A sales day that comes every year, with its dates and the days before it that count."""

    name: str
    season_days: int
    dates: tuple[date, ...]


@cache
def sales() -> tuple[Sale, ...]:
    """The sales days of ``sales_days.toml``.

    Examples
    --------
    >>> [sale.name for sale in sales()]
    ['618', "Singles' Day", 'Black Friday', 'Double Twelve']
    """
    text = resources.files("abuse.targets").joinpath("sales_days.toml").read_text("utf-8")
    return tuple(
        Sale(entry["name"], entry["season_days"], tuple(entry["dates"]))
        for entry in tomllib.loads(text)["sale"]
    )


def season_of(first: Ints, last: Ints) -> Ints:
    """Which sale's season the days from `first` to `last` touch, -1 for none.

    Parameters
    ----------
    first, last : int arrays
        Days since 1970-01-01, both included.

    Returns
    -------
    int array
        Position in `sales()`; of two seasons the one whose day comes first.

    Examples
    --------
    >>> day = np.array(["2025-11-01", "2025-08-01"], "M8[D]").astype(np.int64)
    >>> season_of(day, day + 6)
    array([ 1, -1])
    """
    season: Ints = np.full(len(first), -1, np.int64)
    held = [
        (np.datetime64(day, "D").astype(np.int64), number, sale.season_days)
        for number, sale in enumerate(sales())
        for day in sale.dates
    ]
    for end, number, length in sorted(held, reverse=True):
        season[(first <= end) & (last >= end - length)] = number
    return season
