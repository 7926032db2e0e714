"""Groups of filers by size, kind and country: whom a policy meets. It counts no outcome.

Country is for a look at bias only, and countries of few filers stand together, because a share of
three says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from abuse.record.view import View

SIZES = ((1, "1-2"), (3, "3-9"), (10, "10-49"), (50, "50+"))
KINDS = ("rights_holder", "agent", "individual", "unknown")
FEW = 10

Group = tuple[str, list[int]]


class Groups:
    """Filers who filed by the end of the replay, each in one size, kind and country.

    A filer's size is the number of complaints that it had filed when it was boycotted, else when it
    was warned (`met`), else at the end.
    """

    def __init__(self, view: View, ends: datetime, met: Mapping[int, datetime]) -> None:
        people = view.table.filers
        self.keys: list[int] = people["key"].to_pylist()
        self.kind = [kind or "unknown" for kind in people["kind"].to_pylist()]
        self.country = [country or "unknown" for country in people["country"].to_pylist()]
        references: list[str] = people["reference"].to_pylist()
        self.references = dict(zip(self.keys, references, strict=True))
        self.size: list[str] = []
        self.everyone: list[int] = []
        for key, cases in zip(self.keys, view.complaints_by_filer, strict=True):
            until = met.get(key, ends).astimezone(UTC).replace(tzinfo=None)
            complaints = int((view.complaint_filed[cases] <= np.datetime64(until, "us")).sum())
            self.size.append(band(complaints))
            if complaints:
                self.everyone.append(key)

    def by_size(self) -> list[Group]:
        return self._by(self.size, [name for _, name in SIZES])

    def by_kind(self) -> list[Group]:
        return self._by(self.kind, KINDS)

    def by_country(self) -> list[Group]:
        """The largest first; those of fewer than ten filers as one, last."""
        here = dict(zip(self.keys, self.country, strict=True))
        names, counts = np.unique([here[key] for key in self.everyone], return_counts=True)
        large = {name for name, n in zip(names.tolist(), counts.tolist(), strict=True) if n >= FEW}
        shown = [name if name in large else "others" for name in self.country]
        size = dict(zip(names.tolist(), counts.tolist(), strict=True))
        return self._by(shown, [*sorted(large, key=lambda n: (-size[n], n)), "others"])

    def _by(self, names: Sequence[str], order: Sequence[str]) -> list[Group]:
        of = dict(zip(self.keys, names, strict=True))
        members: dict[str, list[int]] = {name: [] for name in order}
        for key in self.everyone:
            members[of[key]].append(key)
        return [(name, members[name]) for name in order if members[name]]


def band(complaints: int) -> str:
    """The size of a filer with so many complaints.

    Examples
    --------
    >>> band(2), band(3), band(49), band(50)
    ('1-2', '3-9', '10-49', '50+')
    """
    return [name for least, name in SIZES if complaints >= least or least == 1][-1]
