"""Where a scan without a database gets its table: interchange lines, or Parquet.

One door for both command lines. It reads; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow.compute as pc

from abuse.record import memory
from abuse.record.files import objects, open_lines
from abuse.record.parquet import ParquetError, is_parquet, read_tables
from abuse.record.table import ClaimTable


def load_table(
    paths: Sequence[str],
    *,
    now: datetime,
    as_of: datetime | None = None,
    bad: list[str] | None = None,
    vouched: bool = False,
) -> ClaimTable:
    """The table of some files: all Parquet (`abuse.record.parquet`), or all interchange lines.

    Parameters
    ----------
    paths : sequence of str
        ``-`` is standard input, of lines.
    now : datetime
    as_of : datetime, optional
        Read nothing after it. Default: the newest filing or event, none later than `now`.
    bad : list of str, optional
        Gets a sentence for each line that is left out.
    vouched : bool
        Of lines, as `abuse.record.collecting.read_lines` has it; Parquet says what is believed.

    Raises
    ------
    ParquetError
        See `abuse.record.parquet.read_tables`; also when the paths are of both kinds.
    TooLargeError
        When there is not the memory for so many claims.
    OSError
        When a file cannot be opened.
    """
    kinds = {is_parquet(path) for path in paths}
    if kinds == {False}:
        return ClaimTable.from_lines(_lines(paths), as_of=as_of, now=now, bad=bad, vouched=vouched)
    if len(kinds) > 1:
        raise ParquetError("Give either Parquet or lines, not both in one scan.")
    rows = read_tables(paths)
    memory.check(rows["claims"].num_rows, held=sum(table.nbytes for table in rows.values()))
    moments = [rows["complaints"]["filed_at"], rows["events"]["at"]]
    past = [pc.max(pc.filter(column, pc.less_equal(column, now))) for column in moments]
    known = [moment.as_py() for moment in past if moment.is_valid]
    return ClaimTable.from_rows(
        **rows, as_of=as_of or max(known, default=datetime(1970, 1, 1, tzinfo=UTC))
    )


def _lines(paths: Sequence[str]) -> Iterator[Any]:
    for path in paths:
        with open_lines(path) as stream:
            yield from objects(stream)
