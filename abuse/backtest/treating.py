"""How boycotts would have treated claims: unread, with more proof, or in a lane of their own.

The law of a claim is not the detector's to know: whoever replays says how each basis and
marketplace is treated. Without that every claim counts as not processed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Final

import numpy as np
import numpy.typing as npt

from abuse.arrays import Ints
from abuse.backtest.months import Month
from abuse.record.view import View

TREATMENTS: Final = ("not_processed", "raised_proof", "lane")
# The treatment, one of these, of a claim with this basis on this marketplace.
Treat = Callable[[str, str], str]


class Treating:
    """The treatment of each claim of a record under one policy.

    Examples
    --------
    >>> Treating.of_all(2).count(np.arange(2))
    {'not_processed': 2, 'raised_proof': 0, 'lane': 0}
    """

    def __init__(self, codes: npt.NDArray[np.int8]) -> None:
        self._codes = codes

    @classmethod
    def of_all(cls, claims: int) -> Treating:
        """Every claim goes unread."""
        return cls(np.zeros(claims, np.int8))

    @classmethod
    def of(cls, view: View, treat: Treat) -> Treating:
        """Each claim as its basis and its marketplace have it."""
        bases = view.table.complaints["basis"].to_pylist()
        places = view.table.claims["marketplace"].to_pylist()
        known: dict[tuple[str, str], int] = {}
        codes = np.zeros(view.n_claims, np.int8)
        for spot, (complaint, place) in enumerate(zip(view.complaint, places, strict=True)):
            pair = bases[complaint] or "", place or ""
            if pair not in known:
                known[pair] = TREATMENTS.index(treat(*pair))
            codes[spot] = known[pair]
        return cls(codes)

    def unread(self, claims: Ints) -> Ints:
        """Those of some claims that would not have been processed."""
        picked: Ints = claims[self._codes[claims] == 0]
        return picked

    def by_month(self, view: View, claims: Ints) -> Mapping[Month, Mapping[str, int]]:
        """The same as `count`, for each month of filing that has any."""
        months = view.filed[claims].astype("M8[M]")
        return {
            Month.at(month.astype("M8[us]").item().replace(tzinfo=UTC)): self.count(
                claims[months == month]
            )
            for month in np.unique(months)
        }

    def count(self, claims: Ints) -> Mapping[str, int]:
        """How many of some claims there are of each treatment."""
        return {
            name: int((self._codes[claims] == code).sum()) for code, name in enumerate(TREATMENTS)
        }
