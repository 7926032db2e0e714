"""What became of the claims that a boycott would have stopped, as known at the record's end.

Only what is known counts: a claim without an outcome is neither spared nor wronged. It looks at
claims and never at levels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from abuse.arrays import Ints, Times
from abuse.backtest.months import Month
from abuse.record.table import ClaimTable
from abuse.record.view import MERIT, View

UNKNOWN, BAD, GOOD = 0, 1, 2


@dataclass(frozen=True)
class Split:
    """Stopped rightly (spared), stopped although well-founded (wronged), and not known."""

    spared: int = 0
    wronged: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, verdicts: npt.NDArray[np.int8]) -> Split:
        return cls(*(int((verdicts == code).sum()) for code in (BAD, GOOD, UNKNOWN)))


@dataclass(frozen=True)
class Stopped:
    """What some boycotts would have kept from being processed.

    A complaint with a well-founded claim counts as wronged, else one with a bad claim as spared.
    `listings` would have stayed up: distinct ones that were taken down on a bad claim.
    """

    complaints: Split = Split()
    claims: Split = Split()
    listings: int = 0


class Hindsight:
    """The claims of a whole record with their known ends.

    Bad: refused or reinstated, withdrawn after the seller's answer, or graded unfounded. Good:
    taken down and still down, or graded founded. A grade goes before an outcome. All else, as a
    withdrawal that no answer preceded, is unknown.

    Notes
    -----
    A takedown that nobody contested counts as good, though false claims are among them: so harm to
    honest filers is overstated rather than understated.
    """

    def __init__(self, table: ClaimTable) -> None:
        view = View(table)
        self.view = view
        bad = view.refused | view.withdrawn_after_answer
        self.verdict: npt.NDArray[np.int8] = np.full(view.n_claims, UNKNOWN, np.int8)
        self.verdict[view.upheld] = GOOD
        self.verdict[bad] = BAD
        self.verdict[view.merit == MERIT["founded"]] = GOOD
        self.verdict[view.graded_bad] = BAD
        self.spot = {key: spot for spot, key in enumerate(table.filers["key"].to_pylist())}

    def claims_of(self, filer: int, after: datetime, until: datetime | None = None) -> Ints:
        """Positions of a filer's claims filed after one moment, up to another."""
        mine = self.view.claims_by_filer[self.spot[filer]]
        filed = self.view.filed[mine]
        within = filed > _micros(after)
        if until is not None:
            within &= filed <= _micros(until)
        return mine[within]

    def stopped(self, claims: Ints) -> Stopped:
        """Count some claims, their complaints and listings."""
        verdicts = self.verdict[claims]
        case, first = np.unique(self.view.complaint[claims], return_inverse=True)
        worst = np.zeros(len(case), np.int8)
        np.maximum.at(worst, first, verdicts)
        down = ~np.isnat(self.view.removed_at[claims])
        listings = self.view.listing[claims[(verdicts == BAD) & down]]
        return Stopped(Split.of(worst), Split.of(verdicts), len(np.unique(listings)))

    def by_month(self, claims: Ints) -> dict[Month, Stopped]:
        """The same for each month of filing that has any."""
        months = self.view.filed[claims].astype("M8[M]")
        return {
            Month.at(month.astype("M8[us]").item().replace(tzinfo=UTC)): self.stopped(
                claims[months == month]
            )
            for month in np.unique(months)
        }

    def waiting_days(self, claims: Ints, until: datetime) -> float:
        """Days that well-founded claims among these would have waited, from filing to `until`."""
        good: Times = self.view.filed[claims[self.verdict[claims] == GOOD]]
        waits = (_micros(until) - good).astype("m8[s]").astype(np.int64)
        return round(float(waits.sum()) / 86400, 1)


def _micros(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us")
