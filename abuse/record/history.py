"""A record kept as raw rows, so that what was known at any earlier moment can be read again.

Read once, cut as often as needed: each cut is a `ClaimTable` made the one way there is, so it
equals what a scan as of that moment would have read. It keeps rows and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from abuse.record.collecting import read_lines
from abuse.record.columns import SCHEMAS, coerce
from abuse.record.table import ClaimTable, Rows


class History:
    """Raw tables (as `ClaimTable.from_rows` takes them), from which earlier tables are made.

    A filer's kind and name, and the stores that it runs, carry no date in a record: a table of
    the past has them as they are known now. All else is as it was.

    Examples
    --------
    >>> line = {"reference": "A", "filed_at": "2026-01-05T10:00:00Z", "basis": "counterfeit",
    ...         "filer": {"reference": "f", "name": "F"}, "right": {"kind": "trademark"},
    ...         "targets": [{"url": "https://shop.example/1"}]}
    >>> history = History.from_lines([line])
    >>> history.until(datetime(2026, 1, 1, tzinfo=UTC)).complaints.num_rows
    0
    >>> history.until(datetime(2026, 2, 1, tzinfo=UTC)).complaints.num_rows
    1
    """

    def __init__(self, rows: Mapping[str, Rows]) -> None:
        self.tables: dict[str, pa.Table] = {
            name: coerce(name, rows.get(name, {})) for name in SCHEMAS
        }

    @classmethod
    def from_lines(
        cls,
        lines: Iterable[dict[str, Any]],
        *,
        bad: list[str] | None = None,
        vouched: bool = False,
    ) -> History:
        """Keep interchange objects; `bad` and `vouched` as `abuse.record.collecting.read_lines`."""
        return cls(read_lines(lines, bad, vouched=vouched))

    @property
    def filers(self) -> list[str]:
        """The references of all filers."""
        references: list[str] = self.tables["filers"]["reference"].to_pylist()
        return references

    @property
    def oldest(self) -> datetime | None:
        """When the first complaint was filed; None where there is none."""
        return _utc(pc.min(self.tables["complaints"]["filed_at"]))

    @property
    def newest(self) -> datetime | None:
        """When the last filing or event happened; None where there is no complaint."""
        filed = _utc(pc.max(self.tables["complaints"]["filed_at"]))
        happened = _utc(pc.max(self.tables["events"]["at"]))
        return max(filed, happened) if filed and happened else filed

    def until(self, when: datetime) -> ClaimTable:
        """The table as it would have been read at `when`: outcomes are folded anew."""
        return ClaimTable.from_rows(**self.tables, as_of=when)


def _utc(moment: pa.Scalar) -> datetime | None:
    value: datetime | None = moment.as_py()
    return None if value is None else value.astimezone(UTC)
