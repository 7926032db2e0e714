"""A big market written into a database, in bulk: what reading it back is measured on.

Goes past the services, which would take an hour for it; only what a scan reads is filled in.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv
from sqlalchemy import Connection, text

from abuse.record.columns import coded
from complaints.backup.rows import go_on_counting
from complaints.storage.db import Database
from tests.bench.draws import START, Ints
from tests.bench.market import BigMarket

_NOW = pa.scalar(START.astype("M8[us]"), pa.timestamp("us"))
Parts = dict[str, pa.Table]


def store(
    database: Database, market: BigMarket, changed: Callable[[Parts], Parts] | None = None
) -> None:
    """Fill an empty, migrated database with the market; `changed` gives tables other values."""
    write = _insert if database.is_sqlite else _copy
    with database.transaction() as session:
        connection = session.connection()
        if database.is_sqlite:
            # Room for the indices: they are filled in no order.
            connection.execute(text("PRAGMA cache_size = -1000000"))
        tables = _tables(market)
        for name, rows in (changed(tables) if changed else tables).items():
            write(connection, name, rows)
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))


def _tables(market: BigMarket) -> Parts:
    """Every table in an order that its foreign keys allow."""
    rows = market.rows
    return {
        **_places(rows["claims"]),
        **_people(rows["filers"], rows["identities"]),
        **_rights(rows["complaints"]),
        **_cases(rows["complaints"], rows["documents"]),
        **_claims(rows["claims"], rows["complaints"]),
        **_events(rows["events"]),
        "filer_store": _runs(rows["operates"], rows["claims"]),
    }


def _ids(column: pa.ChunkedArray) -> tuple[pa.Array, pa.StringArray]:
    """Keys from 1 on for the values of a column, and the values in the order of the keys."""
    code, names = coded(column)
    return pa.array(code + 1, mask=code < 0), names


def _first(code: Ints) -> tuple[Ints, Ints]:
    """The first row of each value, and which value each row has."""
    _, first, of = np.unique(code, return_index=True, return_inverse=True)
    return first, of


def _all(value: object, size: int) -> pa.Array:
    return pa.repeat(value, size)


def _counted(size: int) -> pa.Array:
    return pa.array(np.arange(1, size + 1))


def _places(claims: pa.Table) -> Parts:
    _, listings = _ids(claims["listing"])
    _, stores = _ids(claims["store"])
    _, operators = _ids(claims["operator"])
    size = len(listings)
    return {
        "marketplace": pa.table({"id": [1], "slug": claims["marketplace"][:1], "name": ["Square"]}),
        "operator": pa.table({"id": _counted(len(operators)), "name": operators}),
        "store": pa.table(
            {
                "id": _counted(len(stores)),
                "marketplace_id": _all(1, len(stores)),
                "reference": stores,
            }
        ),
        "listing": pa.table(
            {
                "id": _counted(size),
                "marketplace_id": _all(1, size),
                "reference": listings,
                "url": pc.binary_join_element_wise("https://square.example/", listings, ""),
                "kind": _all("listing", size),
                "created_at": _all(_NOW, size),
            }
        ),
    }


def _people(filers: pa.Table, seen: pa.Table) -> Parts:
    size = filers.num_rows
    more = {
        "folded_name": pc.utf8_lower(filers["name"]),
        "party_id": filers["filer"],
        "created_at": _all(_NOW, size),
    }
    filer = filers.rename_columns(["id" if n == "filer" else n for n in filers.column_names])
    return {
        "party": pa.table({"id": filers["filer"], "made_at": _all(_NOW, size)}),
        "filer": pa.table({**{n: filer[n] for n in filer.column_names}, **more}),
        "filer_identity": pa.table(
            {
                "id": _counted(seen.num_rows),
                "filer_id": seen["filer"],
                "kind": seen["kind"],
                "digest": seen["value"],
                "domain": seen["domain"],
                "first_seen": seen["first_seen"],
                "last_seen": seen["last_seen"],
            }
        ),
    }


def _rights(cases: pa.Table) -> Parts:
    _, holders = _ids(cases["holder"])
    right, _ = coded(cases["right"])
    first, _ = _first(right)
    some = cases.take(pa.array(first))
    names = ("applied_on", "registered_on", "jurisdiction")
    listed = pc.binary_join_element_wise("[", some["classes"], "]", "")
    return {
        "rights_holder": pa.table(
            {
                "id": _counted(len(holders)),
                "source": _all("import", len(holders)),
                "key": holders,
                "name": holders,
                "folded_name": holders,
                "created_at": _all(_NOW, len(holders)),
            }
        ),
        "right": pa.table(
            {
                "id": _counted(len(first)),
                "filer_id": some["filer"],
                "key": some["right"],
                "digest": some["right"],
                "kind": some["right_kind"],
                "number": some["right_number"],
                "title": some["right_title"],
                "classes": listed,
                "created_at": _all(_NOW, len(first)),
                **{name: some[name] for name in names},
            }
        ),
    }


def _cases(cases: pa.Table, papers: pa.Table) -> Parts:
    size = cases.num_rows
    right, _ = coded(cases["right"])
    _, of = _first(right)
    paper, papers_known = _ids(papers["sha256"])
    return {
        "complaint": pa.table(
            {
                "id": cases["complaint"],
                "source": _all("import", size),
                "reference": cases["reference"],
                "filer_id": cases["filer"],
                "rights_holder_id": _ids(cases["holder"])[0],
                "right_id": pa.array(of + 1),
                "basis": cases["basis"],
                "statement": cases["text"],
                "filed_at": cases["filed_at"],
                "recorded_at": cases["filed_at"],
                "unlisted_rejected": cases["unlisted_rejected"],
            }
        ),
        "document": pa.table(
            {
                "id": _counted(len(papers_known)),
                "sha256": papers_known,
                "created_at": _all(_NOW, len(papers_known)),
            }
        ),
        "complaint_document": pa.table(
            {
                "complaint_id": papers["complaint"],
                "document_id": paper,
                "kind": papers["kind"],
            }
        ),
    }


def _claims(claims: pa.Table, cases: pa.Table) -> Parts:
    size = claims.num_rows
    case = pc.subtract(claims["complaint"], 1)
    said = ("category", "listed_on", "price", "currency", "sales_30d", "status_at_filing")
    table = pa.table(
        {
            "id": claims["claim"],
            "complaint_id": claims["complaint"],
            "listing_id": _ids(claims["listing"])[0],
            "store_id": _ids(claims["store"])[0],
            "operator_id": _ids(claims["operator"])[0],
            "filer_id": cases["filer"].take(case),
            "right_key": cases["right"].take(case),
            "position": _all(0, size),
            "url": _all("u", size),
            **{name: claims[name] for name in said},
            "state": _all("removed", size),
            "listing_down": _all(False, size),
            "version": _all(1, size),
        }
    )
    return {"claim": table}


def _events(events: pa.Table) -> Parts:
    size = events.num_rows
    number = _counted(size)
    return {
        "event": pa.table(
            {
                "id": number,
                "complaint_id": events["complaint"],
                "at": events["at"],
                "recorded_at": events["at"],
                "kind": events["kind"],
                "by": events["by"],
                "merit": events["merit"],
                "harm_days_offline": events["days_offline"],
                "all_targets": _all(False, size),
                "digest": number.cast(pa.string()),
            }
        ),
        "event_claim": pa.table(
            {"event_id": number, "claim_id": events["claim"], "applied": _all(True, size)}
        ),
    }


def _runs(operates: pa.Table, claims: pa.Table) -> pa.Table:
    _, stores = _ids(claims["store"])
    at = pc.index_in(operates["store"], stores)
    rows = pa.table({"filer_id": operates["filer"], "store_id": pc.add(at, 1)})
    return rows.filter(pc.is_valid(rows["store_id"]))


def _copy(connection: Connection, name: str, rows: pa.Table) -> None:
    """PostgreSQL's own bulk load."""
    out = io.BytesIO()
    csv.write_csv(rows, out, csv.WriteOptions(include_header=False, quoting_style="needed"))
    columns = ", ".join(f'"{column}"' for column in rows.column_names)
    driver = connection.connection.driver_connection
    assert driver is not None
    with (
        driver.cursor() as cursor,
        cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN WITH (FORMAT csv)') as copy,
    ):
        copy.write(out.getbuffer())
    go_on_counting(connection, name, None)


def _insert(connection: Connection, name: str, rows: pa.Table) -> None:
    """Many rows a statement, in the forms in which the record keeps them on SQLite."""
    columns = [_plain(rows[column]).to_pylist() for column in rows.column_names]
    names = ", ".join(f'"{column}"' for column in rows.column_names)
    marks = ", ".join("?" * len(columns))
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.executemany(
        f'INSERT INTO "{name}" ({names}) VALUES ({marks})', zip(*columns, strict=True)
    )


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us")).cast(pa.string())
    if pa.types.is_date(kind):
        return column.cast(pa.string())
    if pa.types.is_boolean(kind):
        return column.cast(pa.int8())
    return column
